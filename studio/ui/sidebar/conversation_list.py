"""The list of conversations: arrows and clicks open one, F2 renames it, Del moves it to the trash."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyleOptionViewItem, QWidget

from studio.ui.actions import Action
from studio.ui.keys import OwnKeys, is_pressed
from studio.ui.sidebar.conversation_delegate import ConversationDelegate, row_rect
from studio.ui.widgets.empty_state import EmptyState
from studio.workbench.conversations import Conversations

_OPENING_PAUSE = 120  # milliseconds; arrows that are held down do not open each conversation on their way


class ConversationList(QListView):
    """Shows a Conversations model. What is current is open, as soon as the arrows stand still for a moment."""

    opened = Signal(str)
    """The id of the conversation a person went to."""
    activated_again = Signal(QModelIndex)
    """The row on which Enter was pressed, or that was clicked twice."""
    trash_pressed = Signal(QModelIndex)
    """The row on which Del was pressed."""
    menu_wanted = Signal(QModelIndex, QPoint)
    """The row whose menu is wanted, and where on the screen."""

    def __init__(self, model: Conversations, delegate: ConversationDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._wanted: str | None = None  # the conversation that is open, whether its row is there or not
        self._following = False
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_OPENING_PAUSE)
        self._pause.timeout.connect(self._open_current)
        self.blank = EmptyState("conversationsBlank", self.viewport())
        self._dress(delegate)
        # Before the view is told: a row that goes hands being current on to its neighbour, which nobody went to.
        model.rowsAboutToBeRemoved.connect(lambda: self._follow(True))
        self.setModel(model)
        model.rowsRemoved.connect(lambda: self._follow(False))
        OwnKeys(self, {Action.RENAME: self._rename_current, Action.TRASH: self._trash_current})
        self.clicked.connect(self._open_current)
        self.doubleClicked.connect(self.activated_again)
        self.selectionModel().currentChanged.connect(self._on_current)
        model.about_to_refresh.connect(self._hold_still)
        model.loaded.connect(self._on_loaded)

    def select(self, conversation_id: str | None) -> None:
        """Mark the conversation that is open, as soon as its row is there; None marks none. Nothing is emitted."""
        self._wanted = conversation_id
        self._pause.stop()
        self._mark_wanted()

    def neighbour_of(self, conversation_id: str) -> str | None:
        """The conversation below one, or else above it; None where it stands alone or is not there."""
        row = self._model.row_of(conversation_id)
        below, above = self._model.index(row + 1), self._model.index(row - 1)
        beside = self._model.conversation_at(below if below.isValid() else above) if row >= 0 else None
        return beside.id if beside is not None else None

    def edit_title(self, index: QModelIndex) -> None:
        """Let the title of a row be edited."""
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and is_pressed(Action.OPEN, event):
            self._open_current()
            self.activated_again.emit(index)
            return
        super().keyPressEvent(event)

    def _rename_current(self) -> None:
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.state() != self.State.EditingState:
            self.edit(index)

    def _trash_current(self) -> None:
        if self.currentIndex().isValid():
            self.trash_pressed.emit(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._is_on_row(event.position().toPoint()):
            super().mousePressEvent(event)
        else:  # a heading is no row
            event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._is_on_row(event.position().toPoint()):
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        elif not self._is_on_row(event.pos()):
            return
        if index.isValid():
            self.menu_wanted.emit(index, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.blank.setGeometry(self.viewport().rect())

    def _dress(self, delegate: ConversationDelegate) -> None:
        self.setObjectName("conversationList")
        self.setAccessibleName(self.tr("Conversations"))
        self.setItemDelegate(delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)  # F2 is among its own keys
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.verticalScrollBar().setSingleStep(24)
        self.blank.hide()

    def _is_on_row(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        if not index.isValid():
            return False
        option = QStyleOptionViewItem()
        option.rect = self.visualRect(index)
        return row_rect(option, index).contains(place)

    def _follow(self, following: bool) -> None:
        self._following = following

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._following:
            self._pause.start()

    def _open_current(self) -> None:
        self._pause.stop()
        conversation = self._model.conversation_at(self.currentIndex())
        if conversation is not None and not self._model.question.trashed:
            self._wanted = conversation.id
            self.opened.emit(conversation.id)

    def _mark_wanted(self) -> None:
        row = self._model.row_of(self._wanted) if self._wanted else -1
        index = self._model.index(row) if row >= 0 else QModelIndex()
        if index == self.currentIndex() and self.selectionModel().isSelected(index) == index.isValid():
            return
        self._following = True
        self.setCurrentIndex(index)
        if not index.isValid():
            self.clearSelection()
        self._following = False

    def _hold_still(self) -> None:
        """Remember which row is at the top, so that rows coming in above do not push it away."""
        top = self.indexAt(QPoint(self.viewport().width() // 2, 0))
        if self.verticalScrollBar().value() and top.isValid():
            self._anchor = (QPersistentModelIndex(top), self.visualRect(top).top())

    def _on_loaded(self) -> None:
        if self._anchor is not None:
            (row, top), self._anchor = self._anchor, None
            if row.isValid():
                self.doItemsLayout()
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + self.visualRect(self._model.index(row.row())).top() - top)
        if not self.currentIndex().isValid() or not (self._model.question.trashed or self._pause.isActive()):
            self._mark_wanted()
