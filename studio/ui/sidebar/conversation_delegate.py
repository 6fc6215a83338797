"""How a conversation looks in the list: its newest picture, its title, how many turns it has; and its title edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.crisp import draw_frame
from studio.workbench.conversations import IS_MIXED, SECTION, SUMMARY, TELLS_WHEN

if TYPE_CHECKING:
    from studio.library.records import ConversationSummary, Image
    from studio.ui.sidebar.row_words import RowWords
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

    Index = QModelIndex | QPersistentModelIndex

HEADING = 32
_FIRST_HEADING = 24
_ROW = 44
_GAP = 2
_PAD = 6
_THUMBNAIL = 32
_ASKED = 2 * _THUMBNAIL  # the longer side, for pictures twice as long as they are wide fill the square sharply
_BESIDE = 8
_MARK = 16
_EDITOR = 28


class ConversationDelegate(QStyledItemDelegate):
    """Paints rows, and edits titles: one that is empty is not taken."""

    def __init__(self, thumbnails: AwaitedThumbnails, words: RowWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._words = words

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(0, heading_height(index) + _ROW + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = tokens_of(option.palette)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_heading(painter, option, index, tokens)
        row = row_rect(option, index)
        self._paint_ground(painter, option, row, tokens)
        summary: ConversationSummary = index.data(SUMMARY)
        self._paint_picture(painter, option, _mirrored(option, row, _picture_rect(row)), summary.image, tokens)
        if not _is_edited(option):
            self._paint_text(painter, option, _mirrored(option, row, _text_rect(row)), index, tokens)
        painter.restore()

    def createEditor(self, parent: QWidget, *_: object) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("conversationTitleEdit")
        editor.setAccessibleName(self.tr("Title of the conversation"))
        editor.setMaxLength(200)
        editor.textEdited.connect(lambda: _mark(editor, bad=False))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Rows are read again while someone types: what was typed stays.
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_rect(option, index)
        place = _text_rect(row).adjusted(-6, 0, _PAD - 4, 0)
        place.setTop(row.top() + (row.height() - _EDITOR) // 2)
        place.setHeight(_EDITOR)
        editor.setGeometry(_mirrored(option, row, place))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QLineEdit) and not editor.text().strip():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _commits(event):
                _mark(editor, bad=True)
                editor.setPlaceholderText(self.tr("A title is needed"))
                return True
            if event.type() == QEvent.Type.FocusOut:
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.RevertModelCache)
                return False
        return super().eventFilter(editor, event)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, tokens: Tokens) -> None:
        section = index.data(SECTION)
        if section is None:
            return
        rect: QRect = option.rect
        place = QRect(rect.left() + _PAD, rect.top() + heading_height(index) - 20, rect.width() - 2 * _PAD, 16)
        font = _font(option, 11, QFont.Weight.DemiBold)
        font.setCapitalization(QFont.Capitalization.AllUppercase)
        painter.setFont(font)
        painter.setPen(QColor(tokens.faint))
        _draw(painter, option, place, self._words.heading(section))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, row: QRect, tokens: Tokens) -> None:
        state = option.state
        flag = QStyle.StateFlag
        if state & flag.State_Selected or state & flag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover if state & flag.State_Selected else tokens.raised))
            painter.drawRoundedRect(row, tokens.radius, tokens.radius)
        if state & flag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            draw_frame(painter, row.toRectF(), tokens.accent, 1, tokens.radius)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, image: Image | None, tokens: Tokens
    ) -> None:
        path = QPainterPath()
        path.addRoundedRect(place, tokens.radius_small, tokens.radius_small)
        pixmap = None
        if image is not None:
            pixmap = self._thumbnails.get(image, _ASKED, _painted_on(option))
        if pixmap is None:
            painter.fillPath(path, QColor(tokens.line))
            if image is None:
                icon("image", option.palette, "faint").paint(painter, place.adjusted(8, 8, -8, -8))
            return
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(place, pixmap, _middle(pixmap))
        painter.restore()

    def _paint_text(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, index: Index, tokens: Tokens
    ) -> None:
        summary: ConversationSummary = index.data(SUMMARY)
        selected = option.state & QStyle.StateFlag.State_Selected
        line_of_title = QRect(place.left(), place.top(), place.width(), 18)
        if summary.conversation.is_pinned:
            mark = QRect(line_of_title.right() + 1 - _MARK, place.top() + 1, _MARK, _MARK)
            icon("pin", option.palette, "faint").paint(painter, _mirrored(option, line_of_title, mark))
            line_of_title = _mirrored(option, line_of_title, line_of_title.adjusted(0, 0, -_MARK - 4, 0))
        painter.setFont(_font(option, 13))
        painter.setPen(QColor(tokens.text))
        _draw(painter, option, line_of_title, summary.conversation.title)
        painter.setFont(_font(option, 11))
        painter.setPen(QColor(tokens.muted if selected else tokens.faint))
        archived = summary.conversation.archived is not None and index.data(IS_MIXED)
        line = self._words.line(summary, index.data(TELLS_WHEN), archived=archived)
        _draw(painter, option, QRect(place.left(), place.top() + 18, place.width(), 14), line)


def heading_height(index: Index) -> int:
    """How many pixels a row gives to the heading of the group that begins with it."""
    if index.data(SECTION) is None:
        return 0
    return HEADING if index.row() else _FIRST_HEADING


def row_rect(option: QStyleOptionViewItem, index: Index) -> QRect:
    """The row itself, without its heading and the gap below."""
    rect: QRect = option.rect
    return rect.adjusted(0, heading_height(index), 0, -_GAP)


def _picture_rect(row: QRect) -> QRect:
    return QRect(row.left() + _PAD, row.top() + (_ROW - _THUMBNAIL) // 2, _THUMBNAIL, _THUMBNAIL)


def _text_rect(row: QRect) -> QRect:
    left = row.left() + _PAD + _THUMBNAIL + _BESIDE
    return QRect(left, row.top() + 6, row.right() + 1 - _PAD - left, 32)


def _mirrored(option: QStyleOptionViewItem, row: QRect, place: QRect) -> QRect:
    return QStyle.visualRect(option.direction, row, place)


def _font(option: QStyleOptionViewItem, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    font = QFont(option.font)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def _draw(painter: QPainter, option: QStyleOptionViewItem, place: QRect, text: str) -> None:
    aligned = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, aligned | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, elided)


def _middle(pixmap: QPixmap) -> QRect:
    """The largest square in the middle of a picture, in its own pixels."""
    side = min(pixmap.width(), pixmap.height())
    return QRect((pixmap.width() - side) // 2, (pixmap.height() - side) // 2, side, side)


def _painted_on(option: QStyleOptionViewItem) -> QWidget:
    """What has to be painted again to paint a row: a view shows its rows on a widget of its own."""
    view = option.widget
    return view.viewport() if isinstance(view, QAbstractItemView) else view


def _is_edited(option: QStyleOptionViewItem) -> bool:
    return bool(option.state & QStyle.StateFlag.State_Editing)


def _commits(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def _mark(editor: QLineEdit, *, bad: bool) -> None:
    if editor.property("bad") != bad:
        editor.setProperty("bad", bad)
        editor.style().unpolish(editor)
        editor.style().polish(editor)
