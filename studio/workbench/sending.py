"""From a draft, or from a turn that is wanted once more, to jobs on their way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.profile.saved_connection import SANDBOX
from studio.workbench.again import made_elsewhere
from studio.workbench.draft import NotReady

if TYPE_CHECKING:
    from studio.generation.wish import Wish
    from studio.library.library import Library
    from studio.library.records import Turn
    from studio.profile.saved_connection import SavedConnection
    from studio.workbench.bench import Bench
    from studio.workbench.jobs import Job


class Sending(QObject):
    """Sends what a person asked for, over the connection in use or the one a turn was made with."""

    refused = Signal(object)
    """NotReady: the draft cannot be sent, and why."""
    sent = Signal()
    """The draft is on its way and has made room for the next."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench

    def send_draft(self) -> None:
        """Send what the composer holds, or say what it lacks."""
        bench = self._bench
        if bench.library is None:
            return
        try:
            wishes = bench.draft.wishes(bench.library.ids)
        except NotReady as lack:
            self.refused.emit(lack)
            return
        current = bench.connections.current
        if current is None:
            bench.jobs.send(wishes, None, SANDBOX)
        else:
            bench.jobs.send(wishes, current.id, current.name, _endpoint_of(current))
        bench.draft.sent()
        self.sent.emit()

    def again(self, turn_id: str) -> None:
        """Send a turn once more, as a new sibling."""
        self._start(turn_id, lambda _, wish: wish)

    async def repeat(self, turn_id: str) -> bool:
        """Send a turn once more, as a new sibling, and return when that is written down; False when it is not."""
        return await self._repeat(turn_id, lambda _, wish: wish)

    def from_last_image(self, turn_id: str) -> None:
        """Send a turn once more, going on from the last picture before it instead of the whole conversation."""
        from studio.workbench.again import wish_from_last_image

        self._start(turn_id, wish_from_last_image)

    def _start(self, turn_id: str, change: Callable[[Library, Wish], Wish]) -> None:
        asked = (turn_id, *self._original_of(turn_id))
        self._bench.tasks.start(self._bench.recovery.asking(asked, self._repeat(turn_id, change)), "again")

    def _original_of(self, turn_id: str) -> tuple[str, ...]:
        """The turn that this one is a copy of: what is undecided about one is undecided about the other."""
        entry = self._bench.branch.entry(turn_id)
        original = entry.turn.copied_from if entry is not None and entry.turn is not None else None
        return (original,) if original is not None else ()

    async def _repeat(self, turn_id: str, change: Callable[[Library, Wish], Wish]) -> bool:
        """Send a turn once more; what was undecided about it is decided as soon as that is on the disk."""
        jobs = await self._again(turn_id, change)
        if not await _written(jobs):
            return False
        await self._bench.recovery.asked_again(turn_id)
        return True

    async def _again(self, turn_id: str, change: Callable[[Library, Wish], Wish]) -> Sequence[Job]:
        from studio.library.errors import UnknownTurn
        from studio.workbench.again import wish_again

        bench = self._bench
        if (library := bench.library) is None:
            return ()
        job = bench.jobs.find(turn_id)

        def make() -> tuple[Wish, Turn | None]:
            try:
                turn = library.turns.get(turn_id)
            except UnknownTurn:  # it could not be begun, and was never written down
                if job is None:
                    raise
                return change(library, job.wish), None
            return change(library, wish_again(library, turn)), turn

        wish, turn = await bench.tasks.in_worker(make)
        if library is not bench.library:
            return ()
        if turn is None:
            assert job is not None
            return bench.jobs.send([_anew(library, wish)], job.connection_id, job.connection, job.endpoint)
        connection_id, name, endpoint = await self._connection_of(turn)
        return bench.jobs.send([wish], connection_id, name, endpoint) if library is bench.library else ()

    async def _connection_of(self, turn: Turn) -> tuple[str | None, str, str]:
        """The connection whose endpoint a turn was made at, whatever it is called now; never another one. With it that.

        Raises ConnectionUnknown when it is gone: nothing is paid for at an endpoint that nobody named.
        """
        if turn.connection == SANDBOX:
            return None, SANDBOX, ""
        if not turn.endpoint and (named := self._bench.connections.named(turn.connection)) is not None:
            return named.id, named.name, _endpoint_of(named)  # it never got as far as an endpoint
        there = await self._bench.tasks.in_worker(_at_endpoint, self._bench.connections.all(), turn.endpoint)
        found = next((each for each in there if each.name == turn.connection), there[0] if there else None)
        if found is None:
            raise made_elsewhere(turn.connection)
        return found.id, found.name, turn.endpoint


async def _written(jobs: Sequence[Job]) -> bool:
    """Whether there are jobs and all of them are written down, as soon as that is known."""
    import asyncio

    if writing := {job.writing for job in jobs if job.writing is not None}:
        await asyncio.wait(writing)  # it tells itself what it fails with
    return bool(jobs) and all(job.is_written for job in jobs)


def _endpoint_of(connection: SavedConnection) -> str:
    from studio.generation.identity import identity_of

    return identity_of(connection)


def _at_endpoint(connections: Sequence[SavedConnection], endpoint: str) -> list[SavedConnection]:
    """The connections that lead to an endpoint."""
    return [each for each in connections if _endpoint_of(each) == endpoint]


def _anew(library: Library, wish: Wish) -> Wish:
    """The same wish as a turn of its own: the first was never written down."""
    from dataclasses import replace

    return replace(wish, turn_id=library.ids.new(), send_id=library.ids.new())
