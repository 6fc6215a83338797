"""One of the things in a segmented choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.ui.widgets.focus_ring import Ringed, draw_focus_ring

if TYPE_CHECKING:
    from studio.ui.widgets.menu_button import Glyph

_HEIGHT, _PAD, _GAP, _GLYPH = 28, 10, 6, 16
_TILE, _TILE_GLYPH = QSize(64, 56), 24
_CLEAR = "#00000000"


class Segment(Ringed, QAbstractButton):
    """A radio button: a shape beside its words, or above them on a tile. Its keys are those of the group."""

    def __init__(
        self, name: str, text: str, parent: QWidget, *, glyph: Glyph | None = None, tile: bool = False
    ) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._is_tile = tile
        self.setObjectName(name)
        self.setText(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = QFont(self.font())
        font.setPixelSize(tokens_of(QGuiApplication.palette()).small)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 1
        if self._is_tile:
            return QSize(max(_TILE.width(), words + 2 * _PAD), _TILE.height())
        glyph = _GLYPH + _GAP if self._glyph else 0
        return QSize(max(_HEIGHT + 4, 2 * _PAD + glyph + words), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._use_by_keys()
        event.ignore()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = tokens_of(self.palette())
        radius = tokens.radius if self._is_tile else tokens.radius_small
        ground, edge = self._ground(tokens)
        painter.setBrush(QColor(ground))
        draw_frame(painter, QRectF(self.rect()), edge, 1, radius)
        self._draw_content(painter, self._ink(tokens))
        if self.is_ringed:
            draw_focus_ring(painter, QRectF(self.rect()), tokens, radius)

    def _ground(self, tokens: Tokens) -> tuple[str, str]:
        """Return the colours of the ground and of the line around it."""
        if self.isDown():
            return tokens.pressed, tokens.border
        if self.isChecked():
            return (tokens.pressed, tokens.border) if self.isEnabled() else (tokens.hover, tokens.edge)
        lit = self.underMouse() and self.isEnabled()
        if self._is_tile:
            return tokens.hover if lit else _CLEAR, tokens.edge if lit else _CLEAR
        return tokens.pressed if lit else _CLEAR, _CLEAR

    def _ink(self, tokens: Tokens) -> str:
        if not self.isEnabled():
            return tokens.faint
        return tokens.text if self.isChecked() or self.underMouse() else tokens.muted

    def _draw_content(self, painter: QPainter, ink: str) -> None:
        painter.setPen(QColor(ink))
        if self._is_tile:
            shape, words = QRect(0, 8, self.width(), _TILE_GLYPH), QRect(0, 34, self.width(), 18)
            square = QRect(0, 0, _TILE_GLYPH, _TILE_GLYPH)
            square.moveCenter(shape.center())
            if self._glyph is not None:
                self._glyph(painter, square, ink)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
            return
        width = self.fontMetrics().horizontalAdvance(self.text()) + 1
        glyph = _GLYPH + _GAP if self._glyph else 0
        x = (self.width() - glyph - width) // 2
        words = QRect(x + glyph, 0, width, self.height())
        if self._glyph is not None:
            square = QRect(x, (self.height() - _GLYPH) // 2, _GLYPH, _GLYPH)
            self._glyph(painter, QStyle.visualRect(self.layoutDirection(), self.rect(), square), ink)
        painter.drawText(
            QStyle.visualRect(self.layoutDirection(), self.rect(), words), Qt.AlignmentFlag.AlignCenter, self.text()
        )
