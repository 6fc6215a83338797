"""The cells of all families as one picture: a title for each family, a line for each row, a label for each cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication

from studio.ui.tokens import Tokens
from tests.gallery.cell import MARGIN

WIDTH = 1440
_EDGE, _FIRST_COLUMN, _GAP, _PITCH = 32, 168, 16, 24
_HEAD, _TITLE, _LABEL = 56, 44, 20
_WIDE = 288  # columns that are further apart are not shared by the rows of a section
_LEFT = _EDGE + _FIRST_COLUMN
_RIGHT = WIDTH - _EDGE

Taken = tuple[str, QImage]


@dataclass(frozen=True)
class Section:
    """A family's title and the pictures of its rows."""

    title: str
    rows: Sequence[tuple[str, Sequence[Taken]]]


class Sheet:
    """Lays out from top to bottom: once to know how tall it becomes, once to paint."""

    def __init__(self, tokens: Tokens, painter: QPainter | None = None) -> None:
        self._tokens = tokens
        self._painter = painter
        self._top = 0

    def lay_out(self, heading: str, sections: Sequence[Section]) -> int:
        """Everything; returns the height it takes."""
        self._write(QRect(_EDGE, 16, WIDTH, 24), heading, self._tokens.text, 15, bold=True)
        self._top = _HEAD
        for section in sections:
            self._line()
            self._write(QRect(_EDGE, self._top + 8, WIDTH, 24), section.title, self._tokens.text, 13, bold=True)
            self._top += _TITLE
            pitches = [_pitch(cells) for _, cells in section.rows]
            shared = max((pitch for pitch in pitches if pitch <= _WIDE), default=0)
            for (title, cells), pitch in zip(section.rows, pitches, strict=True):
                self._row(title, cells, max(pitch, shared))
            self._top += 4
        return self._top

    def _row(self, title: str, cells: Sequence[Taken], pitch: int) -> None:
        """A row's title, then its cells on the columns of the section, in as many lines as they take."""
        middle = self._top + min(32, _size(cells[0][1]).height() - 2 * MARGIN) // 2
        self._write(QRect(_EDGE, middle - 10, _FIRST_COLUMN, 20), title, self._tokens.muted, 12)
        left, tallest = _LEFT, 0
        for label, picture in cells:
            size = _size(picture)
            if left > _LEFT and left + max(size.width() - 2 * MARGIN, _label_width(label)) > _RIGHT:
                self._top, left, tallest = self._top + tallest + _LABEL + _GAP, _LEFT, 0
            self._cell(label, picture, left)
            left += _columns((label, picture), pitch) * pitch
            tallest = max(tallest, size.height() - 2 * MARGIN)
        self._top += tallest + _LABEL + _GAP

    def _cell(self, label: str, picture: QImage, left: int) -> None:
        """A picture, whose margin hangs out of the grid, and its label."""
        under = QRect(left, self._top + _size(picture).height() - 2 * MARGIN + 2, WIDTH, _LABEL)
        if self._painter is not None:
            self._painter.drawImage(QPoint(left - MARGIN, self._top - MARGIN), picture)
        self._write(under, label, self._tokens.faint, 11)

    def _line(self) -> None:
        if self._painter is not None:
            self._painter.fillRect(QRect(_EDGE, self._top, WIDTH - 2 * _EDGE, 1), QColor(self._tokens.line))

    def _write(self, place: QRect, text: str, colour: str, pixels: int, *, bold: bool = False) -> None:
        if self._painter is not None:
            self._painter.setFont(_font(pixels, bold=bold))
            self._painter.setPen(QColor(colour))
            self._painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def make_sheet(heading: str, sections: Sequence[Section], tokens: Tokens) -> QImage:
    """Lay all sections below each other, at the scale their pictures have."""
    scale = sections[0].rows[0][1][0][1].devicePixelRatio()
    height = Sheet(tokens).lay_out(heading, sections)
    sheet = QImage(QSize(WIDTH, height) * scale, QImage.Format.Format_RGB32)
    sheet.setDevicePixelRatio(scale)
    sheet.fill(QColor(tokens.bg))
    with QPainter(sheet) as painter:
        Sheet(tokens, painter).lay_out(heading, sections)
    return sheet


def _pitch(cells: Sequence[Taken]) -> int:
    """How far the columns of a row are apart: as its widest cell wants it, but for those that take several."""
    widths = sorted(_wanted(cell) for cell in cells)
    usual = [width for width in widths if width <= 2 * widths[len(widths) // 2]]
    return -(-usual[-1] // _PITCH) * _PITCH


def _columns(cell: Taken, pitch: int) -> int:
    return -(-_wanted(cell) // pitch)


def _wanted(cell: Taken) -> int:
    return max(_size(cell[1]).width() - 2 * MARGIN, _label_width(cell[0])) + _GAP


def _size(picture: QImage) -> QSize:
    return picture.deviceIndependentSize().toSize()


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _label_width(label: str) -> int:
    return QFontMetrics(_font(11)).horizontalAdvance(label)
