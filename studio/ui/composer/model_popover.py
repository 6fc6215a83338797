"""The models by name, filtered while one types; what is typed can be an id that nobody lists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.search_field import SearchField

_ID = Qt.ItemDataRole.UserRole
_WIDTH, _ROW, _MOST_ROWS = 368, 32, 10
_PAD, _MARK = 8, 16


class ModelPopover(Popover):
    """Enter takes the row that is marked; the arrows move the mark while the cursor stays in the field."""

    chosen = Signal(str)

    def __init__(self, models: Sequence[tuple[str, str]], current: str, parent: QWidget) -> None:
        """`models` by id and name."""
        super().__init__("modelPopover", parent)
        self.setAccessibleName(self.tr("Model"))
        self._models = models
        self._current = current
        self.edit = _Field("modelEdit", self.tr("Model or its id"), self)
        self.list = QListView(self)
        self._rows = QStandardItemModel(self)
        self._dress()
        self.edit.textChanged.connect(self._filter)
        self.edit.stepped.connect(self._step)
        self.edit.entered.connect(self._enter)
        self.list.clicked.connect(self._take)
        self._filter("")

    def _dress(self) -> None:
        self.list.setObjectName("modelList")
        self.list.setAccessibleName(self.tr("Models"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys come from the field
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setProperty("role", "clear")
        self.list.setModel(self._rows)
        self.list.setItemDelegate(_Rows(self.list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self.edit)
        layout.addWidget(self.list)
        self.list.setFixedHeight(max(1, min(len(self._models), _MOST_ROWS)) * _ROW)
        self.setFixedWidth(_WIDTH)

    def _filter(self, typed: str) -> None:
        """List what has the words in its name or id; last, unless it is one of them, what was typed itself."""
        self._rows.clear()
        wanted = typed.strip()
        for model_id, name in self._models:
            if wanted.casefold() in name.casefold() or wanted.casefold() in model_id.casefold():
                self._add(model_id, name, f"{name}, {model_id}")
        if wanted and all(wanted not in (model_id, name) for model_id, name in self._models):
            text = self.tr("Use “{id}”").format(id=wanted)
            self._add(wanted, text, text)
        marked = self._row_of(wanted or self._current)
        self.list.setCurrentIndex(self._rows.index(max(0, marked), 0))

    def _row_of(self, word: str) -> int:
        """The row of this very id or name; -1 where there is none."""
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            if word in (item.data(_ID), item.text()):
                return row if item.data(_ID) in dict(self._models) else -1
        return -1

    def _add(self, model_id: str, text: str, spoken: str) -> None:
        item = QStandardItem(text)
        item.setData(model_id, _ID)
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        item.setData(model_id == self._current, Qt.ItemDataRole.CheckStateRole)
        self._rows.appendRow(item)

    def _step(self, step: int) -> None:
        row = self.list.currentIndex().row() + step
        self.list.setCurrentIndex(self._rows.index(max(0, min(row, self._rows.rowCount() - 1)), 0))

    def _enter(self) -> None:
        if self.list.currentIndex().isValid():
            self._take(self.list.currentIndex())

    def _take(self, index: QModelIndex) -> None:
        model_id = str(index.data(_ID))
        self.dismiss()
        self.chosen.emit(model_id)


class _Field(SearchField):
    """Tells of the arrows instead of leaving for the list; Esc closes what it stands in."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class _Rows(QStyledItemDelegate):
    """A mark before what is in use, the model's name, and its id behind it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = tokens_of(QGuiApplication.palette())
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(rect, tokens.radius_small, tokens.radius_small)
        inner = rect.adjusted(_PAD, 0, -_PAD, 0)
        if index.data(Qt.ItemDataRole.CheckStateRole):
            mark = QRect(inner.left(), inner.center().y() - _MARK // 2 + 1, _MARK, _MARK)
            icon("check", QGuiApplication.palette(), "accent").paint(
                painter, QStyle.visualRect(option.direction, inner, mark)
            )
        self._paint_words(painter, option, index, inner.adjusted(_MARK + _PAD, 0, 0, 0))
        painter.restore()

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        inner: QRect,
    ) -> None:
        tokens = tokens_of(QGuiApplication.palette())
        inner = QStyle.visualRect(option.direction, option.rect, inner)
        name, model_id = str(index.data()), str(index.data(_ID))
        font = option.font
        font.setPixelSize(tokens.body)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        elided = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideMiddle, inner.width())
        painter.drawText(inner, leading, elided)
        if model_id in name:
            return
        font.setPixelSize(tokens.caption)
        painter.setFont(font)
        painter.setPen(QColor(tokens.faint))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, model_id)

    def sizeHint(self, _: QStyleOptionViewItem, __: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH - 16, _ROW)
