"""A chip: a small picture, a text, how far it is, and a way to take it out."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QStyle, QToolButton, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import OwnKeys
from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.enter import PressedByEnter
from studio.ui.widgets.focus_ring import draw_focus_ring
from studio.ui.widgets.turning_ring import draw_turning_ring

HEIGHT = 32
SIDE = 24

State = Literal["ready", "preparing", "failed"]

_PAD, _GAP, _CLOSE, _WIDEST = 4, 8, 20, 184


class Chip(PressedByEnter, QAbstractButton):
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
        font.setPixelSize(tokens_of(QGuiApplication.palette()).small)
        self.setFont(font)
        self._state: State = "ready"
        self.close_button = QToolButton(self)
        self.close_button.setObjectName(f"{name}Remove")
        self.close_button.setAutoRaise(True)
        self.close_button.setProperty("role", "remove")
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
                Action.PREVIOUS_INPUT: lambda: self.step_wanted.emit(self._way(-1)),
                Action.NEXT_INPUT: lambda: self.step_wanted.emit(self._way(1)),
                Action.REMOVE_INPUT: self.remove_wanted.emit,
            },
        )

    @property
    def state(self) -> State:
        """How far it is."""
        return self._state

    def set_state(self, state: State) -> None:
        """Show how far it is; while it is preparing, whoever owns it has it painted anew now and then."""
        self._state = state
        self.update()

    def sizeHint(self) -> QSize:
        text = min(self.fontMetrics().horizontalAdvance(self.text()) + 2, _WIDEST)
        return QSize(_PAD + SIDE + _GAP + text + 4 + _CLOSE + _PAD, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @property
    def text_rect(self) -> QRectF:
        """Where the text stands."""
        x = _PAD + SIDE + _GAP
        place = QRect(x, 0, self.width() - x - 4 - _CLOSE - _PAD, self.height())
        return QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        place = QRect(self.width() - _PAD - _CLOSE, (self.height() - _CLOSE) // 2, _CLOSE, _CLOSE)
        self.close_button.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))
        super().resizeEvent(event)

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
        self._paint_picture(painter, self._picture_place(), tokens)
        self._paint_text(painter, tokens)
        if self.is_ringed:
            draw_focus_ring(painter, QRectF(self.rect()), tokens, tokens.radius)

    def _way(self, step: int) -> int:
        """Which way along the chips a step to the left (-1) or right goes."""
        return -step if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else step

    def _picture_place(self) -> QRectF:
        place = QRect(_PAD, (self.height() - SIDE) // 2, SIDE, SIDE)
        return QRectF(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def _border(self, tokens: Tokens) -> str:
        if self._state == "failed":
            return tokens.bad
        return tokens.border if self.underMouse() and self.isEnabled() else tokens.hover

    def _paint_text(self, painter: QPainter, tokens: Tokens) -> None:
        painter.setPen(QColor(tokens.text if self.isEnabled() else tokens.faint))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, round(self.text_rect.width()))
        painter.drawText(self.text_rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, text)

    def _paint_picture(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        """Paint what stands before the text: a picture, or what there is instead of one."""
        if self._state == "failed":
            icon("warning", QGuiApplication.palette(), "bad").paint(painter, place.adjusted(4, 4, -4, -4).toRect())
            return
        pixmap = self._pixmap()
        if pixmap is not None:
            paint_thumbnail(painter, place, pixmap)
        else:
            self._paint_blank(painter, place, tokens)

    def _paint_blank(self, painter: QPainter, place: QRectF, tokens: Tokens) -> None:
        """Paint the place of a picture that is not there yet."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(place, tokens.radius_small, tokens.radius_small)
        if self._state == "preparing":
            draw_turning_ring(painter, place.adjusted(5, 5, -5, -5), tokens.accent, self)

    def _pixmap(self) -> QPixmap | None:
        """Return the picture, None while there is none."""
        return None


def paint_thumbnail(painter: QPainter, place: QRectF, pixmap: QPixmap) -> None:
    """Paint the middle of a picture into a square with round corners."""
    path = QPainterPath()
    radius = tokens_of(QGuiApplication.palette()).radius_small
    path.addRoundedRect(place, radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(path)
    side = min(pixmap.width(), pixmap.height())
    source = QRectF(0, 0, side, side)
    source.moveCenter(QPointF(pixmap.width() / 2, pixmap.height() / 2))
    painter.drawPixmap(place, pixmap, source)
    painter.restore()
