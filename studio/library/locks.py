"""Locks that the operating system gives back when a process dies, however it dies."""

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from studio.library.errors import LibraryInUse, translated
from studio.library.folder import Folder

_PATIENCE = 30.0  # seconds; the short locks are held for milliseconds
_POLL = 0.005


class HeldLock:
    """A lock that is held until `release`, which any thread may call, also twice."""

    def __init__(self, path: Path, patience: float, message: str) -> None:
        # Not bound to a thread: a lock taken in a worker is given back wherever the work ends.
        self._lock = FileLock(path, thread_local=False)
        with translated(f"{path.name} could not be locked"):
            try:
                self._lock.acquire(timeout=patience, poll_interval=_POLL)
            except Timeout as error:
                raise LibraryInUse(message) from error

    def release(self) -> None:
        """Give the lock back."""
        self._lock.release(force=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def window_lock(folder: Folder) -> HeldLock:
    """The one window of a library; LibraryInUse when another window has it."""
    message = f"The library {folder.root} is open in another window. Use that one, or close it first."
    return HeldLock(folder.window_lock, 0, message)


def opening_lock(folder: Folder) -> HeldLock:
    """Held while a library is made, migrated or backed up; waits for another process that does so."""
    message = f"Another program has been opening the library {folder.root} for a while. Close it, then try again."
    return HeldLock(folder.opening_lock, _PATIENCE, message)


def landing_lock(folder: Folder) -> HeldLock:
    """Held while folders under `landing/` are made together with their locks, or looked through."""
    message = f"Another program has been looking through {folder.landing} for a while. Close it, then try again."
    return HeldLock(folder.landing_lock, _PATIENCE, message)
