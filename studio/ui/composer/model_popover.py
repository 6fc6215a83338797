"""The models by name, filtered while one types; what is typed can be an id that nobody lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui.icons import icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.search_field import SearchField

_ID, _NOTE, _WARNS = (Qt.ItemDataRole.UserRole + number for number in range(3))
_WIDTH, _ROW, _MOST_ROWS = 432, 32, 10
_PAD, _MARK, _GAP = 8, 16, 12


class ModelChoice(NamedTuple):
    """A model to choose: its id, its name, and what somebody should know before, as a warning or not.

    `advice` is what to do about a warning once it is chosen.
    """

    id: str
    name: str
    note: str = ""
    warns: bool = False
    advice: str = ""


class FetchState(NamedTuple):
    """What is known of the list of a connection, and whether it is being asked."""

    text: str
    is_busy: bool


class ModelPopover(Popover):
    """Enter takes the row that is marked; the arrows move the mark while the cursor stays in the field."""

    chosen = Signal(str)
    fetch_wanted = Signal()
    """The list of the connection is to be fetched."""

    def __init__(self, models: Sequence[ModelChoice], current: str, fetch: FetchState | None, parent: QWidget) -> None:
        super().__init__("modelPopover", parent)
        self.setAccessibleName(self.tr("Model"))
        self._models = models
        self._current = current
        self.edit = _Field("modelEdit", self.tr("Model or its id"), self)
        self.list = QListView(self)
        self._rows = QStandardItemModel(self)
        self._state = QLabel(self)
        self._fetch = Button("fetchModelsButton", self.tr("Fetch the list"), "retry", "quiet", self)
        self._dress()
        self.set_fetch_state(fetch)
        self.edit.textChanged.connect(self._filter)
        self.edit.stepped.connect(self._step)
        self.edit.entered.connect(self._enter)
        self.list.clicked.connect(self._take)
        self._fetch.clicked.connect(self.fetch_wanted)
        self._filter("")

    def set_models(self, models: Sequence[ModelChoice]) -> None:
        """Offer these now; what is typed stays."""
        self._models = models
        self._filter(self.edit.text())

    def set_fetch_state(self, state: FetchState | None) -> None:
        """Say what is known of the connection's own list; None where there is none to fetch."""
        for each in (self._state, self._fetch):
            each.setVisible(state is not None)
        if state is not None:
            self._state.setText(state.text)
            self._fetch.set_busy(state.is_busy)
            self._fetch.setAccessibleDescription(state.text)

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
        layout.addLayout(self._foot())
        self.list.setFixedHeight(max(1, min(len(self._models), _MOST_ROWS)) * _ROW)
        self.setFixedWidth(_WIDTH)

    def _foot(self) -> QHBoxLayout:
        self._fetch.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the field
        self._state.setObjectName("modelListState")
        self._state.setProperty("role", "faint")
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self._state, 1)
        foot.addWidget(self._fetch)
        return foot

    def _filter(self, typed: str) -> None:
        """List what has the words in its name or id; last, unless it is one of them, what was typed itself."""
        self._rows.clear()
        wanted = typed.strip()
        for each in self._models:
            if wanted.casefold() in each.name.casefold() or wanted.casefold() in each.id.casefold():
                self._add(each, ", ".join(part for part in (each.name, each.id, each.note) if part))
        if wanted and all(wanted not in (each.id, each.name) for each in self._models):
            text = self.tr("Use “{id}”").format(id=wanted)
            self._add(ModelChoice(wanted, text), text)
        marked = self._row_of(wanted or self._current)
        self.list.setCurrentIndex(self._rows.index(max(0, marked), 0))

    def _row_of(self, word: str) -> int:
        """The row of this very id or name; -1 where there is none."""
        for row in range(self._rows.rowCount()):
            item = self._rows.item(row)
            if word in (item.data(_ID), item.text()):
                return row if any(item.data(_ID) == each.id for each in self._models) else -1
        return -1

    def _add(self, choice: ModelChoice, spoken: str) -> None:
        item = QStandardItem(choice.name)
        item.setData(choice.id, _ID)
        item.setData(choice.note, _NOTE)
        item.setData(choice.warns, _WARNS)
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)
        item.setData(choice.id == self._current, Qt.ItemDataRole.CheckStateRole)
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
        name, model_id, note = str(index.data()), str(index.data(_ID)), str(index.data(_NOTE) or "")
        left = self._paint_leading(painter, option, inner, name, tokens.text, tokens.body)
        if note:
            colour = tokens.warn if index.data(_WARNS) else tokens.faint
            left = self._paint_leading(painter, option, left, note, colour, tokens.caption)
        if model_id in name:
            return
        font = option.font
        font.setPixelSize(tokens.caption)
        painter.setFont(font)
        painter.setPen(QColor(tokens.faint))
        elided = QFontMetrics(font).elidedText(model_id, Qt.TextElideMode.ElideMiddle, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, elided)

    def _paint_leading(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str, colour: str, size: int
    ) -> QRect:
        """Paint words where the room begins, and return the room that is left behind them."""
        font = option.font
        font.setPixelSize(size)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = QFontMetrics(font)
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, elided)
        taken = metrics.horizontalAdvance(elided) + _GAP
        from_right = option.direction == Qt.LayoutDirection.RightToLeft
        return room.adjusted(0, 0, -taken, 0) if from_right else room.adjusted(taken, 0, 0, 0)

    def sizeHint(self, _: QStyleOptionViewItem, __: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH - 16, _ROW)
