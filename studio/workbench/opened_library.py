"""Opening a library for one window, in a worker: locked, with what earlier runs left behind taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.generation.recover import Recovered
    from studio.library.errors import LibraryError
    from studio.library.landing import Orphan
    from studio.library.library import Library
    from studio.library.locks import HeldLock
    from studio.library.records import QueuedWish


class OpenedLibrary(NamedTuple):
    """What opening a library brings; `held_up` is why something of what was left could not be taken in yet.

    `is_linked` says that the images of some of it have to be fetched first.
    """

    lock: HeldLock | None
    library: Library
    left: tuple[Recovered, ...]
    waiting: tuple[QueuedWish, ...]
    version: int
    held_up: LibraryError | None
    is_linked: bool


def open_library(root: Path, capabilities: Capabilities) -> OpenedLibrary:
    """Open a library for one window, take in what was left behind; blocks. One that may only be read is not locked."""
    from studio.generation.recover import left_behind, recover
    from studio.library.library import Library
    from studio.library.locks import window_lock

    library = Library.open(root, back_up=False)
    lock = None
    try:
        lock = None if library.read_only else window_lock(library.folder)
        why: list[LibraryError] = []
        linked: list[Orphan] = []
        left = left_behind(library, () if library.read_only else recover(library, capabilities, why.append, linked))
        for orphan in linked:
            orphan.close()  # it will be found again, by whoever fetches
        held_up, waiting = why[-1] if why else None, library.queue.all()
        return OpenedLibrary(lock, library, left, waiting, library.data_version(), held_up, bool(linked))
    except BaseException:
        close_library(library, lock)
        raise


def close_library(library: Library, lock: HeldLock | None) -> None:
    """Close a library and let other windows have it; blocks."""
    library.close()
    if lock is not None:
        lock.release()
