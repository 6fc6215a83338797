"""A part of the window at its side: as large as people left it, or folded away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

_MOST = 8192  # pixels that may be remembered; more is no size of a panel


class SidePanel(QWidget):
    """Knows how large it is wanted; whoever lays it out gives it that, or as much as there is.

    `first` is how large it is until somebody draws it, `least` how small it can be drawn. A panel that stands now here
    and now there (`turn`) is drawn for each of these ways apart.
    """

    changed = Signal()
    """It was folded away, came back, or is wanted in another size."""

    def __init__(self, content: QWidget, *, first: int, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.least = first, least
        self.is_open = True
        self._way = ""
        self._drawn: dict[str, int] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    @property
    def wanted(self) -> int:
        """How large it is to be, in pixels, also while it is folded away."""
        return max(self.least, self._drawn.get(self._way, self.first))

    def turn(self, way: str, *, first: int, least: int) -> None:
        """Stand another way from now on; nobody is told, whoever lays it out knows."""
        self._way, self.first, self.least = way, first, least

    def fold(self, is_open: bool) -> None:
        """Fold it away, or let it come back as large as it was."""
        if is_open != self.is_open:
            self.is_open = is_open
            self.changed.emit()

    def draw_to(self, extent: int) -> None:
        """Make it so large, no smaller than it can be; drawn to less than half of that it folds away."""
        is_open = extent * 2 >= self.least
        if is_open:
            self._drawn[self._way] = max(self.least, extent)
        self.is_open = is_open
        self.changed.emit()

    def settle(self, fit: Callable[[int], int]) -> None:
        """Be wanted in the size that `fit` makes of what it was drawn to."""
        self._drawn = {way: fit(size) for way, size in self._drawn.items()}
        self.changed.emit()

    def state(self) -> dict[str, object]:
        """How it is, to be remembered."""
        return {"sizes": dict(self._drawn), "open": self.is_open}

    def restore(self, state: object) -> None:
        """Be as it was remembered; what makes no sense is not taken."""
        if not isinstance(state, dict):
            return
        sizes, is_open = state.get("sizes"), state.get("open")
        if isinstance(sizes, dict):
            self._drawn = {way: size for way, size in sizes.items() if type(size) is int and 0 < size <= _MOST}
        if type(is_open) is bool:
            self.is_open = is_open
        self.changed.emit()
