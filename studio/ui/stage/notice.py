"""Words in the middle of a surface where a picture should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from studio.ui.tokens import Tokens
from studio.ui.widgets.text_lines import draw_centred, lines_of

if TYPE_CHECKING:
    from studio.ui.words import Words

_WIDTH = 420
_GAP = 6
_MOST_LINES = 6


class Notice(QObject):
    """Says why a picture cannot be shown."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def what(self, failure: Exception) -> str:
        """One sentence for people."""
        return {
            "PictureMissing": self.tr("The file of this picture is not in its place."),
            "PictureDamaged": self.tr("The file of this picture cannot be shown."),
        }.get(type(failure).__name__) or self._words.error(failure).what

    def paint(self, painter: QPainter, place: QRectF, failure: Exception, tokens: Tokens) -> None:
        """Paint the sentence and the detail, centred; lengths in layout pixels."""
        width, centre = min(_WIDTH, place.width() - 32), place.center().x()
        blocks = []
        for text, size, line, colour in (
            (self.what(failure), 14, 20, tokens.text),
            (str(failure), 11, 16, tokens.muted),
        ):
            font = QFont(painter.font())
            font.setPixelSize(size)
            blocks.append((lines_of(text, font, width, _MOST_LINES)[0], font, line, colour))
        top = place.center().y() - (_GAP + sum(len(lines) * line for lines, _, line, _ in blocks)) / 2
        for lines, font, line, colour in blocks:
            painter.setFont(font)
            painter.setPen(QColor(colour))
            top = draw_centred(painter, lines, centre, top, line) + _GAP
