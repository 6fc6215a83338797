"""Rooms: scratch folders under `landing/`, each locked by the process that works in it for as long as it lives.

The lock file stands beside its folder, so that the folder can be removed while the lock is still held. Whatever else
lies under `landing/` or in a room is somebody else's and stays.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from studio.library.closing import Closing
from studio.library.durable import fsync_folder, make_folder
from studio.library.errors import LibraryError, translated
from studio.library.folder import Folder
from studio.library.ids import is_id
from studio.library.locks import HeldLock, landing_lock

# What a landing, an import, a fetching and a placing without hard links write into a room.
_OUR_FILE = re.compile(r"(manifest\.json|skeleton|journal\.jsonl|copy|[0-9]+(\.raw|\.part)?)(\.copy)?")


class Room(Closing):
    """One locked scratch folder; `close` gives the lock back and leaves the folder, `remove` takes the folder away."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.name = name
        self.path = folder.landing / name
        self._lock_path = folder.landing / f"{name}.lock"
        self._lock = HeldLock(self._lock_path, 0, f"Another program is at work in {self.path}.")

    def remove(self) -> None:
        """Remove the folder; the lock stays until `close`."""
        remove_room(self.path)

    def close(self) -> None:
        """Give the lock back, and remove its file when the folder is gone."""
        gone = not self.path.exists()
        if gone:
            self._unlink()
        self._lock.release()
        if gone:
            self._unlink()

    def _unlink(self) -> None:
        try:
            self._lock_path.unlink(missing_ok=True)
        except OSError:  # Windows keeps a file that is open, here or in a recovery; the next recovery removes it
            return


class Rooms:
    """All rooms of one library."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def open(self, name: str) -> Room:
        """Make a room with its lock, on the disk for good when this returns."""
        with translated("The landing folder could not be made"), landing_lock(self._folder):
            make_folder(self._folder.landing)
            room = Room(self._folder, name)
            try:
                room.path.mkdir()
                fsync_folder(self._folder.landing)
            except BaseException:
                room.close()
                raise
        return room

    def exists(self, name: str) -> bool:
        """Whether there is a folder of that name, whoever owns it."""
        return _is_folder(self._folder.landing / name)

    def deserted(self) -> tuple[Room, ...]:
        """Rooms whose process is gone, now locked by us; lock files without a folder are swept away."""
        with translated("The landing folders could not be looked through"), landing_lock(self._folder):
            rooms = [room for name in self._names() if (room := self._take_over(name)) is not None]
        for room in rooms:
            if not _is_folder(room.path):
                room.close()
        return tuple(room for room in rooms if _is_folder(room.path))

    def _names(self) -> list[str]:
        return sorted({path.name.removesuffix(".lock") for path in self._entries() if _is_room_or_lock(path)})

    def _entries(self) -> Iterator[Path]:
        return self._folder.landing.iterdir() if self._folder.landing.is_dir() else iter(())

    def _take_over(self, name: str) -> Room | None:
        """The room, unless its process lives or its lock cannot be had: then it waits for another time."""
        try:
            return Room(self._folder, name)
        except LibraryError:
            return None


def remove_room(path: Path) -> None:
    """Remove our files and the folder, as far as the system lets us; what stays is removed by the next recovery."""
    with suppress(OSError):
        for file in path.iterdir():
            if _OUR_FILE.fullmatch(file.name):
                with suppress(OSError):
                    file.unlink()
        path.rmdir()


def is_in_a_room(parts: tuple[str, ...]) -> bool:
    """Whether a file with this path, relative to `landing/`, is the lock of a room or one of our files in a room."""
    match parts:
        case (lock,):
            return lock.endswith(".lock") and is_id(lock.removesuffix(".lock"))
        case (name, file):
            return is_id(name) and _OUR_FILE.fullmatch(file) is not None
    return False


def _is_room_or_lock(path: Path) -> bool:
    if path.suffix == ".lock":
        return is_id(path.stem) and path.is_file()
    return is_id(path.name) and _is_folder(path)


def _is_folder(path: Path) -> bool:
    """A link to a folder is somebody else's, whatever its name."""
    return path.is_dir() and not path.is_symlink()
