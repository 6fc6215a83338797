"""Replies of earlier runs whose images lie behind links: fetched beside all else, and taken in with what came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.connection_book import ConnectionBook
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.gemini.capabilities import Capabilities
    from studio.gemini.own_files import OwnFiles
    from studio.generation.recover import Recovered
    from studio.library.errors import LibraryError
    from studio.library.landing import Orphan
    from studio.library.library import Library


class Waiting(NamedTuple):
    """A reply whose images are to be fetched, held by us, and what is said of it meanwhile."""

    orphan: Orphan
    left: Recovered


class FetchingLeft(QObject):
    """One task for each; a reply that the disk does not take is not fetched again until somebody asks for it."""

    changed = Signal()
    """There are others under way now."""
    taken_in = Signal(object)
    """Recovered: what became of one."""

    def __init__(self, tasks: Tasks, connections: ConnectionBook, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._connections = connections
        self._under_way: dict[str, Recovered] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._stopped: set[str] = set()
        self._refused: dict[str, LibraryError] = {}

    @property
    def under_way(self) -> Mapping[str, Recovered]:
        """What is being fetched, by attempts."""
        return self._under_way

    @property
    def known(self) -> Collection[str]:
        """Attempts that are being fetched, or that the disk did not take."""
        return self._under_way.keys() | self._refused.keys()

    @property
    def why(self) -> LibraryError | None:
        """Why the disk did not take what was fetched last, if it did not."""
        return next(reversed(self._refused.values()), None)

    def start(self, library: Library, capabilities: Capabilities, waiting: Iterable[Waiting]) -> None:
        """Fetch the images of these, which are given up at the end."""
        for each in waiting:
            attempt_id = each.left.attempt_id
            self._under_way[attempt_id] = each.left
            work = self._fetch(library, capabilities, each)
            self._running[attempt_id] = self._tasks.start(work, "fetch images of an earlier run")
        self.changed.emit()

    def stop(self, attempt_ids: Iterable[str]) -> None:
        """Fetch no more for these: what has come is kept, and the rest told with its link."""
        for attempt_id in attempt_ids:
            if attempt_id in self._running:
                self._stopped.add(attempt_id)
                self._running[attempt_id].cancel()

    def try_again(self) -> None:
        """Let what the disk did not take be fetched once more when it is found."""
        self._refused.clear()

    def close(self) -> None:
        """End all of it; the next start fetches what is missing."""
        for task in self._running.values():
            task.cancel()
        self._under_way.clear()
        self._running.clear()
        self._stopped.clear()
        self._refused.clear()

    async def _fetch(self, library: Library, capabilities: Capabilities, each: Waiting) -> None:
        import asyncio

        from studio.generation.linked import fetch_linked, take_in_linked
        from studio.generation.uncut import whole
        from studio.library.errors import LibraryError

        attempt_id, orphan = each.left.attempt_id, each.orphan
        recovered = None
        try:
            try:
                lost = await fetch_linked(orphan, await self._files_of(each))
            except asyncio.CancelledError:
                if attempt_id not in self._stopped:
                    raise
                lost = ()
            recovered, _ = await whole(asyncio.to_thread(take_in_linked, library, capabilities, orphan, lost))
        except LibraryError as error:
            if attempt_id in self._under_way:
                self._refused[attempt_id] = error
        finally:
            await whole(asyncio.to_thread(orphan.close))
            self._end(attempt_id, recovered)

    async def _files_of(self, each: Waiting) -> OwnFiles:
        """The files of its server, with the key only if one is to be fetched: a keyring may ask to be opened."""
        from studio.gemini.own_files import OwnFiles
        from studio.generation.linked import needs_key

        server = self._connections.server_of(each.left.turn)
        if await self._tasks.in_worker(needs_key, each.orphan, server):
            return await self._connections.files_of(each.left.turn)
        return OwnFiles(server)

    def _end(self, attempt_id: str, recovered: Recovered | None) -> None:
        if self._under_way.pop(attempt_id, None) is None:
            return  # the library was closed meanwhile
        del self._running[attempt_id]
        self._stopped.discard(attempt_id)
        self.changed.emit()
        if recovered is not None:
            self.taken_in.emit(recovered)
