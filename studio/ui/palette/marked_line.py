"""A line of text that is cut short where there is no room, with some of its words standing out."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from studio.ui.palette.entries import Marks
from studio.ui.tokens import Tokens

_DOTS = "…"


def paint_marked_line(painter: QPainter, place: QRect, text: str, marks: Marks, font: QFont, tokens: Tokens) -> None:
    """Paint it from the left, in the middle of the height; words that are marked stand out of quieter ones."""
    layout = _layout(text, marks, font, tokens)
    length = _fit(layout, place.width())
    if length < _units(text):
        room = place.width() - QFontMetrics(font).horizontalAdvance(_DOTS)
        shown = _first(text, _fit(layout, max(0, room))).rstrip()
        layout = _layout(shown + _DOTS, tuple(mark for mark in marks if mark[0] < len(shown)), font, tokens)
        _fit(layout, 2 * place.width())  # fits already, but for a bold letter
    height = layout.boundingRect().height()
    painter.save()
    painter.setClipRect(place)
    painter.setPen(QColor(tokens.muted if marks else tokens.text))
    layout.draw(painter, QPointF(place.left(), place.top() + (place.height() - height) / 2))
    painter.restore()


def _layout(text: str, marks: Marks, font: QFont, tokens: Tokens) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.DemiBold)
    look.setForeground(QColor(tokens.text))
    ranges = []
    for begin, end in marks:
        each = QTextLayout.FormatRange()
        each.start, each.length = _units(text[:begin]), _units(text[begin:end])
        each.format = look
        ranges.append(each)
    layout.setFormats(ranges)
    return layout


def _fit(layout: QTextLayout, width: int) -> int:
    """Lay out one line of this width; how many of Qt's letters stand in it."""
    layout.beginLayout()
    line = layout.createLine()
    if line.isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return line.textLength() if line.isValid() else 0


def _units(text: str) -> int:
    """How many letters Qt counts: those beyond 16 bits twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _first(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
