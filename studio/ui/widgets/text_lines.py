"""Text for own painting: broken into lines that fit, the last one elided when there is more."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption


def lines_of(text: str, font: QFont, width: float, most: int) -> tuple[list[str], bool]:
    """Return at most `most` lines of a text, `width` pixels wide, and whether something was left out."""
    if most <= 0:
        return [], bool(text)
    text = " ".join(text.split())
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(lines) == most - 1 and start + length < len(text):
            lines.append(QFontMetricsF(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
            layout.endLayout()
            return lines, True
        lines.append(text[start : start + length].rstrip())
    layout.endLayout()
    return lines, False


def draw_centred(painter: QPainter, lines: list[str], centre: float, top: float, height: float) -> float:
    """Draw lines of `height` pixels each around a vertical axis; returns where the next one would begin."""
    metrics = QFontMetricsF(painter.font())
    base = (height + metrics.ascent() - metrics.descent()) / 2
    for line in lines:
        painter.drawText(QPointF(round(centre - metrics.horizontalAdvance(line) / 2), round(top + base)), line)
        top += height
    return top
