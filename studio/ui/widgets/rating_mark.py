"""The rating on a picture: white stars on a dark plate, or the word for a reject, seen on any picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath

from studio.ui.tokens import Tokens

_HEIGHT, _MARGIN, _STEP = 18, 6, 12


def paint_rating(painter: QPainter, rect: QRectF, rating: int, rejected: str, tokens: Tokens) -> None:
    """Paint a rating, -1 for a reject, into the corner of a picture that is wide enough."""
    font = QFont(painter.font())
    font.setPixelSize(tokens.caption)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(rejected) + 12 if rating < 0 else rating * _STEP + 8
    plate = QRectF(rect.right() - _MARGIN - width, rect.top() + _MARGIN, width, _HEIGHT)
    if plate.left() < rect.left():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.plate))
    painter.drawRoundedRect(plate, tokens.radius_small, tokens.radius_small)
    if rating < 0:
        painter.setPen(QColor(tokens.on_picture))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, rejected)
        return
    painter.setBrush(QColor(tokens.on_picture))
    for number in range(rating):
        painter.drawPath(star(QPointF(plate.left() + 10 + number * _STEP, plate.center().y() + 0.5), 5))


def star(centre: QPointF, radius: float) -> QPainterPath:
    """The outline of a star."""
    path = QPainterPath()
    for corner in range(10):
        angle = math.pi * corner / 5 - math.pi / 2
        length = radius if corner % 2 == 0 else radius * 0.45
        point = centre + QPointF(math.cos(angle) * length, math.sin(angle) * length)
        path.lineTo(point) if corner else path.moveTo(point)
    path.closeSubpath()
    return path
