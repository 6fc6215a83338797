"""A ratio as a little shape."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

_LONGEST = 0.8  # of the side of its place
_SHORTEST = 0.2
_LINE, _CORNER = 1.5, 1.5


def draw_ratio(painter: QPainter, place: QRectF, ratio: str | None, colour: str) -> None:
    """Draw the outline of a ratio "W:H" into a square; of None a dashed square: the model chooses."""
    pen = QPen(QColor(colour), _LINE)
    if ratio is None:
        pen.setDashPattern([1.6, 1.6])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRoundedRect(shape_of(ratio, place), _CORNER, _CORNER)
    painter.restore()


def shape_of(ratio: str | None, place: QRectF) -> QRectF:
    """Return the rectangle of a ratio in the middle of a square; a square for what is none."""
    longest, shortest = place.width() * _LONGEST, place.width() * _SHORTEST
    across, _, up = (ratio or "1:1").partition(":")
    try:
        width, height = float(across), float(up)
        scale = longest / max(width, height)
        width, height = width * scale, height * scale
    except (ValueError, ZeroDivisionError):
        width = height = longest
    shape = QRectF(0, 0, max(width, shortest), max(height, shortest))
    shape.moveCenter(QPointF(place.center()))
    return shape
