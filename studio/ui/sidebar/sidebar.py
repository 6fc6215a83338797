"""The side of the window with its conversations: a new one, a search, the list, the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import in_menu, is_pressed, tip_of
from studio.ui.sidebar.conversation_delegate import ConversationDelegate
from studio.ui.sidebar.conversation_list import ConversationList
from studio.ui.sidebar.row_words import RowWords
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails, MakesThumbnails
from studio.ui.widgets.button import Button
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.search_field import SearchField
from studio.workbench.conversations import Conversations

if TYPE_CHECKING:
    from studio.library.records import Conversation
    from studio.ui.words import Words
    from studio.workbench.edits import Edits

_NARROWEST = 208
_LONGEST = 32  # letters of a search


class Sidebar(QFrame):
    """Shows conversations and what can be done with them; changes go through `edits`, so that they can be undone."""

    opened = Signal(str)
    """The id of the conversation a person went to."""
    new_requested = Signal()
    """A new conversation is wanted."""
    export_requested = Signal(str)
    """The images of the conversation with this id are wanted in a folder."""

    def __init__(
        self,
        model: Conversations,
        thumbnails: MakesThumbnails,
        edits: Edits,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._edits = edits
        row_words = RowWords(words, self)
        model.speak_with(row_words.spoken)
        self._new = Button("newConversationButton", self.tr("New conversation"), "plus", parent=self)
        self._search = SearchField("conversationSearch", self.tr("Search conversations"), self)
        self._search.setToolTip(self.tr("Search titles and prompts"))
        self._list = ConversationList(
            model, ConversationDelegate(AwaitedThumbnails(thumbnails, self), row_words, self), self
        )
        self._restore = Button("restoreButton", self.tr("Restore"), "undo", parent=self)
        self._trash = Button("conversationTrashButton", self.tr("Trash"), "trash", "quiet", self)
        self._lay_out()
        self._connect()
        self._tell()

    def show_current(self, conversation_id: str | None) -> None:
        """Mark the conversation that is open, as soon as its row is there; None marks none."""
        self._list.select(conversation_id)

    def rename(self, conversation: Conversation, title: str) -> None:
        """Give a conversation another title, so that it can be undone."""
        text = self.tr("Rename “{title}”").format(title=conversation.title)
        self._edits.rename(conversation, title, text)

    def move_to_trash(self, conversation: Conversation) -> None:
        """Put a conversation into the trash, so that it can be undone."""
        self._edits.trash_conversation(
            conversation,
            self.tr("Move “{title}” to the trash").format(title=conversation.title),
            self.tr("“{title}” is in the trash. Its pictures stay in the library.").format(title=conversation.title),
        )

    def leave_trash(self) -> None:
        """Show the conversations, not those in the trash."""
        self._trash.setChecked(False)

    def take_focus(self) -> None:
        """Go to the conversation that is open; where none is, to the search: to go to a row is to open it."""
        there = self._list if self._list.currentIndex().isValid() else self._search
        there.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.LEAVE_SEARCH, event) and self._leave():
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Sidebar"))
        self.setProperty("role", "surface")
        self.setMinimumWidth(_NARROWEST)
        self._new.setToolTip(tip_of(Action.NEW_CONVERSATION))
        self._trash.setCheckable(True)
        self._say_what_trash_holds(trashed=False)
        self._restore.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setSpacing(8)
        for widget in (self._new, self._search, self._list, self._restore, self._trash):
            layout.addWidget(widget)
        layout.setStretchFactor(self._list, 1)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_requested)
        self._search.textChanged.connect(self._model.search)
        self._search.textChanged.connect(self._tell)
        self._trash.toggled.connect(self._show_trash)
        self._restore.clicked.connect(lambda: self._move(self._list.currentIndex()))
        self._list.opened.connect(self.opened)
        self._list.activated_again.connect(self._on_activated)
        self._list.trash_pressed.connect(self._on_delete)
        self._list.blank.answered.connect(self._clear_search)
        self._list.menu_wanted.connect(self._show_menu)
        self._list.selectionModel().currentChanged.connect(self._tell)
        self._model.loaded.connect(self._tell)
        self._model.modelReset.connect(self._tell)
        self._model.renamed.connect(self.rename)
        self._edits.changed.connect(self._on_changed)
        self._search.left.connect(lambda: self._go_to_list(first=False))
        self._search.entered.connect(lambda: self._go_to_list(first=True))

    def _go_to_list(self, *, first: bool) -> None:
        """Go on from the search to what it found, to the first of it or to where one was."""
        if not self._model.rowCount() or (first and not self._model.is_loaded):
            return
        self._list.setFocus(Qt.FocusReason.TabFocusReason)
        if first or not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def _leave(self) -> bool:
        """Go back one step: from a search to all, from the trash to the conversations."""
        if self._search.text():
            self._search.clear()
            return True
        if self._trash.isChecked():
            self._trash.setChecked(False)
            return True
        return False

    def _show_trash(self, trashed: bool) -> None:
        self._say_what_trash_holds(trashed)
        self._trash.set_drawing("chevron-left" if trashed else "trash")
        self._restore.setVisible(trashed)
        self._new.setVisible(not trashed)
        self._model.show_trash(trashed)
        self._tell()

    def _say_what_trash_holds(self, trashed: bool) -> None:
        """Name the button by what it does, and tell where the other trash is."""
        self._trash.setText(self.tr("Back to conversations") if trashed else self.tr("Trash"))
        told = (
            self.tr("These are deleted conversations; deleted pictures are in the gallery's menu")
            if trashed
            else self.tr("Deleted conversations; deleted pictures are in the gallery's menu")
        )
        self._trash.setToolTip(told)
        self._trash.setAccessibleDescription(told)

    def _on_activated(self, index: QModelIndex) -> None:
        if self._model.question.trashed:
            self._move(index)

    def _on_delete(self, index: QModelIndex) -> None:
        if not self._model.question.trashed:
            self._move(index)

    def _move(self, index: QModelIndex) -> None:
        """Into the trash, or out of it where that is what is shown."""
        conversation = self._model.conversation_at(index)
        if conversation is None:
            return
        title = conversation.title
        if self._model.question.trashed:
            self._edits.restore_conversation(
                conversation,
                self.tr("Restore “{title}”").format(title=title),
                self.tr("“{title}” is back among the conversations.").format(title=title),
            )
        else:
            self.move_to_trash(conversation)

    def _on_changed(self, subject: str) -> None:
        # Pictures in the trash change what a row shows as much as its own title does.
        if subject in ("images", "conversations"):
            self._model.refresh()

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = Menu("conversationMenu", self)
        menu.setAccessibleName(self.tr("Conversation"))
        menu.aboutToHide.connect(menu.deleteLater)
        conversation = self._model.conversation_at(index)
        if conversation is None:
            return
        chosen = conversation.id

        def row() -> QModelIndex:  # the list may have moved under the menu
            return self._model.index(self._model.row_of(chosen))

        if self._model.question.trashed:
            self._add(menu, "restoreAction", self.tr("Restore"), "undo").triggered.connect(lambda: self._move(row()))
        else:
            rename = self._add(menu, "renameAction", in_menu(self.tr("Rename"), Action.RENAME), "edit")
            rename.triggered.connect(lambda: self._list.edit_title(row()))
            export = self._add(menu, "exportAction", self.tr("Export images…"), "export")
            export.triggered.connect(lambda: self.export_requested.emit(chosen))
            menu.addSeparator()
            trash = self._add(menu, "trashAction", in_menu(Action.TRASH.text, Action.TRASH), "trash")
            trash.triggered.connect(lambda: self._move(row()))
        menu.popup(place)

    def _add(self, menu: Menu, name: str, text: str, drawing: str) -> QAction:
        action = menu.addAction(icon(drawing, self.palette()), text)
        action.setObjectName(name)
        return action

    def _tell(self) -> None:
        """Say why there are no rows, if there are none."""
        self._restore.setEnabled(self._list.currentIndex().isValid())
        is_blank = self._model.is_loaded and not self._model.rowCount()
        if is_blank:
            drawing, title, advice, button = self._blank_words()
            self._list.blank.show_words(drawing, title, advice, (button,) if button else ())
        self._list.blank.setVisible(is_blank)

    def _blank_words(self) -> tuple[str, str, str, str]:
        question = self._model.question
        if question.text:
            title = self.tr("Nothing matches “{text}”").replace("{text}", _short(question.text))
            advice = self.tr("Every word has to be in the title or in the prompts; their order does not matter.")
            return "search", title, advice, self.tr("Clear the search")
        if question.trashed:
            advice = self.tr("What you move to the trash stays here until you restore it.")
            return "trash", self.tr("The trash is empty"), advice, ""
        advice = self.tr("Type a prompt, press Generate, and it is kept here.")
        return "edit", self.tr("No conversations yet"), advice, ""

    def _clear_search(self) -> None:
        self._search.clear()
        self.focus_search()


def _short(asked: str) -> str:
    """What was searched for, as far as a narrow column can say it."""
    return asked if len(asked) <= _LONGEST else f"{asked[: _LONGEST - 1].rstrip()}…"
