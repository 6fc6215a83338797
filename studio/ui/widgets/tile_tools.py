"""The few most common things to do with a picture, on the picture, while the pointer is on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from studio.ui.icons import SIDE, Tint, icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.tile_look import TileButton

_BUTTON, _MARGIN = 28, 6


class TileTools(QWidget):
    """Buttons with drawings on dark plates; the keyboard has the same in the menu of the picture."""

    pressed = Signal(str)
    """The name of the button."""

    def __init__(self, tools: Sequence[TileButton], parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for tool in tools:
            button = _ToolOnPicture(tool, self)
            button.clicked.connect(partial(self._press, tool.name))
            row.addWidget(button)
        self.resize(self.sizeHint())
        self.hide()

    def show_on(self, rect: QRectF) -> None:
        """Appear in the lower right corner of a picture, if it is large enough not to be covered."""
        if rect.width() < self.width() + 2 * _MARGIN or rect.height() < 2 * _BUTTON + 2 * _MARGIN:
            self.hide()
            return
        corner = rect.bottomRight().toPoint()
        self.move(corner.x() - self.width() - _MARGIN, corner.y() - self.height() - _MARGIN)
        self.show()
        self.raise_()

    def _press(self, name: str) -> None:
        self.pressed.emit(name)


class HoverTools(QObject):
    """Shows tools over the picture of a tile while the pointer is on it; `place` is where the picture is, if any."""

    pressed = Signal(str)
    """The name of the button."""

    def __init__(self, tools: Sequence[TileButton], tile: QWidget, place: Callable[[], QRectF | None]) -> None:
        super().__init__(tile)
        self._wanted = tuple(tools)
        self._tile = tile
        self._place = place
        self._tools: TileTools | None = None
        if self._wanted:
            tile.installEventFilter(self)

    def hide(self) -> None:
        """Go away until the pointer comes again."""
        if self._tools is not None:
            self._tools.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Enter or (kind == QEvent.Type.Resize and self._tile.underMouse()):
            self._show()
        elif kind == QEvent.Type.Leave:
            self.hide()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        place = self._place()
        if place is None:
            return
        if self._tools is None:
            self._tools = TileTools(self._wanted, self._tile)
            self._tools.pressed.connect(self.pressed)
        self._tools.show_on(place)


class _ToolOnPicture(QAbstractButton):
    """One of them; it takes no focus, so that a look around with the pointer does not move it."""

    def __init__(self, tool: TileButton, parent: QWidget) -> None:
        super().__init__(parent)
        self._drawing = tool.drawing
        self.setObjectName(tool.name)
        self.setAccessibleName(tool.spoken)
        self.setToolTip(tool.label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        return QSize(_BUTTON, _BUTTON)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        lit = self.isDown() or self.underMouse()
        tint: Tint = "on_accent" if lit else "on_picture"
        painter.setBrush(QColor(tokens.accent if lit else tokens.plate))
        painter.drawRoundedRect(QRectF(self.rect()), tokens.radius, tokens.radius)
        place = QRect(0, 0, SIDE, SIDE)
        place.moveCenter(self.rect().center())
        icon(self._drawing, self.palette(), tint).paint(painter, place)
