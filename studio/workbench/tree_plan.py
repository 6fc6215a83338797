"""Where each turn stands in the tree: depth in columns, siblings in rows, as dense as goes without lines that cross."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from studio.workbench.tree import Send, Tree, best_of

if TYPE_CHECKING:
    from studio.library.outline import Outlined


@dataclass(slots=True)
class Spot:
    """A place in the tree with a turn in it, or with the variants of a send as a stack, the best on top.

    `parent` is the index of the spot it follows; `hidden` says how many turns are folded away behind it.
    """

    turn: Outlined
    send: Send
    column: int
    parent: int | None
    row: int = 0
    hidden: int = 0

    @property
    def is_stack(self) -> bool:
        """Whether other variants lie under it."""
        return len(self.send) > 1


class Trunk(NamedTuple):
    """The line down from a spot to the rows of those that follow it; `last` is the row of the lowest."""

    first: int
    last: int
    spot: int


class Plan:
    """Spots in reading order: each one before what follows it."""

    def __init__(self, spots: Sequence[Spot], children: Sequence[Sequence[int]]) -> None:
        self.spots = tuple(spots)
        self.children = tuple(map(tuple, children))
        self.columns = max((spot.column for spot in spots), default=-1) + 1
        self.rows = max((spot.row for spot in spots), default=-1) + 1
        self._index = {turn.id: number for number, spot in enumerate(spots) for turn in spot.send}
        self._by_column: list[list[tuple[int, int]]] = [[] for _ in range(self.columns)]
        for number, spot in enumerate(spots):
            self._by_column[spot.column].append((spot.row, number))
        for column in self._by_column:
            column.sort()
        self._trunks = [list(self._trunks_of(column)) for column in self._by_column]

    @property
    def turns(self) -> int:
        """How many turns are in the spots, those in stacks among them."""
        return len(self._index)

    def index_of(self, turn_id: str) -> int | None:
        """The spot that a turn is in, also under others in a stack; None for one that is folded away."""
        return self._index.get(turn_id)

    def between(self, columns: range, rows: range) -> Iterator[int]:
        """The spots in a part of the tree, column by column."""
        for column in self._by_column[columns.start : columns.stop]:
            for row, number in column[bisect_left(column, (rows.start, -1)) :]:
                if row >= rows.stop:
                    break
                yield number

    def trunks_between(self, columns: range, rows: range) -> Iterator[Trunk]:
        """The lines that begin in these columns and reach into these rows."""
        for trunks in self._trunks[columns.start : columns.stop]:
            at = bisect_left(trunks, (rows.start, -1, -1))
            for trunk in trunks[max(0, at - 1) :]:
                if trunk.first >= rows.stop:
                    break
                if trunk.last >= rows.start:
                    yield trunk

    def at(self, column: int, row: int) -> int | None:
        """The spot in a place."""
        return next(self.between(range(column, column + 1), range(row, row + 1)), None) if column >= 0 else None

    def beside(self, number: int, delta: int) -> int | None:
        """The spot above (-1) or below (1) another one in its column: its siblings come first, then theirs."""
        column = self._by_column[self.spots[number].column]
        place = bisect_left(column, (self.spots[number].row, number)) + delta
        return column[place][1] if 0 <= place < len(column) else None

    def _trunks_of(self, column: Sequence[tuple[int, int]]) -> Iterator[Trunk]:
        """Lines of one column never lie beside each other, so that these are in order by either end."""
        for row, number in column:
            if self.children[number]:
                yield Trunk(row, self.spots[self.children[number][-1]].row, number)


def plan_of(tree: Tree[Outlined], path: Collection[str], current: str | None) -> Plan:
    """Place what is to be seen: variants apart where the path goes through them, nothing behind what is folded.

    What is folded is shown all the same while the current turn is in it.
    """
    spots, children = _spots_of(tree, path, set(tree.above(current)))
    roots = [number for number, spot in enumerate(spots) if spot.parent is None]
    _set_rows(spots, children, roots)
    return Plan(spots, children)


def _spots_of(
    tree: Tree[Outlined], path: Collection[str], opened: Collection[str]
) -> tuple[list[Spot], list[list[int]]]:
    closed = {turn.id for turn in tree.turns.values() if turn.folded and turn.id not in opened}
    spots: list[Spot] = []
    children: list[list[int]] = []
    waiting = _following(tree, (None,), path, 0, None)[::-1]
    while waiting:
        spot = waiting.pop()
        number = len(spots)
        spots.append(spot)
        children.append([])
        if spot.parent is not None:
            children[spot.parent].append(number)
        ids = [turn.id for turn in spot.send]
        if closed.isdisjoint(ids):
            waiting += _following(tree, ids, path, spot.column + 1, number)[::-1]
        else:
            spot.hidden = tree.count_below(ids)
    return spots, children


def _following(
    tree: Tree[Outlined], parents: Sequence[str | None], path: Collection[str], column: int, number: int | None
) -> list[Spot]:
    """What follows these turns, in the spot of this number, as it is to be shown."""
    found: list[Spot] = []
    for parent in parents:
        for send in tree.sends(parent):
            if len(send) == 1:
                found.append(Spot(send[0], send, column, number))
            elif any(turn.id in path for turn in send):
                found += [Spot(turn, (turn,), column, number) for turn in send]
            else:
                found.append(Spot(best_of(send), send, column, number))
    return found


def _set_rows(spots: Sequence[Spot], children: Sequence[Sequence[int]], roots: Sequence[int]) -> None:
    """Let the first to follow stand in the row of what it follows, and each further one in the next row that is free.

    What forks off deeper is placed before what forks off earlier: so it stands nearer, and no line has to cross one.
    """
    free = [0] * (1 + max((spot.column for spot in spots), default=0))
    waiting = list(reversed(roots))
    while waiting:
        chain = [waiting.pop()]
        while following := children[chain[-1]]:
            chain.append(following[0])
        first = spots[chain[0]].column
        row = max(free[first : first + len(chain)])
        free[first : first + len(chain)] = [row + 1] * len(chain)
        for number in chain:
            spots[number].row = row
            waiting.extend(reversed(children[number][1:]))
