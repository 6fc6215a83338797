"""The parts of the window, gone through by one key: also what Tab comes to late, or never while it floats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QApplication, QWidget


class WindowPart(NamedTuple):
    """One part: whether there is anything in it to go to, what is in it, and how one goes there."""

    is_there: Callable[[], bool]
    holds: Callable[[QWidget], bool]
    enter: Callable[[], object]


class WindowParts:
    """Goes from the part that has the focus to the next or previous one that is there, round and round."""

    def __init__(self, parts: Sequence[WindowPart]) -> None:
        self._parts = tuple(parts)

    def go(self, *, forth: bool) -> None:
        """Give the focus to another part."""
        focus = QApplication.focusWidget()
        here = next((n for n, part in enumerate(self._parts) if focus is not None and part.holds(focus)), None)
        if here is None:  # in nothing that lies in the window: begin at one end of it
            here = -1 if forth else 0
        for step in range(1, len(self._parts) + 1):
            part = self._parts[(here + (step if forth else -step)) % len(self._parts)]
            if part.is_there():
                part.enter()
                return


def part_of(enter: Callable[[], object], *areas: QWidget) -> WindowPart:
    """A part that is where its areas are; the first of them has to be seen for it to be gone to."""
    first = areas[0]
    return WindowPart(
        first.isVisible,
        lambda widget: any(area is widget or area.isAncestorOf(widget) for area in areas),
        enter,
    )
