"""The line between two rows that says where what is pulled would stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import tokens_of

_LINE = 2


class DropMark(QWidget):
    """Lies over the rows and lets the pointer through; hidden until it is needed."""

    def __init__(self, rows: QWidget) -> None:
        super().__init__(rows)
        self.setObjectName("dropMark")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, x: int, y: int, width: int) -> None:
        """Appear around a height."""
        self.setGeometry(x, max(0, y - _LINE // 2), width, _LINE)
        self.raise_()
        self.show()

    def paintEvent(self, _: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens_of(self.palette()).accent))
