"""A small button that says what is chosen and opens the choice above itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from studio.ui.icons import icon

HEIGHT = 30

_PAD, _GAP, _SIDE, _CHEVRON = 10, 6, 16, 12


def above(button: QWidget, size: QSize) -> QPoint:
    """Return where something of this size opens over a button, in global pixels."""
    return button.mapToGlobal(QPoint(0, -size.height() - 4))


class PickerButton(QPushButton):
    """Shows an icon, if it has one, a text and the sign that there is more behind it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bare = False

    def set_bare(self, bare: bool) -> None:
        """Show the icon alone."""
        if bare != self._bare:
            self._bare = bare
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._bare:
            return QSize(HEIGHT, HEIGHT)
        icon_width = 0 if self.icon().isNull() else _SIDE + _GAP
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(2 * _PAD + icon_width + text + _GAP + _CHEVRON, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        if self._bare:
            self._paint_icon(painter, (self.width() - _SIDE) // 2)
            return
        x = _PAD
        if not self.icon().isNull():
            self._paint_icon(painter, x)
            x += _SIDE + _GAP
        right = self.width() - _PAD - _CHEVRON
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(QRect(x, 0, right - _GAP - x, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        icon("chevron-down", QGuiApplication.palette()).paint(
            painter, right, (self.height() - _CHEVRON) // 2, _CHEVRON, _CHEVRON
        )

    def _paint_icon(self, painter: QPainter, x: int) -> None:
        self.icon().paint(painter, QRect(x, (self.height() - _SIDE) // 2, _SIDE, _SIDE))
