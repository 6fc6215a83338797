"""Replies of earlier runs whose images lie behind links: fetched beside all else, and taken in with what came."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.connection_book import ConnectionBook
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.gemini.beside import Source
    from studio.gemini.capabilities import Capabilities
    from studio.gemini.own_files import OwnFiles
    from studio.generation.errors import NotFetchedYet
    from studio.generation.recover import Recovered
    from studio.library.errors import LibraryError
    from studio.library.landing import Orphan
    from studio.library.library import Library

    HeldUp = LibraryError | NotFetchedYet


class Waiting(NamedTuple):
    """A reply whose images are to be fetched, held by us, and what is said of it meanwhile."""

    orphan: Orphan
    left: Recovered


class FetchingLeft(QObject):
    """One task for each; what does not come now, or the disk does not take, is not fetched again until asked for."""

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
        self._unfetched: dict[str, Recovered] = {}
        self._held_up: dict[str, HeldUp] = {}

    @property
    def left(self) -> Mapping[str, Recovered]:
        """What is being fetched, or did not come yet, by attempts."""
        return {**self._unfetched, **self._under_way}

    @property
    def known(self) -> Collection[str]:
        """Attempts that are being fetched, or held up."""
        return self._under_way.keys() | self._held_up.keys()

    @property
    def why(self) -> HeldUp | None:
        """Why the last that is held up did not come, or was not taken by the disk."""
        return next(reversed(self._held_up.values()), None)

    def start(self, library: Library, capabilities: Capabilities, waiting: Iterable[Waiting]) -> None:
        """Fetch the images of these, which are given up at the end."""
        for each in waiting:
            attempt_id = each.left.attempt_id
            self._under_way[attempt_id] = each.left
            self._unfetched.pop(attempt_id, None)
            work = self._fetch(library, capabilities, each)
            self._running[attempt_id] = self._tasks.start(work, "fetch images of an earlier run")
        self.changed.emit()

    def stop(self, attempt_ids: Iterable[str]) -> None:
        """Fetch no more for these: what has come is kept, if need be when it is found, the rest told with its link."""
        for attempt_id in attempt_ids:
            if attempt_id in self._running:
                self._stopped.add(attempt_id)
                self._running[attempt_id].cancel()
            elif attempt_id in self._unfetched:
                self._stopped.add(attempt_id)
                self._held_up.pop(attempt_id, None)

    def try_again(self) -> None:
        """Let what is held up be fetched once more when it is found."""
        self._held_up.clear()

    def forget_all_but(self, open_attempts: Collection[str]) -> None:
        """Wait no longer for what was taken in meanwhile, by a look or by another program."""
        for attempt_id in (self._unfetched.keys() | self._held_up.keys()) - set(open_attempts):
            self._unfetched.pop(attempt_id, None)
            self._held_up.pop(attempt_id, None)

    def close(self) -> None:
        """End all of it; the next start fetches what is missing."""
        for task in self._running.values():
            task.cancel()
        self._under_way.clear()
        self._running.clear()
        self._stopped.clear()
        self._unfetched.clear()
        self._held_up.clear()

    async def _fetch(self, library: Library, capabilities: Capabilities, each: Waiting) -> None:
        import asyncio

        from studio.generation.errors import NotFetchedYet
        from studio.generation.linked import take_in_linked
        from studio.generation.uncut import whole
        from studio.library.errors import LibraryError

        orphan, recovered, why = each.orphan, None, None
        try:
            lost = await self._lost(each)
            recovered, _ = await whole(asyncio.to_thread(take_in_linked, library, capabilities, orphan, lost))
        except (LibraryError, NotFetchedYet) as error:
            why = error
        finally:
            await whole(asyncio.to_thread(orphan.close))
            self._end(each.left, recovered, why)

    async def _lost(self, each: Waiting) -> Sequence[Source]:
        """Fetch, as long as nobody has stopped it; the links that will bring nothing."""
        import asyncio

        from studio.generation.linked import fetch_linked

        try:
            if each.left.attempt_id not in self._stopped:
                return await fetch_linked(each.orphan, await self._files_of(each))
        except asyncio.CancelledError:
            if each.left.attempt_id not in self._stopped:
                raise
        return ()

    async def _files_of(self, each: Waiting) -> OwnFiles:
        """The files of its server, with the key only if one is to be fetched: a keyring may ask to be opened."""
        from studio.gemini.own_files import OwnFiles
        from studio.generation.linked import needs_key

        server = self._connections.server_of(each.left.turn)
        if await self._tasks.in_worker(needs_key, each.orphan, server):
            return await self._connections.files_of(each.left.turn)
        return OwnFiles(server)

    def _end(self, left: Recovered, recovered: Recovered | None, why: HeldUp | None) -> None:
        if self._under_way.pop(left.attempt_id, None) is None:
            return  # the library was closed meanwhile
        del self._running[left.attempt_id]
        if recovered is not None:
            self._stopped.discard(left.attempt_id)
        elif why is not None:
            self._hold_up(left, why)
        if recovered is not None:
            self.taken_in.emit(recovered)  # in one change, so that a list of one is not empty in between
        else:
            self.changed.emit()

    def _hold_up(self, left: Recovered, why: HeldUp) -> None:
        from studio.generation.errors import NotFetchedYet

        if isinstance(why, NotFetchedYet):
            self._unfetched[left.attempt_id] = replace(left, fate="unfetched")
            if left.attempt_id in self._stopped:
                return  # too late for this try: what has come is kept as soon as it is found again
        self._held_up[left.attempt_id] = why
