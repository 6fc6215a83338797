"""The strokes of a picture in a place: itself, where it stands, a plate for what is not here yet."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap, QTransform

from studio.ui.tokens import Tokens
from studio.ui.widgets.crisp import draw_frame, on_pixels

_CLOSE_ENOUGH = 0.04  # pictures this near to the shape of their place fill it; others stand whole in it


def picture_rect(place: QRectF, size: QSizeF) -> QRectF:
    """Where a picture of this size stands in a place: all of it when the shapes agree, else whole at its top left."""
    if size.isEmpty() or place.isEmpty():
        return place
    ratio = (size.width() / size.height()) / (place.width() / place.height())
    if abs(ratio - 1) < _CLOSE_ENOUGH:
        return place
    fitted = size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    fitted = QSizeF(max(1.0, round(fitted.width())), max(1.0, round(fitted.height())))
    return QRectF(place.topLeft(), fitted)


def paint_picture(painter: QPainter, rect: QRectF, pixmap: QPixmap, radius: float) -> None:
    """Fill a rounded rectangle with a picture, cut at the edges where its shape is a little off."""
    rect = on_pixels(painter, rect)
    width, height = pixmap.width(), pixmap.height()
    scale = max(rect.width() / width, rect.height() / height)
    left = rect.center().x() - width * scale / 2
    top = rect.center().y() - height * scale / 2
    brush = QBrush(pixmap)
    brush.setTransform(QTransform(scale, 0, 0, scale, left, top))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRoundedRect(rect, radius, radius)


def paint_empty(painter: QPainter, rect: QRectF, tokens: Tokens) -> None:
    """A place where no picture is (yet)."""
    painter.setBrush(QColor(tokens.raised))
    draw_frame(painter, rect, tokens.line, 1, tokens.radius)


def paint_draft(painter: QPainter, place: QRectF, pixmap: QPixmap, card: QRectF, tokens: Tokens) -> None:
    """A picture that will be followed by another, and on it the ground for what is told meanwhile."""
    paint_picture(painter, picture_rect(place, QSizeF(pixmap.size())), pixmap, tokens.radius)
    paint_empty(painter, card.intersected(place), tokens)


def paint_outline(painter: QPainter, rect: QRectF, colour: str, offset: float, radius: float) -> None:
    """A ring of 2 px, `offset` px away from a picture; inside of it when that is negative."""
    grown = offset + 2
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw_frame(painter, rect.adjusted(-grown, -grown, grown, grown), colour, 2, radius + grown)
