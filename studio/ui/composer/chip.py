"""What all chips are: a small picture, a text, and a way to take it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QToolButton, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import OwnKeys, is_pressed
from studio.ui.theme import tokens_of
from studio.ui.widgets.crisp import draw_frame

if TYPE_CHECKING:
    from studio.ui.theme import Tokens

HEIGHT = 32
SIDE = 24

_PAD, _GAP, _CLOSE, _WIDEST = 4, 8, 20, 184


class Chip(QAbstractButton):
    """Painted by itself; `remove_wanted` by its × or Del, `menu_wanted` by a click, `dragged` while it is pulled."""

    remove_wanted = Signal()
    menu_wanted = Signal()
    step_wanted = Signal(int)
    """Go to the chip before (-1) or after (1)."""
    move_wanted = Signal(int)
    """Change places with the chip before or after."""
    dragged = Signal(QPoint)
    """It is held over this place, in global pixels."""
    dropped = Signal(QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted)
        self.clicked.connect(self.menu_wanted)
        font = self.font()
        font.setPixelSize(12)
        self.setFont(font)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName(f"{name}Remove")
        self.close_button.setAutoRaise(True)
        self.close_button.setStyleSheet(
            "QToolButton { min-height: 0; min-width: 0; padding: 0; border: none; background: transparent; }"
        )
        self.close_button.setIcon(icon("close", QGuiApplication.palette(), "faint"))
        self.close_button.setIconSize(QSize(12, 12))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Del does it
        self.close_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.close_button.clicked.connect(self.remove_wanted)
        self._pressed_at: QPoint | None = None
        self._is_dragged = False
        OwnKeys(
            self,
            {
                Action.PREVIOUS_INPUT: lambda: self.step_wanted.emit(-1),
                Action.NEXT_INPUT: lambda: self.step_wanted.emit(1),
                Action.REMOVE_INPUT: self.remove_wanted.emit,
            },
        )

    def sizeHint(self) -> QSize:
        text = min(self.fontMetrics().horizontalAdvance(self.text()) + 2, _WIDEST)
        return QSize(_PAD + SIDE + _GAP + text + 4 + _CLOSE + _PAD, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def text_rect(self) -> QRectF:
        """Where the text stands."""
        x = _PAD + SIDE + _GAP
        return QRectF(x, 0, self.width() - x - 4 - _CLOSE - _PAD, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.close_button.setGeometry(self.width() - _PAD - _CLOSE, (self.height() - _CLOSE) // 2, _CLOSE, _CLOSE)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.OPEN, event):
            self.menu_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed_at is not None and not self._is_dragged:
            far = (at - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
            self._is_dragged = far
        if self._is_dragged:
            self.setDown(False)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._is_dragged, self._pressed_at = self._is_dragged, False, None
        if was_dragged:
            self.unsetCursor()
            self.setDown(False)
            self.dropped.emit(event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        painter.setBrush(QColor(tokens.hover))
        draw_frame(painter, QRectF(self.rect()), self._border(tokens), 1, tokens.radius)
        self._paint_picture(painter, QRectF(_PAD, (self.height() - SIDE) / 2, SIDE, SIDE), tokens)
        self._paint_text(painter, tokens)

    def _border(self, tokens: Tokens) -> str:
        if self.hasFocus():
            return tokens.accent
        return tokens.border if self.underMouse() else tokens.hover

    def _paint_text(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.faint))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, round(self.text_rect.width()))
        painter.drawText(self.text_rect, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_picture(self, painter: QPainter, place: QRectF, _: Tokens) -> None:
        """Paint what stands before the text."""


def paint_thumbnail(painter: QPainter, place: QRectF, pixmap: QPixmap) -> None:
    """Paint the middle of a picture into a square with round corners."""
    path = QPainterPath()
    path.addRoundedRect(place, 4, 4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    side = min(pixmap.width(), pixmap.height())
    source = QRectF(0, 0, side, side)
    source.moveCenter(QPointF(pixmap.width() / 2, pixmap.height() / 2))
    painter.drawPixmap(place, pixmap, source)
    painter.restore()
