"""Lines that cover whole pixels of the screen, whatever its scale is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen


def on_pixels(painter: QPainter, rect: QRectF) -> QRectF:
    """Return a rectangle moved onto the nearest edges of pixels."""
    to_screen = painter.deviceTransform()
    onto = to_screen.mapRect(rect)
    left, top = round(onto.left()), round(onto.top())
    snapped = QRectF(left, top, round(onto.right()) - left, round(onto.bottom()) - top)
    return to_screen.inverted()[0].mapRect(snapped)


def draw_frame(
    painter: QPainter, rect: QRectF, colour: str, width: float, radius: float, *, dashed: bool = False
) -> None:
    """Stroke a line of about `width` pixels just inside of a rounded rectangle; its brush fills what is within."""
    scale = painter.deviceTransform().m11()
    pen = max(1, round(width * scale)) / scale
    inside = on_pixels(painter, rect).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    line = QPen(QColor(colour), pen)
    if dashed:
        line.setDashPattern([3, 3])
    painter.setPen(line)
    corner = max(0.0, radius - pen / 2)
    painter.drawRoundedRect(inside, corner, corner)
