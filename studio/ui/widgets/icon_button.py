"""A button with a drawing and words that stand 8 pixels apart; a style sheet knows of 4 only."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

_SIDE, _GAP = 16, 8  # pixels of a drawing, and between it and the words
_QTS_GAP = 4  # between the two in what Qt reckons a button to need


class IconButton(QPushButton):
    """Drawing and words together in the middle; in colours and on a ground as the style sheet says.

    `side` is how large the drawing is, in pixels.
    """

    def __init__(self, drawing: QIcon, text: str, parent: QWidget | None = None, *, side: int = _SIDE) -> None:
        super().__init__(drawing, text, parent)
        self.setIconSize(QSize(side, side))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(_GAP - _QTS_GAP, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        icon, text, whole = option.icon, option.text, QRect(self.rect())
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side = self.iconSize().width()
        width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, text).width() + 1
        left = (whole.width() - side - _GAP - width) // 2
        for drawing, words, x, wide in ((icon, "", left, side), (QIcon(), text, left + side + _GAP, width)):
            option.icon, option.text = drawing, words
            place = QRect(x, whole.top(), wide, whole.height())
            option.rect = QStyle.visualRect(self.layoutDirection(), whole, place)
            painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
