"""How a list becomes another one by removing, moving and inserting rows, so that a view keeps what it points at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple


class Change(NamedTuple):
    """Remove or insert rows `first` to `last`, or move row `first` up to be row `last`."""

    kind: Literal["remove", "move", "insert"]
    first: int
    last: int


def changes_between(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The changes, in order, that turn the keys `old` into `new`; each key is there once."""
    rows = list(old)
    wanted = set(new)
    for row in reversed(range(len(rows))):
        if rows[row] not in wanted:
            del rows[row]
            yield Change("remove", row, row)
    known = set(rows)
    fresh = 0  # new keys just passed, which come in together
    for place, key in enumerate([*new, ""]):
        if place < len(new) and key not in known:
            fresh += 1
            continue
        if fresh:
            rows[place - fresh : place - fresh] = new[place - fresh : place]
            yield Change("insert", place - fresh, place - 1)
            fresh = 0
        if place < len(new) and rows[place] != key:
            now = rows.index(key, place)
            rows.insert(place, rows.pop(now))
            yield Change("move", now, place)
