"""The settings of a user: each one is a declaration here, and a line in settings.json once it was changed."""

from typing import Any, Self, TypeVar

from studio.profile.errors import SettingInvalid
from studio.profile.folders import ProfileFolders
from studio.profile.json_file import Document, JsonFile
from studio.profile.notices import Notice, ValueIgnored
from studio.profile.setting import Choice, LibraryFolder, Setting, ShortText, WholeNumber

T = TypeVar("T")


class Settings:
    """The values in use, read as attributes (`settings.concurrency`); `notices` tells what in the file was not used."""

    __slots__ = ("_file", "_folders", "_values", "notices")  # no __dict__: assigning to a setting is an error

    theme = Choice(
        "system",
        "dark",
        "light",
        label="Theme",
        hint="How the window looks: as the system does, or always dark or light.",
    )
    contrast = Choice(
        "system",
        "normal",
        "high",
        label="Contrast",
        hint="High contrast has stronger lines and no grey text.",
    )
    motion = Choice(
        "system",
        "less",
        label="Motion",
        hint="With less motion nothing fades, slides or turns.",
    )
    notifications = Choice(
        "away",
        "never",
        label="Notifications",
        hint="When what was sent has ended, the desktop says so while another window is in front.",
    )
    library_folder = LibraryFolder(
        label="Library folder",
        hint="Where new pictures and their history are kept.",
    )
    picture_name = ShortText(
        "{date}_{time}_{slug}_{id}",
        longest=120,
        refused='/\\:*?"<>|',
        label="Picture names",
        hint="How picture files are named: {date}, {time}, {slug} (from the prompt) and {id} are filled in.",
    )
    concurrency = WholeNumber(
        2,
        least=1,
        most=8,
        label="Generations at once",
        hint="How many requests are on their way at the same time; a connection may set its own number.",
    )
    connect_seconds = WholeNumber(
        10,
        least=1,
        most=120,
        unit="seconds",
        label="Time limit for connecting",
        hint="How long to wait for a server to answer at all.",
    )
    write_seconds = WholeNumber(
        60,
        least=5,
        most=3600,
        unit="seconds",
        label="Time limit for sending",
        hint="How long sending may stand still before it is given up.",
    )
    read_seconds = WholeNumber(
        300,
        least=10,
        most=3600,
        unit="seconds",
        label="Time limit for an answer",
        hint="How long to wait for the next piece of an answer. Large pictures can take minutes.",
    )
    total_seconds = WholeNumber(
        900,
        least=10,
        most=7200,
        unit="seconds",
        label="Time limit in all",
        hint="How long one request may take from the first byte sent to the last one received.",
    )
    request_megabytes = WholeNumber(
        18,
        least=1,
        most=500,
        unit="MB",
        label="Request size before asking",
        hint="Larger requests are sent only after asking, because many servers refuse them.",
    )

    def __init__(self, file: JsonFile, folders: ProfileFolders) -> None:
        self._file = file
        self._folders = folders
        document, set_aside = file.read()
        self._take(document, set_aside)

    @classmethod
    def load(cls, folders: ProfileFolders) -> Self:
        """The settings of the user whose folders these are. Raises FileUnreadable."""
        return cls(JsonFile(folders.config / "settings.json"), folders)

    @classmethod
    def declared(cls) -> tuple[Setting[Any], ...]:
        """Every setting there is, in the order of declaration."""
        kinds = reversed(cls.__mro__)
        return tuple(value for kind in kinds for value in vars(kind).values() if isinstance(value, Setting))

    def value_of(self, setting: Setting[T]) -> T:
        """The value in use; never touches the disk."""
        value: T = self._values[setting.name]
        return value

    def default_of(self, setting: Setting[T]) -> T:
        """The value it has until it is changed."""
        return setting.default(self._folders)

    def change(self, setting: Setting[T], value: T) -> None:
        """Use and keep another value; blocks for the disk. Raises SettingInvalid, FileNotSaved, FileUnreadable."""
        stored = setting.stored(setting.parse(value))
        self._take(self._file.update(lambda document: document.update({setting.name: stored})))

    def reset(self, setting: Setting[Any]) -> None:
        """Go back to the default, also when a later version has another one. Raises FileNotSaved, FileUnreadable."""
        self._take(self._file.update(lambda document: document.pop(setting.name, None)))

    def _take(self, document: Document, *notices: Notice | None) -> None:
        values: dict[str, Any] = {}
        heard = [notice for notice in notices if notice]
        for setting in self.declared():
            values[setting.name] = setting.default(self._folders)
            if setting.name in document:
                try:
                    values[setting.name] = setting.parse(document[setting.name])
                except SettingInvalid as error:
                    heard.append(ValueIgnored(setting.name, error))
        self._values = values  # in one step: another thread sees the old values or the new ones
        self.notices = tuple(heard)
