"""What a process that is gone left behind, taken into the library: every picture that arrived, every fate unknown."""

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from studio.gemini.beside import Source
from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import Interrupted, NeverSent
from studio.generation.elsewhere import missing_links
from studio.generation.forms import holes_of
from studio.generation.keep import CHARGES, failure_json, read_landed, rescue_landed
from studio.library.errors import DiskFull, LibraryError, LibraryInUse
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.library.records import Attempt, EndState, Image, Turn
from studio.profile.saved_connection import SANDBOX

Fate = Literal["kept", "unknown", "never sent", "fetching", "unfetched"]


@dataclass(frozen=True, slots=True)
class Recovered:
    """One attempt that was left behind, and what became of it; `free` when it can have cost nothing."""

    attempt_id: str
    turn: Turn
    fate: Fate
    images: Sequence[Image]
    free: bool = False
    in_trash: bool = False

    @property
    def waits_for_images(self) -> bool:
        """Whether it has come, and links in it may still bring its images: asking again would be paying twice."""
        return self.fate in ("fetching", "unfetched")


def recover(
    library: Library,
    capabilities: Capabilities,
    tell: Callable[[LibraryError], object] = lambda _: None,
    linked: list[Orphan] | None = None,
) -> tuple[Recovered, ...]:
    """Adopt what processes that are gone left in the library; blocks on the disk, safe beside running jobs.

    What cannot be taken in now, for want of room say, is told, left for the next time and keeps nobody from working;
    once another program holds the record, nothing more is tried, for each try would wait for it. A reply whose pictures
    have to be fetched first goes into `linked`, and is to be closed by whoever gave that.
    """
    found: list[Recovered] = []
    try:
        with ExitStack() as held:
            orphans = library.landings.orphans()
            for orphan in orphans:
                held.callback(_close_but, linked, orphan)
            for orphan in orphans:
                found += _if_possible(partial(_take_in, library, capabilities, orphan, linked), tell)
            for attempt in library.landings.abandoned():
                found += _if_possible(partial(_end, library, attempt), tell)
    except (LibraryInUse, DiskFull) as error:
        tell(error)
    return tuple(found)


def _if_possible(work: Callable[[], list[Recovered]], tell: Callable[[LibraryError], object]) -> list[Recovered]:
    try:
        return work()
    except LibraryInUse:
        raise
    except LibraryError as error:
        tell(error)
        return []


def _waits_for_pictures(orphan: Orphan) -> bool:
    landed = orphan.landed
    return bool(missing_links(landed.skeleton, holes_of(landed), landed.folder))


def _close_but(linked: Collection[Orphan] | None, orphan: Orphan) -> None:
    """Give one up, unless it is held on for its pictures."""
    if orphan not in (linked or ()):
        orphan.close()


def _take_in(
    library: Library, capabilities: Capabilities, orphan: Orphan, linked: list[Orphan] | None
) -> list[Recovered]:
    if linked is not None and _waits_for_pictures(orphan):
        linked.append(orphan)
        return []
    if orphan.attempt.sent is not None:
        return [adopt(library, capabilities, orphan)]
    ended = _end(library, orphan.attempt)
    orphan.discard()
    return ended


def left_behind(library: Library, found: Sequence[Recovered]) -> tuple[Recovered, ...]:
    """What was just found and what earlier starts found and nobody has dealt with yet, oldest first. Blocks.

    What went out and can have cost nothing needs no decision, and what may not be written takes none: it is told once.
    What never went out is still to be done, wherever it was to go: like what was queued, it stays until that is so.
    """
    known = {each.attempt_id: each for each in found}
    for attempt in library.unsettled.all():
        known.setdefault(attempt.id, _unsettled(library, attempt))
    free = [each.attempt_id for each in known.values() if each.free and each.fate != "never sent"]
    if free and not library.read_only:
        with suppress(LibraryError):  # then it is told once more
            library.unsettled.settle(free, library.clock())
    return tuple(placed(library, known[attempt_id]) for attempt_id in sorted(known))


def placed(library: Library, each: Recovered) -> Recovered:
    """Return the same, knowing whether its turn or all of its conversation lies in the trash."""
    conversation = library.conversations.get(each.turn.conversation_id)
    return replace(each, in_trash=each.turn.trashed is not None or conversation.trashed is not None)


def _unsettled(library: Library, attempt: Attempt) -> Recovered:
    turn, images = library.turns.get(attempt.turn_id), library.images.of_attempt(attempt.id)
    fate: Fate = "kept" if images else "never sent" if attempt.never_sent else "unknown"
    return Recovered(attempt.id, turn, fate, images, is_free(turn))


def being_fetched(library: Library, orphan: Orphan) -> Recovered:
    """What there is to be said of a reply as long as its pictures are fetched. Blocks."""
    turn = library.turns.get(orphan.attempt.turn_id)
    return placed(library, Recovered(orphan.attempt.id, turn, "fetching", (), is_free(turn)))


def adopt(library: Library, capabilities: Capabilities, orphan: Orphan, lost: Sequence[Source] = ()) -> Recovered:
    """Take what landed into the library; `lost` are those of its links that brought nothing. Blocks."""
    landed = orphan.landed
    turn = library.turns.get(landed.turn_id)
    host = turn.endpoint.partition("/")[0]
    kept = read_landed(landed, host=host, row=capabilities.row(turn.model), when=library.clock(), lost=lost)
    if kept.failure is None:
        # A skeleton that reads as a whole reply is one, even if the process died before it could note so.
        landed = replace(landed, complete=True)
    elif not landed.complete:
        kept = rescue_landed(landed, Interrupted(), state="unknown", when=library.clock())
    if is_free(turn):
        kept = kept.free()
    committed = library.turns.commit_reply(landed.attempt_id, landed, kept.commit)
    fate: Fate = "kept" if committed.images else "unknown"
    return Recovered(landed.attempt_id, library.turns.get(turn.id), fate, committed.images, is_free(turn))


def _end(library: Library, attempt: Attempt) -> list[Recovered]:
    """End an attempt that left nothing on the disk; its row says whether it can have reached a server."""
    failure = NeverSent() if attempt.sent is None else Interrupted()
    turn = library.turns.get(attempt.turn_id)
    if is_free(turn):
        failure.cost_nothing()
    state: EndState = "failed" if attempt.sent is None else "unknown"
    fate: Fate = "never sent" if attempt.sent is None else "unknown"
    charge = CHARGES[failure.charge]
    if not library.turns.end_attempt(attempt.id, state, charge, library.clock(), failure=failure_json(failure)):
        return []  # it was ended by its own process meanwhile
    return [Recovered(attempt.id, library.turns.get(turn.id), fate, (), is_free(turn))]


def is_free(turn: Turn) -> bool:
    """Whether a turn was made by the sandbox, whose name no connection can have."""
    return turn.connection == SANDBOX
