"""A part of the window at its side: as large as people left it, or folded away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

_MOST = 8192  # pixels that may be remembered; more is no size of a panel


class SidePanel(QWidget):
    """Knows how large it is wanted; whoever lays it out gives it that, or as much as there is.

    `first` is how large it is until somebody draws it, `least` how small it can be drawn.
    """

    changed = Signal()
    """It was folded away, came back, or is wanted in another size."""

    def __init__(self, content: QWidget, *, first: int, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.least = first, least
        self.is_open = True
        self._drawn: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)

    @property
    def wanted(self) -> int:
        """How large it is to be, in pixels, also while it is folded away."""
        return max(self.least, self.first if self._drawn is None else self._drawn)

    @property
    def is_drawn(self) -> bool:
        """Whether somebody chose its size."""
        return self._drawn is not None

    def fold(self, is_open: bool) -> None:
        """Fold it away, or let it come back as large as it was."""
        if is_open != self.is_open:
            self.is_open = is_open
            self.changed.emit()

    def draw_to(self, extent: int) -> None:
        """Make it so large, no smaller than it can be; drawn to less than half of that it folds away."""
        is_open = extent * 2 >= self.least
        if is_open:
            self._drawn = max(self.least, extent)
        self.is_open = is_open
        self.changed.emit()

    def state(self) -> dict[str, object]:
        """How it is, to be remembered."""
        return {"size": self._drawn, "open": self.is_open}

    def restore(self, state: object) -> None:
        """Be as it was remembered; what makes no sense is not taken."""
        if not isinstance(state, dict):
            return
        size, is_open = state.get("size"), state.get("open")
        if type(size) is int and self.least <= size <= _MOST:
            self._drawn = size
        if type(is_open) is bool:
            self.is_open = is_open
        self.changed.emit()
