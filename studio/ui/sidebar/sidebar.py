"""The side of the window with its conversations: a new one, a search, the list, the archive and the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import is_pressed, tip_of
from studio.ui.sentences.shortened import shortened
from studio.ui.sidebar.conversation_delegate import ConversationDelegate
from studio.ui.sidebar.conversation_list import ConversationList
from studio.ui.sidebar.conversation_menu import ConversationMenu
from studio.ui.sidebar.row_words import RowWords
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails, MakesThumbnails
from studio.ui.widgets.button import Button
from studio.ui.widgets.search_field import SearchField
from studio.workbench.conversations import Conversations

if TYPE_CHECKING:
    from studio.library.conversations import Which
    from studio.ui.conversation_deeds import ConversationDeeds
    from studio.ui.words import Words
    from studio.workbench.edits import Edits

_NARROWEST = 208
_LONGEST = 32  # letters of a search that a narrow column can say


class Sidebar(QFrame):
    """Shows conversations and what can be done with them, through `deeds`; `edits` tells what was changed."""

    opened = Signal(str)
    """The id of the conversation a person went to."""
    new_requested = Signal()
    """A new conversation is wanted."""
    file_requested = Signal(object)
    """This Conversation is wanted as one file."""
    story_requested = Signal(object)
    """This Conversation is wanted as Markdown."""
    export_requested = Signal(str)
    """The images of the conversation with this id are wanted in a folder."""

    def __init__(
        self,
        model: Conversations,
        thumbnails: MakesThumbnails,
        edits: Edits,
        deeds: ConversationDeeds,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._deeds = deeds
        self._menu = ConversationMenu(deeds, self)
        row_words = RowWords(words, self)
        model.speak_with(row_words.spoken)
        self._new = Button("newConversationButton", self.tr("New conversation"), "plus", parent=self)
        self._search = SearchField("conversationSearch", self.tr("Search conversations"), self)
        self._search.setToolTip(self.tr("Search titles and prompts"))
        self._list = ConversationList(
            model, ConversationDelegate(AwaitedThumbnails(thumbnails, self), row_words, self), self
        )
        self._where = QLabel(self)
        self._restore = Button("restoreButton", self.tr("Restore"), "undo", parent=self)
        self._archive = Button("conversationArchiveButton", self.tr("Archive"), "archive", "quiet", self)
        self._trash = Button("conversationTrashButton", self.tr("Trash"), "trash", "quiet", self)
        self._lay_out()
        self._connect(edits)
        self._tell()

    def show_current(self, conversation_id: str | None) -> None:
        """Mark the conversation that is open, as soon as its row is there; None marks none."""
        self._list.select(conversation_id)

    def show_kept(self) -> None:
        """Show the conversations, not those in the archive or in the trash."""
        self._archive.setChecked(False)
        self._trash.setChecked(False)

    def show_trash(self) -> None:
        """Show what is in the trash, to look for what is to come back."""
        self._archive.setChecked(False)
        self._trash.setChecked(True)
        self.focus_search()

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
        self._where.setObjectName("conversationsWhere")
        self._where.setProperty("role", "name")
        self._where.setContentsMargins(6, 0, 6, 0)  # above where the rows begin
        self._where.setFixedHeight(self._new.sizeHint().height())
        for button in (self._archive, self._trash):
            button.setCheckable(True)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._archive, 1)
        foot.addWidget(self._trash, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 8)
        layout.setSpacing(8)
        for widget in (self._new, self._where, self._search, self._list, self._restore):
            layout.addWidget(widget)
        layout.addLayout(foot)
        layout.setStretchFactor(self._list, 1)
        self._show_place("kept")

    def _connect(self, edits: Edits) -> None:
        self._new.clicked.connect(self.new_requested)
        self._search.textChanged.connect(self._model.search)
        self._search.textChanged.connect(self._tell)
        self._archive.toggled.connect(lambda on: self._show_list("archived" if on else "kept"))
        self._trash.toggled.connect(lambda on: self._show_list("trashed" if on else "kept"))
        self._restore.clicked.connect(lambda: self._take_out(self._list.currentIndex()))
        self._list.opened.connect(self.opened)
        self._list.activated_again.connect(self._on_activated)
        self._list.trash_pressed.connect(self._on_delete)
        self._list.blank.answered.connect(self._clear_search)
        self._list.menu_wanted.connect(self._show_menu)
        self._list.selectionModel().currentChanged.connect(self._tell)
        self._menu.rename_wanted.connect(lambda each: self._list.edit_title(self._row_of(each.id)))
        self._menu.file_wanted.connect(self.file_requested)
        self._menu.story_wanted.connect(self.story_requested)
        self._menu.images_wanted.connect(lambda each: self.export_requested.emit(each.id))
        self._deeds.leaving.connect(self._go_to_neighbour)
        self._deeds.go_wanted.connect(self.opened)
        self._model.loaded.connect(self._tell)
        self._model.modelReset.connect(self._tell)
        self._model.renamed.connect(self._deeds.rename)
        edits.changed.connect(lambda _: self._model.refresh())  # pictures and turns change what a row shows, too
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
        """Go back one step: from a search to all, from the archive or the trash to the conversations."""
        if self._search.text():
            self._search.clear()
            return True
        if self._model.question.which != "kept":
            self.show_kept()
            return True
        return False

    def _show_list(self, which: Which) -> None:
        self._show_place(which)
        self._model.show_list(which)
        self._tell()

    def _show_place(self, which: Which) -> None:
        """Say which list it is, and name the buttons by what they do: each leads there, and the same one back."""
        kept = which == "kept"
        back = self.tr("Back to conversations")
        archive, trash = self.tr("Archive"), self.tr("Trash")
        for button, name, drawing, own in (
            (self._archive, archive, "archive", "archived"),
            (self._trash, trash, "trash", "trashed"),
        ):
            button.setText(name if kept else back)
            button.set_drawing(drawing if kept else "chevron-left")
            button.setVisible(which in ("kept", own))
        self._where.setText(archive if which == "archived" else trash)
        self._where.setHidden(kept)
        self._new.setVisible(kept)
        self._restore.setHidden(kept)
        self._say_what_lists_hold(which)

    def _say_what_lists_hold(self, which: Which) -> None:
        """Tell what is where, and where the other trash is."""
        put_away = self.tr("Conversations that are put away: out of the list, not in the trash")
        if which == "trashed":
            deleted = self.tr("These conversations are in the trash; images in the trash are in the gallery's menu")
        else:
            deleted = self.tr("Conversations in the trash; images in the trash are in the gallery's menu")
        for button, told in ((self._archive, put_away), (self._trash, deleted)):
            button.setToolTip(told)
            button.setAccessibleDescription(told)

    def _row_of(self, conversation_id: str) -> QModelIndex:
        """Where a conversation stands now: the list may have moved under a menu."""
        return self._model.index(self._model.row_of(conversation_id))

    def _go_to_neighbour(self, conversation_id: str) -> None:
        """Open what stands beside a conversation that is about to leave the list."""
        neighbour = self._list.neighbour_of(conversation_id)
        if neighbour is not None:
            self._list.select(neighbour)
            self.opened.emit(neighbour)

    def _on_activated(self, index: QModelIndex) -> None:
        if self._model.question.trashed:
            self._take_out(index)

    def _on_delete(self, index: QModelIndex) -> None:
        conversation = self._model.conversation_at(index)
        if conversation is not None and not self._model.question.trashed:
            self._deeds.trash(conversation)

    def _take_out(self, index: QModelIndex) -> None:
        """Take a conversation out of the archive, or out of the trash."""
        conversation = self._model.conversation_at(index)
        if conversation is None:
            return
        if self._model.question.trashed:
            self._deeds.restore(conversation)
        else:
            self._deeds.archive(conversation)

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        conversation = self._model.conversation_at(index)
        if conversation is not None:
            self._menu.of(conversation).popup(place)

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
            title = self.tr("Nothing matches “{text}”").replace("{text}", shortened(question.text, _LONGEST))
            advice = self.tr("Every word has to be in the title or in the prompts; their order does not matter.")
            return "search", title, advice, self.tr("Clear the search")
        if question.trashed:
            advice = self.tr("What you move to the trash stays here until you restore it.")
            return "trash", self.tr("The trash is empty"), advice, ""
        if question.which == "archived":
            advice = self.tr("What you archive is out of the list, and is still found by its words.")
            return "archive", self.tr("The archive is empty"), advice, ""
        advice = self.tr("Type a prompt, press Generate, and it is kept here.")
        return "edit", self._none_kept(), advice, ""

    def _none_kept(self) -> str:
        """Say that there is no conversation, or where all of them are."""
        match self._model.put_away:
            case ("archived",):
                return self.tr("All conversations are in the archive")
            case ("trashed",):
                return self.tr("All conversations are in the trash")
            case ("archived", "trashed"):
                return self.tr("All conversations are in the archive or the trash")
        return self.tr("No conversations yet")

    def _clear_search(self) -> None:
        self._search.clear()
        self.focus_search()
