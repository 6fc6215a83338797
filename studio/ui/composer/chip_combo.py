"""A list to choose from that looks like the buttons beside it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.composer.picker_button import HEIGHT
from studio.ui.icons import icon
from studio.ui.theme import tokens_of

_CHEVRON, _ROOM = 12, 10


class ChipCombo(QComboBox):
    """As wide as its text, within limits, and narrower where there is no room."""

    def __init__(self, name: str, narrowest: int, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest, self._widest = narrowest, widest
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(Rows(self))

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


class Rows(QStyledItemDelegate):
    """Rows that are high enough to hit, and lines between groups of them."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if not _is_line(index):
            super().paint(painter, option, index)
            return
        middle = option.rect.center().y()
        painter.fillRect(
            option.rect.left(), middle, option.rect.width(), 1, QColor(tokens_of(QGuiApplication.palette()).line)
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width() + 2 * _ROOM, 9 if _is_line(index) else 28)


def _is_line(index: QModelIndex | QPersistentModelIndex) -> bool:
    return bool(index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "separator")  # as insertSeparator writes it
