"""How a line of the search of everything looks: a drawing or a small image, its words, and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.ui.icons import icon
from studio.ui.palette.marked_line import paint_marked_line
from studio.ui.palette.results import ENTRY, HEADING
from studio.ui.tokens import tokens_of
from studio.ui.widgets.chip import paint_thumbnail
from studio.ui.widgets.key_hint import cap_of, cap_width, draw_cap

if TYPE_CHECKING:
    from PySide6.QtWidgets import QListView

    from studio.ui.palette.entries import Entry
    from studio.ui.tokens import Tokens
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

ROW, HEADING_ROW = 36, 28

_INSET, _PAD, _GAP, _SIDE, _PICTURE = 4, 8, 10, 16, 24


class EntryDelegate(QStyledItemDelegate):
    """Paints one line, with the heading above the first of its kind."""

    def __init__(self, thumbnails: AwaitedThumbnails, view: QListView) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view

    def sizeHint(self, _: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW + (HEADING_ROW if index.data(HEADING) else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(ENTRY)
        tokens = tokens_of(self._view.palette())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place: QRect = option.rect
        if heading := index.data(HEADING):
            self._paint_heading(painter, QRect(place.topLeft(), QSize(place.width(), HEADING_ROW)), heading, tokens)
            place = place.adjusted(0, HEADING_ROW, 0, 0)
        row = place.adjusted(_INSET, 1, -_INSET, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(QRectF(row), tokens.radius, tokens.radius)
        self._paint_entry(painter, row.adjusted(_PAD, 0, -_PAD, 0), entry, tokens)
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRect, words: str, tokens: Tokens) -> None:
        painter.setFont(_font(self._view.font(), tokens.caption, bold=True))
        painter.setPen(QColor(tokens.faint))
        left = place.adjusted(_INSET + _PAD, 4, -_PAD, 0)
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_entry(self, painter: QPainter, row: QRect, entry: Entry, tokens: Tokens) -> None:
        self._paint_drawing(painter, row, entry)
        right = row.right() + 1
        if entry.key is not None:
            cap = cap_of(entry.key)
            width = round(cap_width(cap, self._view.font()))
            right -= width
            painter.setFont(self._view.font())
            draw_cap(painter, QRectF(right, row.top(), width, row.height()), cap, tokens.muted, tokens.edge)
            right -= _GAP
        self._paint_words(painter, QRect(row.left() + _PICTURE + _GAP, row.top(), 0, row.height()), right, entry)

    def _paint_words(self, painter: QPainter, place: QRect, right: int, entry: Entry) -> None:
        """The title, then what is said of it, which has a third of the room; each cut short where there is none."""
        tokens = tokens_of(self._view.palette())
        detail_font = _font(self._view.font(), tokens.caption)
        metrics = QFontMetrics(detail_font)
        detail = f" · {entry.detail}" if entry.within else entry.detail
        most = (right - place.left()) // 3 - metrics.horizontalAdvance(detail)
        detail = metrics.elidedText(entry.within, Qt.TextElideMode.ElideRight, most) + detail
        width = metrics.horizontalAdvance(detail) + 1 if detail else 0
        place.setRight(right - (width + _GAP if detail else 0) - 1)
        title_font = _font(self._view.font(), tokens.body)
        paint_marked_line(painter, place, entry.title, entry.marks, title_font, tokens)
        if detail:
            painter.setFont(detail_font)
            painter.setPen(QColor(tokens.faint))
            aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRect(right - width, place.top(), width, place.height()), aligned, detail)

    def _paint_drawing(self, painter: QPainter, row: QRect, entry: Entry) -> None:
        place = QRect(row.left(), row.center().y() - _PICTURE // 2 + 1, _PICTURE, _PICTURE)
        viewport = self._view.viewport()
        pixmap = self._thumbnails.get(entry.image, 2 * _PICTURE, viewport) if entry.image is not None else None
        if pixmap is not None:
            paint_thumbnail(painter, QRectF(place), pixmap)
        elif entry.icon:
            inset = (_PICTURE - _SIDE) // 2
            icon(entry.icon, self._view.palette()).paint(painter, place.adjusted(inset, inset, -inset, -inset))


def _font(font: QFont, pixels: int, *, bold: bool = False) -> QFont:
    font = QFont(font)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
