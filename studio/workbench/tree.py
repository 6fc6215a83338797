"""The turns of a conversation as a forest: who follows whom, in which order, and where the way through it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic

from studio.workbench.way import P, Way

if TYPE_CHECKING:
    from studio.library.outline import Outlined

Send = tuple["Outlined", ...]
"""The turns of one click, in their order."""


class Tree(Generic[P]):
    """Turns by their ids; a turn that follows none of the others and is no root is not part of it.

    `stacks` are the ids of sends that have several turns.
    """

    def __init__(self, turns: Iterable[P] = ()) -> None:
        by_id = {turn.id: turn for turn in turns}
        grouped: dict[str | None, dict[str, list[P]]] = {}
        for turn_id in sorted(by_id):
            turn = by_id[turn_id]
            grouped.setdefault(turn.parent_id, {}).setdefault(turn.send_id, []).append(turn)
        self._sends = {parent: tuple(map(tuple, sends.values())) for parent, sends in grouped.items()}
        self.turns = {turn.id: turn for turn in self._reached()}
        self.stacks = frozenset(send[0].send_id for sends in self._sends.values() for send in sends if len(send) > 1)

    def __len__(self) -> int:
        return len(self.turns)

    def sends(self, parent_id: str | None) -> Sequence[tuple[P, ...]]:
        """What follows a turn, or with None the roots: send by send, oldest first."""
        return self._sends.get(parent_id, ())

    def path(self, way: Way) -> tuple[str, ...]:
        """The turns that a way goes through, root first."""
        found: list[str] = []
        parent: str | None = None
        while sends := self.sends(parent):
            send, wanted = sends[-1], way.sends.get(parent)
            if len(sends) > 1 and wanted is not None:
                send = next((each for each in sends if each[0].send_id == wanted), send)
            parent = send[0].id if len(send) == 1 else self.chosen(send, way).id
            found.append(parent)
        return tuple(found)

    def chosen(self, send: Sequence[P], way: Way) -> P:
        """The turn of a send that a way goes through: as last gone, else the first that can be continued."""
        wanted = way.turns.get(send[0].send_id)
        going_on = (turn for turn in send if turn.goes_on)
        return next((turn for turn in send if turn.id == wanted), None) or next(going_on, send[0])

    def above(self, turn_id: str | None) -> Iterator[str]:
        """The turns that a turn follows, nearest first."""
        turn = self.turns.get(turn_id or "")
        while turn is not None and turn.parent_id is not None:
            yield turn.parent_id
            turn = self.turns.get(turn.parent_id)

    def siblings(self, turn: P) -> list[P]:
        """All that follow the same turn, itself included, in their order."""
        return [each for send in self.sends(turn.parent_id) for each in send]

    def count_below(self, turn_ids: Iterable[str]) -> int:
        """How many turns follow these, whether at once or later."""
        waiting, found = list(turn_ids), 0
        while waiting:
            for send in self.sends(waiting.pop()):
                found += len(send)
                waiting.extend(turn.id for turn in send)
        return found

    def _reached(self) -> Iterator[P]:
        waiting: list[str | None] = [None]
        while waiting:
            for send in self.sends(waiting.pop()):
                yield from send
                waiting.extend(turn.id for turn in send)


def best_of(send: Send) -> Outlined:
    """The turn that stands for a send: a starred one, else the one rated highest, else the first with an image."""
    return max(send, key=lambda turn: (turn.starred, _worth(turn)))


def _worth(turn: Outlined) -> float:
    if turn.image is None:
        return -2
    return turn.image.rating or 0
