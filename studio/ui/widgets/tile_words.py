"""The words on a tile: as large as there is room, cut where there is too little."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from studio.ui.tokens import Tokens
from studio.ui.widgets.text_lines import draw_centred, lines_of
from studio.ui.widgets.tile_look import TileLook, Tone

_WIDE = 240  # pixels from which a title is as large as other text


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
    def width(self) -> float:
        """Pixels of the longest line."""
        lines = ((QFontMetricsF(block.font), line) for block in self.blocks for line in block.lines)
        return max((metrics.horizontalAdvance(line) for metrics, line in lines), default=0.0)

    @property
    def height(self) -> float:
        """Pixels from the first line to the last."""
        return sum(len(block.lines) * block.height for block in self.blocks)


def words_of(look: TileLook, font: QFont, tokens: Tokens, width: float, height: float) -> Words:
    """Fit the words of a look into a room: what happened first, then what it cost, then what to do."""
    large = _sized(font, tokens.body if width > _WIDE or look.ring else tokens.small)
    small = _sized(font, tokens.small)
    blocks: list[Block] = []
    cut = False
    parts = (
        (look.title, large, colour_of(look.tone, tokens), 18.0, 4),
        (look.second, small, tokens.muted, 16.0, 2),
        (look.third, small, tokens.faint, 16.0, 4),
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


def colour_of(tone: Tone, tokens: Tokens) -> str:
    """The colour of a tone."""
    return {"plain": tokens.text, "muted": tokens.muted, "warn": tokens.warn, "bad": tokens.bad}[tone]


def paint_words(painter: QPainter, words: Words, centre: float, top: float) -> None:
    """Draw fitted words around a vertical axis."""
    for block in words.blocks:
        painter.setFont(block.font)
        painter.setPen(QColor(block.colour))
        top = draw_centred(painter, block.lines, centre, top, block.height)


def _sized(font: QFont, size: int) -> QFont:
    sized = QFont(font)
    sized.setPixelSize(size)
    return sized
