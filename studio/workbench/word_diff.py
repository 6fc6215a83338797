"""How one text becomes another, in words: what stays, what is added, what is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

Kind = Literal["same", "added", "removed"]

# Chinese, Japanese and Thai put no spaces between words: there, each letter counts as one.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
)
_WORDS = re.compile(rf"\s+|[{_UNSPACED}]|[^\W{_UNSPACED}]+|[^\w\s]")
_MOST = 400_000  # pairs of words that are compared; texts beyond that are another text, but for their ends
_LITTLE = 0.35  # of the letters in common, under which nobody sees what changed


class Piece(NamedTuple):
    """A stretch of text, and what becomes of it."""

    kind: Kind
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in order: without what is added they are the old text, without what is removed the new one."""
    head, before, after, tail = _parted(old, new)
    pieces: list[tuple[Kind, str]] = [("same", head), *_compared(before, after), ("same", tail)]
    return tuple(_joined(_without_specks(_joined(pieces))))


def pairs_between(old: str, new: str) -> int:
    """How many pairs of words may have to be compared for a difference: the time it takes goes by that."""
    _, before, after, _ = _parted(old, new)
    return len(before) * len(after)


def is_alike(pieces: Iterable[Piece]) -> bool:
    """Whether two texts have enough in common for the changes to be read one by one."""
    lengths = {"same": 0, "added": 0, "removed": 0}
    for kind, text in pieces:
        lengths[kind] += len(text.strip())
    most = lengths["same"] + max(lengths["added"], lengths["removed"])
    return most == 0 or lengths["same"] / most >= _LITTLE


def _parted(old: str, new: str) -> tuple[str, list[str], list[str], str]:
    """What both begin with, the words that each goes on with, and what both end with."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    inner = before[head : len(before) - tail], after[head : len(after) - tail]
    return "".join(after[:head]), *inner, "".join(after[len(after) - tail :])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Kind, str]]:
    if len(before) * len(after) > _MOST:
        yield "removed", "".join(before)
        yield "added", "".join(after)
        return
    for tag, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[start:end])
        else:
            yield "removed", "".join(before[start:end])
            yield "added", "".join(after[new_start:new_end])


def _without_specks(pieces: Sequence[Piece]) -> Iterator[tuple[Kind, str]]:
    """Take a lone space between two changes along with them: “red hat” becomes “blue cap” at once, not word by word."""
    for number, piece in enumerate(pieces):
        is_speck = piece.kind == "same" and piece.text.isspace() and 0 < number < len(pieces) - 1
        if is_speck:
            yield "removed", piece.text
            yield "added", piece.text
        else:
            yield piece


def _joined(pieces: Iterable[tuple[Kind, str]]) -> list[Piece]:
    """Pieces of one kind that touch as one; of a change, what is taken out comes first."""
    found: list[Piece] = []
    for is_same, run in groupby((each for each in pieces if each[1]), key=lambda each: each[0] == "same"):
        texts: dict[Kind, str] = {"removed": "", "added": "", "same": ""}
        for kind, text in run:
            texts[kind] += text
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("removed", "added")
        found.extend(Piece(kind, texts[kind]) for kind in kinds if texts[kind])
    return found
