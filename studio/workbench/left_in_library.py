"""What earlier runs left in the record of a library, found and changed in a worker: everything here blocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.workbench.fetching_left import Waiting

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.generation.recover import Recovered
    from studio.library.errors import LibraryError
    from studio.library.landing import Orphan
    from studio.library.library import Library
    from studio.library.records import QueuedWish


class Found(NamedTuple):
    """What was taken in, what waits for its images, and the attempts that have no end yet."""

    left: Sequence[Recovered] = ()
    waiting: Sequence[Waiting] = ()
    unended: Collection[str] = ()


def found_now(
    library: Library,
    capabilities: Capabilities,
    tell: Callable[[LibraryError], object],
    known: Collection[str],
) -> Found:
    """Take in what was left since; what waits for its images is given back, but for `known` attempts."""
    unended = {each.id for each in library.turns.open_attempts()}
    if not unended:
        return Found()  # as nearly always: no lock is taken, no folder looked through
    from studio.generation.recover import left_behind, recover

    linked: list[Orphan] = []
    found = recover(library, capabilities, tell, linked)
    ids = {each.attempt_id for each in found}
    left = [each for each in left_behind(library, found) if each.attempt_id in ids] if found else []
    waiting = [each for each in (_waiting(library, orphan, known) for orphan in linked) if each is not None]
    return Found(left, waiting, unended - ids)


def _waiting(library: Library, orphan: Orphan, known: Collection[str]) -> Waiting | None:
    from studio.generation.recover import being_fetched

    if orphan.attempt.id in known:
        orphan.close()
        return None
    return Waiting(orphan, being_fetched(library, orphan))


def queue_again(library: Library, wishes: Sequence[QueuedWish]) -> list[QueuedWish]:
    """Write wishes down once more, but for what waits already or was begun meanwhile; those that were written."""
    with library.transaction():
        there = {each.id for each in library.queue.all()}
        wanted = [wish for wish in wishes if wish.id not in there and not library.turns.has(wish.id)]
        library.queue.add(wanted)
    return wanted


def settle_all_of(library: Library, turn_id: str) -> frozenset[str]:
    """Note that a person has dealt with all that became of a turn, or of what it is a copy of; the attempts."""
    attempts = library.turns.attempts(turn_id)
    undecided = [each.id for each in attempts if (each.state == "unknown" or each.never_sent) and each.settled is None]
    if undecided:
        library.unsettled.settle(undecided, library.clock())
    return frozenset(each.id for each in attempts)
