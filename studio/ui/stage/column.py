"""Where the steps of a thread stand under each other, most of them without ever having been made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.ui.stage.tile_grid import arrange, shape_of

if TYPE_CHECKING:
    from studio.workbench.steps import Step

GAP = 28
TOP, BOTTOM = 20, 40
_LETTER = 7.0  # pixels of a letter of a prompt, on average
_PROMPT_LINE, _META, _THUMBS = 20, 28, 60


class Anchor(NamedTuple):
    """What stays where it is: the step `key` (or that with the same `number`), `offset` pixels above the view's top."""

    key: str
    number: int
    offset: int


def guess_height(step: Step, width: int) -> int:
    """Return about how high a step will be, for one that nobody has looked at yet."""
    lines = min(8, 1 + int(len(step.prompt) * _LETTER / max(1, width - 120)))
    prompt = max(lines * _PROMPT_LINE, _THUMBS if step.inputs else 0)
    words = step.through.turn.words if step.through.turn is not None else None
    history = 20 if step.decisions else 0
    grid = arrange(len(step.entries), shape_of(step), width - 8).total + 8
    return prompt + history + grid + _META + (24 if words else 0) + 12


class Column:
    """Tops and heights of steps, in pixels, by index."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.tops: list[int] = []
        self.heights: list[int] = []
        self.total = 0

    def lay(self, keys: Sequence[str], heights: Sequence[int]) -> None:
        """Stand steps of these heights under each other."""
        self.keys, self.heights, self.tops = tuple(keys), list(heights), []
        top = TOP
        for height in heights:
            self.tops.append(top)
            top += height + GAP
        self.total = top - GAP + BOTTOM if heights else 0

    def at(self, y: int) -> int:
        """The index of the step at a height, the gap under it included; the first for anything above."""
        return max(0, bisect_right(self.tops, y) - 1)

    def between(self, top: int, bottom: int) -> range:
        """The indexes of all steps that reach into a stretch."""
        if not self.keys:
            return range(0)
        return range(self.at(top), self.at(bottom) + 1)

    def anchor_at(self, y: int) -> Anchor | None:
        """What is to stay when `y` is the top of the view."""
        if not self.keys:
            return None
        index = self.at(y)
        return Anchor(self.keys[index], index, y - self.tops[index])

    def place_of(self, anchor: Anchor) -> int:
        """The top of the view that leaves an anchor where it was."""
        if not self.keys:
            return 0
        index = self.keys.index(anchor.key) if anchor.key in self.keys else min(anchor.number, len(self.keys) - 1)
        return self.tops[index] + anchor.offset
