"""What settings are called and for, what their values are called, and why a value is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.profile.errors import SettingInvalid
    from studio.profile.setting import Setting


class _Called(NamedTuple):
    """A setting in words: what it is called, and what it is for."""

    label: str
    hint: str


class SettingWords(QObject):
    """The words of the settings dialog; of a setting that nobody has named here, those of its declaration."""

    def label(self, setting: Setting[Any]) -> str:
        """What a setting is called."""
        called = self._called().get(setting.name)
        return called.label if called else setting.label

    def hint(self, setting: Setting[Any]) -> str:
        """What a setting is for."""
        called = self._called().get(setting.name)
        return called.hint if called else setting.hint

    def refusal(self, error: SettingInvalid, setting: Setting[Any]) -> str:
        """Why a value is refused: what the setting takes."""
        limits = error.limits
        if error.rule == "number":
            least, most, unit = limits
            numbers = self.tr("{setting} must be a whole number from {least} to {most} {unit}.")
            text = numbers.format(setting=self.label(setting), least=least, most=most, unit=self.unit(str(unit)))
            return text.replace(" .", ".")  # of what has no unit
        rules = {
            "line": self.tr("{setting} must be one line of text."),
            "length": self.tr("{setting} must be at most {limit} characters long."),
            "letters": self.tr("{setting} must be without any of {limit}"),
            "words": self.tr("{setting} must be one of those offered."),
            "path": self.tr("{setting} must be a whole path, such as /home/you/Pictures/Studio."),
        }
        if error.rule not in rules:
            return error.message
        limit = " ".join(str(limits[0])) if error.rule == "letters" else limits[0] if limits else ""
        return rules[error.rule].format(setting=self.label(setting), limit=limit)

    def choice(self, word: str) -> str:
        """What one of the words of a choice is called; the word itself where nobody has called it anything."""
        return {
            "system": self.tr("As the system does"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "normal": self.tr("Normal"),
            "away": self.tr("When away"),
            "never": self.tr("Never"),
            "high": self.tr("High"),
            "less": self.tr("Less"),
        }.get(word, word)

    def unit(self, unit: str) -> str:
        """What stands behind a number."""
        return {"seconds": self.tr("seconds"), "MB": self.tr("MB")}.get(unit, unit)

    def choose_folder(self) -> str:
        """The button beside a folder."""
        return self.tr("&Choose…")

    def folder_title(self) -> str:
        """The title of the dialog behind it."""
        return self.tr("Choose the folder of the library")

    def _called(self) -> dict[str, _Called]:
        return {**self._look(), **self._library(), **self._requests(), **self._limits()}

    def _look(self) -> dict[str, _Called]:
        return {
            "theme": _Called(
                self.tr("Theme"), self.tr("How the window looks: as the system does, or always dark or light.")
            ),
            "contrast": _Called(self.tr("Contrast"), self.tr("High contrast has stronger lines and no grey text.")),
            "motion": _Called(self.tr("Motion"), self.tr("With less motion nothing fades, slides or turns.")),
            "notifications": _Called(
                self.tr("Notifications"),
                self.tr("When what was sent has ended, the desktop says so while another window is in front."),
            ),
        }

    def _library(self) -> dict[str, _Called]:
        return {
            "library_folder": _Called(
                self.tr("Library folder"), self.tr("Where new pictures and their history are kept.")
            ),
            "picture_name": _Called(
                self.tr("Picture names"),
                self.tr(
                    "How picture files are named: {date}, {time}, {slug} (from the prompt) and {id} are filled in."
                ),
            ),
        }

    def _requests(self) -> dict[str, _Called]:
        return {
            "concurrency": _Called(
                self.tr("Generations at once"),
                self.tr("How many requests are on their way at the same time; a connection may set its own number."),
            ),
            "request_megabytes": _Called(
                self.tr("Request size before asking"),
                self.tr("Larger requests are sent only after asking, because many servers refuse them."),
            ),
        }

    def _limits(self) -> dict[str, _Called]:
        return {
            "connect_seconds": _Called(
                self.tr("Time limit for connecting"), self.tr("How long to wait for a server to answer at all.")
            ),
            "write_seconds": _Called(
                self.tr("Time limit for sending"), self.tr("How long sending may stand still before it is given up.")
            ),
            "read_seconds": _Called(
                self.tr("Time limit for an answer"),
                self.tr("How long to wait for the next piece of an answer. Large pictures can take minutes."),
            ),
            "total_seconds": _Called(
                self.tr("Time limit in all"),
                self.tr("How long one request may take from the first byte sent to the last one received."),
            ),
        }
