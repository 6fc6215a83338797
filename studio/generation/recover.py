"""What a process that is gone left behind, taken into the library: every picture that arrived, every fate unknown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import Charge, GeminiError
from studio.generation.keep import failure_json, read_landed, rescue_landed
from studio.library.landing import Orphan
from studio.library.library import Library
from studio.library.records import Image, Turn

Fate = Literal["kept", "unknown", "never sent"]


class Interrupted(GeminiError):
    """The program ended while the request was under way."""

    charge = Charge.MAYBE
    advice = "Ask again if you want to risk paying twice, or let it go."

    def __init__(self) -> None:
        super().__init__("Studio ended while this request was under way. It may have been charged.")


class NeverSent(GeminiError):
    """The program ended before the request went out."""

    charge = Charge.NO
    advice = "Ask again."

    def __init__(self) -> None:
        super().__init__("Studio ended before this request went out. Nothing was charged.")


@dataclass(frozen=True, slots=True)
class Recovered:
    """One attempt that was left behind, and what became of it."""

    turn: Turn
    fate: Fate
    images: Sequence[Image]


def recover(library: Library, capabilities: Capabilities) -> tuple[Recovered, ...]:
    """Adopt what processes that are gone left in the library; blocks on the disk, safe beside running jobs."""
    found = []
    for orphan in library.landings.orphans():
        with orphan:
            found.append(_adopt(library, capabilities, orphan))
    return tuple(found) + _never_sent(library)


def _adopt(library: Library, capabilities: Capabilities, orphan: Orphan) -> Recovered:
    landed = orphan.landed
    turn = library.turns.get(landed.turn_id)
    host = turn.endpoint.partition("/")[0]
    kept = read_landed(landed, host=host, row=capabilities.row(turn.model), when=library.clock())
    if kept.failure is None:
        # A skeleton that reads as a whole reply is one, even if the process died before it could note so.
        landed = replace(landed, complete=True)
    elif not landed.complete:
        kept = rescue_landed(landed, Interrupted(), state="unknown", when=library.clock())
    committed = library.turns.commit_reply(landed.attempt_id, landed, kept.commit)
    fate: Fate = "kept" if committed.images else "unknown"
    return Recovered(library.turns.get(turn.id), fate, committed.images)


def _never_sent(library: Library) -> tuple[Recovered, ...]:
    failure = failure_json(NeverSent())
    return tuple(
        Recovered(library.turns.get(attempt.turn_id), "never sent", ())
        for attempt in library.landings.never_sent()
        if library.turns.end_attempt(attempt.id, "failed", "none", library.clock(), failure=failure)
    )
