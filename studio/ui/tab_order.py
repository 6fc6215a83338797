"""The order in which the Tab key goes through the window: area after area as they are read.

Qt's own is the order in which widgets were made. What is made late, such as a picture shown large, would come last.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from studio.ui.widgets.focus_chain import focus_chain


class TabOrder:
    """Knows the areas of a window in the order of reading; within one of them, Qt's order holds."""

    def __init__(self, window: QWidget, areas: Sequence[QWidget]) -> None:
        self._window = window
        self._areas = tuple(areas)

    def stops(self) -> list[QWidget]:
        """What Tab goes through now; what is in none of the areas comes last."""
        every = [self._window, *focus_chain(self._window)]
        stops = dict.fromkeys(each for each in every if self._is_stop(each))
        ordered = [each for area in self._areas for each in _from(area, every) if each in stops and _is_in(each, area)]
        return list(dict.fromkeys([*ordered, *stops]))

    def go(self, forth: bool) -> bool:
        """Give the focus to the stop after or before, and bring that into sight; False when there is no other."""
        stop = self.beside(QApplication.focusWidget(), forth)
        if stop is None:
            return False
        stop.setFocus(Qt.FocusReason.TabFocusReason if forth else Qt.FocusReason.BacktabFocusReason)
        within = stop.parentWidget()
        while within is not None:  # Qt scrolls only where the focus was in there before
            if isinstance(within, QScrollArea):
                within.ensureWidgetVisible(stop)
            within = within.parentWidget()
        return True

    def enter(self, area: QWidget) -> None:
        """Give the focus to the first stop in an area."""
        stop = next((each for each in self.stops() if _is_in(each, area)), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def beside(self, focus: QWidget | None, forth: bool) -> QWidget | None:
        """The stop after or before the one that has the focus; None when there is no other."""
        stops = self.stops()
        at = next((place for place, stop in enumerate(stops) if stop is focus), None)
        if at is None:
            return self._near(focus, stops, forth)
        found = stops[(at + (1 if forth else -1)) % len(stops)]
        return found if found is not focus else None

    def _near(self, focus: QWidget | None, stops: list[QWidget], forth: bool) -> QWidget | None:
        """From what is no stop itself, such as a clicked thread: the first or last one in its area, else of all."""
        area = next((each for each in self._areas if focus is not None and _is_in(focus, each)), None)
        inside = [stop for stop in stops if area is not None and _is_in(stop, area)] or stops
        return (inside[0] if forth else inside[-1]) if inside else None

    def _is_stop(self, widget: QWidget) -> bool:
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        return bool(policy) and widget.isEnabled() and widget.isVisibleTo(self._window) and not widget.isWindow()


def _from(widget: QWidget, every: Sequence[QWidget]) -> Sequence[QWidget]:
    """Once around Qt's order, from a widget on."""
    at = next((place for place, each in enumerate(every) if each is widget), 0)
    return [*every[at:], *every[:at]]


def _is_in(widget: QWidget, area: QWidget) -> bool:
    return widget is area or area.isAncestorOf(widget)
