"""A ratio as a little shape."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap

from studio.ui.theme import tokens_of

_SIDE = 16
_LONGEST = 13.0
_SHORTEST = 3.0
_SCALE = 3  # sharp on any screen


def shape_icon(ratio: str | None, palette: QPalette) -> QIcon:
    """Return the outline of a ratio "W:H"; of None a dashed square: the model chooses."""
    pixmap = QPixmap(_SIDE * _SCALE, _SIDE * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(tokens_of(palette).muted), 1.5)
    if ratio is None:
        pen.setDashPattern([1.6, 1.6])
    painter.setPen(pen)
    shape = _shape(ratio)
    painter.drawRoundedRect(shape, 1.5, 1.5)
    painter.end()
    return QIcon(pixmap)


def _shape(ratio: str | None) -> QRectF:
    across, _, up = (ratio or "1:1").partition(":")
    try:
        width, height = float(across), float(up)
        longest = max(width, height)
        width, height = width / longest * _LONGEST, height / longest * _LONGEST
    except (ValueError, ZeroDivisionError):
        width = height = _LONGEST
    shape = QRectF(0, 0, max(width, _SHORTEST), max(height, _SHORTEST))
    shape.moveCenter(QPointF(_SIDE / 2, _SIDE / 2))
    return shape
