"""A part of a ring that goes round: something is under way, for who knows how long."""

from __future__ import annotations

import time

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.motion import moves

_WIDTH = 2
_SPAN = 110  # degrees
_TURNS = 1.0  # in a second


def draw_turning_ring(painter: QPainter, rect: QRectF, colour: str, widget: QWidget) -> None:
    """Draw it where it is now; it stands still where nothing may move."""
    inset = _WIDTH / 2
    start = -round(time.monotonic() * 360 * _TURNS) % 360 if moves(widget) else 90 - _SPAN
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    whole = rect.adjusted(inset, inset, -inset, -inset)
    painter.setOpacity(0.25)
    painter.setPen(QPen(QColor(colour), _WIDTH))
    painter.drawEllipse(whole)
    painter.setOpacity(1)
    painter.setPen(QPen(QColor(colour), _WIDTH, c=Qt.PenCapStyle.RoundCap))
    painter.drawArc(whole, start * 16, _SPAN * 16)
    painter.restore()
