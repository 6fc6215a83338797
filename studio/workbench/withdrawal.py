"""What is queued goes with what it follows: once that lies in the trash, nobody wants to pay for it any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from studio.workbench.jobs import Jobs
from studio.workbench.recovery import Recovery
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.library import Library


class Withdrawn(NamedTuple):
    """How many requests were cancelled that cost nothing yet, and how many go on to their end: they may be paid for."""

    cancelled: int = 0
    going_on: int = 0


class _Asked(NamedTuple):
    """A turn that is queued or under way, and where it belongs."""

    turn_id: str
    conversation_id: str
    parent_id: str | None


class _Found(NamedTuple):
    """Turns not begun that have no place any more; those begun that lie in the trash, and that went there since."""

    put_away: frozenset[str]
    in_trash: frozenset[str]
    gone_there: frozenset[str]


class Withdrawal:
    """Looks after every change of what is in the trash, whichever way it was made: done, taken back or done again."""

    def __init__(self, tasks: Tasks, jobs: Jobs, recovery: Recovery) -> None:
        self._tasks = tasks
        self._jobs = jobs
        self._recovery = recovery
        self._going_on = frozenset[str]()

    async def look(self, library: Library) -> Withdrawn:
        """Cancel what is not sent and was to follow what went into the trash; what has been sent goes on.

        Between the change and this, the record itself begins nothing there (`Turns.begin`). What waits to be tried
        again was sent, but refused: it costs nothing until it is sent once more.
        """
        from studio.library.errors import LibraryError

        asked = [*self._under_way(), *self._waiting()]
        if not asked:
            return Withdrawn()
        try:
            found = await self._tasks.in_worker(_look, library, asked)
        except LibraryError:
            return Withdrawn()  # the change is made all the same, and nothing begins there
        refused = frozenset(filter(self._waits_to_be_tried_again, found.gone_there))
        unwanted = found.put_away | refused
        for turn_id in unwanted:
            self._jobs.cancel(turn_id)
        await self._recovery.withdraw(found.put_away)
        new = found.in_trash - refused - self._going_on
        self._going_on = found.in_trash
        return Withdrawn(len(unwanted), len(new))

    def _waits_to_be_tried_again(self, turn_id: str) -> bool:
        job = self._jobs.find(turn_id)
        return job is not None and job.state == "waiting"

    def _under_way(self) -> Iterable[_Asked]:
        for job in self._jobs.under_way:
            parent = job.wish.parent
            yield _Asked(job.id, job.wish.conversation_id, parent.id if parent is not None else None)

    def _waiting(self) -> Iterable[_Asked]:
        for each in self._recovery.waiting:
            parent = each.wish.get("parent")
            yield _Asked(each.id, str(each.wish.get("conversation")), parent if isinstance(parent, str) else None)


def _look(library: Library, asked: Iterable[_Asked]) -> _Found:
    forest = library.forest
    with library.transaction():
        begun = {each: forest.is_in_trash(each.turn_id) for each in asked}
        away = [each.turn_id for each, is_there in begun.items() if is_there is None and forest.is_put_away(*each)]
        there = [each for each, is_there in begun.items() if is_there]
        gone = [each.turn_id for each in there if forest.is_put_away(each.turn_id, each.conversation_id, each.turn_id)]
    return _Found(frozenset(away), frozenset(each.turn_id for each in there), frozenset(gone))
