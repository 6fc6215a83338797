"""What turns took and cost, read from their attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studio.library.records import Attempt, Turn


class Cost(NamedTuple):
    """Micro-dollars, None where nothing is known; whether some are only expected, and whether no money is asked for."""

    micros: int | None
    is_estimate: bool = False
    is_free: bool = False


def seconds_of(attempts: Sequence[Attempt]) -> float:
    """From the first attempt's beginning to the last one's end; 0 while none has ended."""
    ends = [attempt.ended for attempt in attempts if attempt.ended is not None]
    return (max(ends) - attempts[0].created) / 1000 if ends else 0.0


def charges_of(turn: Turn | None, attempts: Iterable[Attempt]) -> list[tuple[int, bool]]:
    """Micro-dollars of each attempt that cost, and whether they are only expected."""
    found = []
    for attempt in attempts:
        if attempt.charge == "yes":
            if attempt.actual_micros is not None:
                found.append((attempt.actual_micros, False))
            elif turn is not None and turn.estimate_micros is not None:
                found.append((turn.estimate_micros, True))
    return found


def cost_of(turns: Iterable[tuple[Turn, Sequence[Attempt]]]) -> Cost:
    """What turns with these attempts cost together."""
    charges: list[tuple[int, bool]] = []
    asked_for_money = False
    for turn, attempts in turns:
        charges += charges_of(turn, attempts)
        asked_for_money = asked_for_money or any(attempt.charge != "none" for attempt in attempts)
    if charges:
        return Cost(sum(micros for micros, _ in charges), any(expected for _, expected in charges))
    return Cost(None) if asked_for_money else Cost(0, is_free=True)
