"""What can be done with a row of the list of conversations, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import in_menu
from studio.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from studio.library.records import Conversation
    from studio.ui.conversation_deeds import ConversationDeeds


class ConversationMenu(QObject):
    """Makes menus; deeds that are not of the record are asked for by signals."""

    rename_wanted = Signal(object)
    """The title of this Conversation is to be typed."""
    file_wanted = Signal(object)
    """This Conversation is wanted as one file."""
    story_wanted = Signal(object)
    """This Conversation is wanted as Markdown."""
    images_wanted = Signal(object)
    """The images of this Conversation are wanted in a folder."""

    def __init__(self, deeds: ConversationDeeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._widget = parent

    def of(self, conversation: Conversation) -> Menu:
        """A menu for a conversation, to be shown with `popup`; it goes away by itself."""
        menu = Menu("conversationMenu", self._widget)
        menu.setAccessibleName(self.tr("Conversation"))
        menu.aboutToHide.connect(menu.deleteLater)
        deeds = self._deeds

        def add(name: str, text: str, drawing: str, do: Callable[[], object]) -> None:
            action = menu.addAction(icon(drawing, self._widget.palette()), text)
            action.setObjectName(name)
            action.triggered.connect(do)

        if conversation.trashed is not None:
            add("restoreAction", self.tr("Restore"), "undo", lambda: deeds.restore(conversation))
            return menu
        is_archived, is_pinned = conversation.archived is not None, conversation.pinned is not None
        rename, trash = in_menu(self.tr("Rename"), Action.RENAME), in_menu(Action.TRASH.text, Action.TRASH)
        pin, copy = self.tr("Unpin") if is_pinned else self.tr("Pin"), self.tr("Duplicate")
        archive = self.tr("Restore from the archive") if is_archived else self.tr("Archive")
        add("renameAction", rename, "edit", lambda: self.rename_wanted.emit(conversation))
        if not is_archived:
            add("pinAction", pin, "pin", lambda: deeds.pin(conversation))
        add("duplicateAction", copy, "copy", lambda: deeds.duplicate(conversation))
        menu.addSeparator()
        add("exportAction", self.tr("Export…"), "export", lambda: self.file_wanted.emit(conversation))
        add("exportStoryAction", self.tr("Export as Markdown…"), "export", lambda: self.story_wanted.emit(conversation))
        add("exportImagesAction", self.tr("Export images…"), "export", lambda: self.images_wanted.emit(conversation))
        menu.addSeparator()
        drawing = "undo" if is_archived else "archive"
        add("archiveAction", archive, drawing, lambda: deeds.archive(conversation))
        add("trashAction", trash, "trash", lambda: deeds.trash(conversation))
        return menu
