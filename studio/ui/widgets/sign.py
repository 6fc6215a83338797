"""A drawing beside words: decoration that follows the theme and the scale; the words say the same."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.icons import SIDE, Tint, icon


class Sign(QWidget):
    """Shows one of resources/icons in a colour of the theme; screen readers pass over it."""

    def __init__(self, drawing: str, tint: Tint = "muted", parent: QWidget | None = None, *, side: int = SIDE) -> None:
        super().__init__(parent)
        self._drawing, self._tint, self._side = drawing, tint, side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_drawing(self, drawing: str) -> None:
        """Show another one."""
        self._drawing = drawing
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._drawing:
            place = QRect(0, 0, self._side, self._side)
            place.moveCenter(self.rect().center())
            icon(self._drawing, self.palette(), self._tint).paint(QPainter(self), place)
