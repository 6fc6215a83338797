"""The order of a gallery as ids alone, 16 bytes each, so that 100,000 of them are 1.6 MB and found by a byte search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

ID_BYTES = 16


class Change(NamedTuple):
    """Rows that go (`ids` is empty) or come, from row `first` on."""

    first: int
    rows: int
    ids: bytes = b""


class Spine:
    """Ids in their order."""

    def __init__(self, ids: bytes = b"") -> None:
        self._ids = bytearray(ids)

    def __len__(self) -> int:
        return len(self._ids) // ID_BYTES

    def __bytes__(self) -> bytes:
        return bytes(self._ids)

    def id_at(self, row: int) -> str:
        """The id in a row, as 32 hexadecimal digits."""
        return self._ids[row * ID_BYTES : (row + 1) * ID_BYTES].hex()

    def ids(self, start: int, stop: int) -> list[str]:
        """The ids from one row up to another."""
        text, digits = self._ids[start * ID_BYTES : stop * ID_BYTES].hex(), 2 * ID_BYTES
        return [text[at : at + digits] for at in range(0, len(text), digits)]

    def row_of(self, image_id: str, near: int = -1) -> int | None:
        """The row of an id; told at once if it is the row `near`, else searched for."""
        wanted, at = bytes.fromhex(image_id), -1
        if near >= 0 and self._ids[near * ID_BYTES : (near + 1) * ID_BYTES] == wanted:
            return near
        while (at := self._ids.find(wanted, at + 1)) >= 0:
            if at % ID_BYTES == 0:
                return at // ID_BYTES
        return None

    def append(self, ids: bytes) -> None:
        """Add ids at the end."""
        self._ids += ids

    def apply(self, change: Change) -> None:
        """Take rows out or put them in."""
        start = change.first * ID_BYTES
        self._ids[start : start if change.ids else start + change.rows * ID_BYTES] = change.ids


def changes_between(old: bytes, new: bytes) -> tuple[Change, ...] | None:
    """What turns one order into the other, to be applied one after the other; None when what stays was reordered.

    The usual cases, something new in front or a few gone, cost no more than comparing the bytes.
    """
    head = _common_head(old, new)
    tail = _common_tail(old[head:], new[head:])
    old_ids = _split(old[head : len(old) - tail])
    new_ids = _split(new[head : len(new) - tail])
    old_set, new_set = set(old_ids), set(new_ids)
    if [each for each in old_ids if each in new_set] != [each for each in new_ids if each in old_set]:
        return None
    first = head // ID_BYTES
    gone = [Change(first + start, end - start) for start, end in _runs(old_ids, new_set)]
    come = [Change(first + start, end - start, b"".join(new_ids[start:end])) for start, end in _runs(new_ids, old_set)]
    return (*reversed(gone), *come)


def _common_head(one: bytes, other: bytes) -> int:
    """How many bytes of whole ids both begin with."""
    low, high = 0, min(len(one), len(other)) // ID_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        if one[low * ID_BYTES : middle * ID_BYTES] == other[low * ID_BYTES : middle * ID_BYTES]:
            low = middle
        else:
            high = middle - 1
    return low * ID_BYTES


def _common_tail(one: bytes, other: bytes) -> int:
    """How many bytes of whole ids both end with."""
    low, high = 0, min(len(one), len(other)) // ID_BYTES
    while low < high:
        middle = (low + high + 1) // 2
        size, known = middle * ID_BYTES, low * ID_BYTES
        if one[len(one) - size : len(one) - known] == other[len(other) - size : len(other) - known]:
            low = middle
        else:
            high = middle - 1
    return low * ID_BYTES


def _split(ids: bytes) -> list[bytes]:
    return [ids[at : at + ID_BYTES] for at in range(0, len(ids), ID_BYTES)]


def _runs(ids: list[bytes], known: set[bytes]) -> Iterator[tuple[int, int]]:
    """Spans of rows whose ids are not known."""
    start: int | None = None
    for row, each in enumerate(ids):
        if (each in known) is (start is None):
            continue
        if start is None:
            start = row
        else:
            yield start, row
            start = None
    if start is not None:
        yield start, len(ids)
