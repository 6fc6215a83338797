"""A quiet light that moves over a place which is being filled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter

from studio.ui.tokens import Tokens

_SECONDS = 1.6  # from one edge to the other
_WIDTH = 0.5  # of the place


def paint_shimmer(painter: QPainter, rect: QRectF, tokens: Tokens, seconds: float) -> None:
    """Paint it where it has come to by a clock; all shimmer of a window moves together."""
    share = seconds % _SECONDS / _SECONDS
    reach = rect.width() * _WIDTH
    left = rect.left() - reach + (rect.width() + 2 * reach) * share - reach / 2
    dark, light = QColor(tokens.hover), QColor(tokens.hover)
    dark.setAlpha(0)
    gradient = QLinearGradient(left, 0, left + reach, 0)
    gradient.setColorAt(0, dark)
    gradient.setColorAt(0.5, light)
    gradient.setColorAt(1, dark)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), tokens.radius - 1, tokens.radius - 1)
