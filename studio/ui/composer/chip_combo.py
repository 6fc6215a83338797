"""A list to choose from that looks like the buttons beside it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from studio.ui.composer.picker_button import HEIGHT
from studio.ui.icons import icon

_CHEVRON, _ROOM = 12, 10


class ChipCombo(QComboBox):
    """As wide as its text, within limits, and narrower where there is no room."""

    def __init__(self, name: str, narrowest: int, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest, self._widest = narrowest, widest
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().horizontalAdvance(self.currentText())
        return QSize(max(self._narrowest, min(text + 2 * _ROOM + _CHEVRON + 12, self._widest)), HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._narrowest, HEIGHT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling past must not change what is paid for

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        x, y = self.width() - _ROOM - _CHEVRON, (self.height() - _CHEVRON) // 2
        icon("chevron-down", QGuiApplication.palette()).paint(painter, x, y, _CHEVRON, _CHEVRON)
