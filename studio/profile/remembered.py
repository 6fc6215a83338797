"""What the window remembers by itself from one run to the next: places and sizes, last folders, last models.

Nothing here is worth a question or an error: what cannot be read is forgotten, what cannot be written is not kept.
"""

import threading
from typing import Self, TypeVar

from studio.profile.errors import FileNotSaved, FileUnreadable
from studio.profile.folders import ProfileFolders
from studio.profile.json_file import Document, JsonFile

T = TypeVar("T")

_SECONDS_BEFORE_WRITING = 1.0  # a window that is being resized changes its mind sixty times a second


class Remembered:
    """Small JSON values by name, read once, in memory from then on; a thread writes what changed a moment later."""

    def __init__(self, file: JsonFile, *, wait: float = _SECONDS_BEFORE_WRITING) -> None:
        """Read the file; one that is broken is set aside. `wait` is how many seconds changes are collected."""
        self._file = file
        self._wait = wait
        self._lock = threading.Lock()
        self._changed: Document = {}
        self._timer: threading.Timer | None = None
        try:
            self._values, _ = file.read()
        except FileUnreadable:
            self._values = {}

    @classmethod
    def load(cls, folders: ProfileFolders) -> Self:
        """What the user whose folders these are left behind."""
        return cls(JsonFile(folders.state / "window.json"))

    def get(self, name: str, default: T) -> T:
        """The value last set, or the default where there is none of the default's type; never touches the disk."""
        value = self._values.get(name, default)
        return value if default is None or type(value) is type(default) else default  # type: ignore[return-value]

    def set(self, name: str, value: object) -> None:
        """Remember a value that JSON can hold; returns at once, the disk follows."""
        self._values[name] = value
        with self._lock:
            self._changed[name] = value
            if self._timer is None:
                self._timer = threading.Timer(self._wait, self.save)
                self._timer.daemon = True
                self._timer.start()

    def save(self) -> None:
        """Write what is not written yet; blocks. Other programs' values in the file stay."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer, changed, self._changed = None, self._changed, {}
        if not changed:
            return
        try:
            self._file.update(lambda document: document.update(changed))
        except (FileNotSaved, FileUnreadable):
            with self._lock:  # the next change, or the end of the program, tries once more
                self._changed = {**changed, **self._changed}
