"""The strokes of a tile: its picture, its rings, its stars, and the words of a turn without a picture."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from studio.ui.stage.tile_face import Face
from studio.ui.theme import Tokens
from studio.ui.widgets.text_lines import draw_centred, lines_of

PADDING = 12.0
_RING_TURN_SECONDS = 1.2
_CLOSE_ENOUGH = 0.04  # pictures this near to the shape of their tile fill it; others stand whole in it


class Block(NamedTuple):
    """Lines of one font and colour, `height` pixels each."""

    lines: list[str]
    font: QFont
    colour: str
    height: float


class Words(NamedTuple):
    """The words on a tile, as they fit; `cut` says that there is more to read."""

    blocks: list[Block]
    cut: bool

    @property
    def height(self) -> float:
        """Pixels from the first line to the last."""
        return sum(len(block.lines) * block.height for block in self.blocks)


def paint_ring(painter: QPainter, rect: QRectF, tokens: Tokens, seconds: float) -> None:
    """The ring of something under way, turned by the time that has gone."""
    pen = QPen(QColor(tokens.line), 3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    inner = rect.adjusted(2, 2, -2, -2)
    painter.drawEllipse(inner)
    pen.setColor(QColor(tokens.accent))
    painter.setPen(pen)
    turned = seconds % _RING_TURN_SECONDS / _RING_TURN_SECONDS
    painter.drawArc(inner, round((90 - turned * 360) * 16), -120 * 16)


def paint_rating(painter: QPainter, rect: QRectF, rating: int, rejected: str) -> None:
    """Stars in the corner of a picture; the word for a reject."""
    font = QFont(painter.font())
    font.setPixelSize(11)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(rejected) + 12 if rating < 0 else rating * 12 + 8
    plate = QRectF(rect.right() - 6 - width, rect.top() + 6, width, 18)
    if plate.left() < rect.left():
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(plate, 4, 4)
    if rating < 0:
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, rejected)
        return
    painter.setBrush(Qt.GlobalColor.white)
    for number in range(rating):
        painter.drawPath(_star(QPointF(plate.left() + 10 + number * 12, plate.center().y() + 0.5), 5))


def _star(centre: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    for corner in range(10):
        angle = math.pi * corner / 5 - math.pi / 2
        length = radius if corner % 2 == 0 else radius * 0.45
        point = centre + QPointF(math.cos(angle) * length, math.sin(angle) * length)
        path.lineTo(point) if corner else path.moveTo(point)
    path.closeSubpath()
    return path


def words_of(face: Face, font: QFont, tokens: Tokens, width: float, height: float) -> Words:
    """Fit the words of a face into a room: what happened first, then what it cost, then what to do."""
    colour = {"muted": tokens.muted, "warn": tokens.warn, "bad": tokens.bad}[face.tone]
    large = QFont(font)
    large.setPixelSize(13 if width > 240 or not face.is_over else 12)
    small = QFont(font)
    small.setPixelSize(12)
    blocks: list[Block] = []
    cut = False
    parts = (
        (face.title, large, colour, 18.0, 4),
        (face.money, small, tokens.muted, 16.0, 2),
        (face.advice, small, tokens.faint, 16.0, 4),
    )
    for text, used, shade, line, most in parts:
        room = min(most, int(height // line))
        if not text:
            continue
        lines, more = lines_of(text, used, width, room)
        cut = cut or more
        blocks.append(Block(lines, used, shade, line))
        height -= len(lines) * line
    return Words(blocks, cut)


def paint_words(painter: QPainter, words: Words, centre: float, top: float) -> None:
    """Draw fitted words around a vertical axis."""
    for block in words.blocks:
        painter.setFont(block.font)
        painter.setPen(QColor(block.colour))
        top = draw_centred(painter, block.lines, centre, top, block.height)
