"""Where the steps of a thread stand under each other, most of them without ever having been made; where one reads."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.ui.stage.arrangement import arrange, aspects_of, shape_of, trimmed

if TYPE_CHECKING:
    from studio.workbench.steps import Step

GAP = 28
TOP, BOTTOM = 20, 40
_AT_END = 8
_LETTER = 7.0  # pixels of a letter of a prompt, on average
_PROMPT_LINE, _META, _THUMBS = 20, 28, 60


def key_of(step: Step) -> str:
    """What a step is known by: its first turn."""
    return step.entries[0].id


def has(step: Step, turn_id: str) -> bool:
    """Whether a turn is one of a step's."""
    return any(entry.id == turn_id for entry in step.entries)


def guess_height(step: Step, before: Step | None, width: int) -> int:
    """Return about how high a step will be, for one that nobody has looked at yet."""
    lines = min(8, 1 + int(len(step.prompt) * _LETTER / max(1, width - 120)))
    prompt = max(lines * _PROMPT_LINE, _THUMBS if step.inputs else 0)
    words = step.through.turn.words if step.through.turn is not None else None
    history = 20 if step.decisions else 0
    grid = trimmed(arrange(len(step.entries), shape_of(step, before), width - 8), aspects_of(step)).total + 8
    return prompt + history + grid + _META + (24 if words else 0) + 12


class Guesses:
    """Heights that were guessed: those of a long thread are not to be reckoned anew whenever one of its steps moves."""

    def __init__(self) -> None:
        self._width = 0
        self._known: dict[str, tuple[Step, Step | None, int]] = {}

    def of(self, step: Step, before: Step | None, width: int) -> int:
        """About how high a step is; kept until it, the one before it or the width changes."""
        if width != self._width:
            self._width = width
            self._known.clear()
        key = key_of(step)
        known = self._known.get(key)
        if known is not None and known[0] is step and known[1] is before:
            return known[2]
        height = guess_height(step, before, width)
        self._known[key] = step, before, height
        return height

    def keep(self, steps: Sequence[Step]) -> None:
        """Forget all but these."""
        if len(self._known) > 2 * len(steps):
            self._known.clear()


class Column:
    """Tops and heights of steps, in pixels, by index."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.tops: list[int] = []
        self.total = 0

    def lay(self, keys: Sequence[str], heights: Sequence[int]) -> None:
        """Stand steps of these heights under each other."""
        self.keys, self.tops = tuple(keys), []
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
        return range(self.at(top), self.at(bottom) + 1) if self.keys else range(0)


class Anchor(NamedTuple):
    """What stays where it is: the step `key` (or that with the same `number`), `offset` pixels above the view's top."""

    key: str
    number: int
    offset: int


class Reader:
    """Where somebody reads in a column: at its end, which is followed, or at a place that is kept."""

    def __init__(self) -> None:
        self.follows = True
        self._anchor: Anchor | None = None

    def start(self) -> None:
        """Begin with something else, at its end."""
        self.follows, self._anchor = True, None

    def scrolled(self, column: Column, value: int, maximum: int) -> None:
        """The reader went to a place, `value` pixels down."""
        self.follows = value >= maximum - _AT_END
        self.look(column, value)

    def look(self, column: Column, value: int) -> None:
        """Note what stands at the top of the view; while nothing is shown, what was noted holds."""
        if column.keys:
            number = column.at(value)
            self._anchor = Anchor(column.keys[number], number, value - column.tops[number])

    def hold(self, column: Column, number: int, value: int) -> None:
        """Keep a step where it is, whatever comes after it: it is the one that was touched."""
        if 0 <= number < len(column.keys):
            self.go(column, number, value - column.tops[number])

    def go(self, column: Column, number: int, offset: int) -> None:
        """Let a step stand `offset` pixels above the top of the view."""
        self._anchor, self.follows = Anchor(column.keys[number], number, offset), False

    def place(self, column: Column, maximum: int) -> int:
        """The top of the view that leaves everything where it was."""
        if self._anchor is None or not column.keys:
            return maximum
        known = self._anchor.key in column.keys
        number = column.keys.index(self._anchor.key) if known else min(self._anchor.number, len(column.keys) - 1)
        return column.tops[number] + self._anchor.offset
