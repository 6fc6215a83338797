"""Searching everything: what is typed is looked up, and what is chosen is done or gone to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from studio.ui.actions import Action, Place, actions_in
from studio.ui.palette.entries import Entry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.library.records import ConversationSummary
    from studio.library.search import FoundImage, FoundTurn
    from studio.ui.commands import Commands
    from studio.ui.palette.palette import Palette
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words
    from studio.workbench.everything import Everything, Found

_MOST_COMMANDS = 6
_COMMON = (
    Action.NEW_CONVERSATION,
    Action.AGAIN,
    Action.COMPARE_MODE,
    Action.GALLERY_ONLY,
    Action.SETTINGS,
    Action.KEYS,
)


class Searching(QObject):
    """Opens the palette and answers it; commands it runs, the rest it asks for."""

    conversation_wanted = Signal(str)
    """The conversation with this id is to be opened."""
    turn_wanted = Signal(str, str)
    """This conversation is to be opened at this turn."""
    image_wanted = Signal(object)
    """This Image is to be shown large."""

    def __init__(
        self, commands: Commands, everything: Everything, thumbnails: MakesThumbnails, words: Words, window: QWidget
    ) -> None:
        super().__init__(window)
        self._commands = commands
        self._everything = everything
        self._thumbnails = thumbnails
        self._words = words
        self._window = window
        everything.found.connect(self._on_found)

    def open_below(self, above: QWidget) -> None:
        """Let everything be searched."""
        self._palette.open_below(above)

    @cached_property
    def _palette(self) -> Palette:
        from studio.ui.palette.palette import Palette

        palette = Palette(self._thumbnails, self._window)
        palette.asked.connect(self._everything.ask)
        palette.left.connect(self._everything.stop)
        # Once the palette is gone and the window has its focus back.
        palette.chosen.connect(self._do, Qt.ConnectionType.QueuedConnection)
        return palette

    def _on_found(self, found: Found) -> None:
        commands = self._commands_with(found.text)
        conversations = [self._of_conversation(each) for each in found.conversations]
        turns = [self._of_turn(each) for each in found.turns]
        images = [self._of_image(each) for each in found.images]
        entries = [*commands, *conversations, *turns, *images] if found.text else [*conversations, *commands]
        self._palette.show_entries(found.text, entries)

    def _commands_with(self, text: str) -> list[Entry]:
        """The commands that can be given now and have these words; without words, those that are given often."""
        words = text.casefold().split()
        offered = actions_in(Place.WINDOW) if words else _COMMON
        entries = [
            self._of_command(each)
            for each in offered
            if each is not Action.SEARCH and self._commands.action(each).isEnabled()
        ]
        having = [each for each in entries if all(word in each.title.casefold() for word in words)]
        return sorted(having, key=lambda each: _distance(each.title, words))[:_MOST_COMMANDS]

    def _of_command(self, action: Action) -> Entry:
        title = self._commands.action(action).text().replace("&&", "&").rstrip("…")
        key = QKeySequence(action.keys[0]) if action.keys else None
        return Entry("command", title, icon=action.icon, key=key, action=action)

    def _of_conversation(self, summary: ConversationSummary) -> Entry:
        conversation = summary.conversation
        when = self._words.when(conversation.updated)
        when = self._archived(when) if conversation.archived is not None else when
        return Entry("conversation", conversation.title, when, "edit", None, None, conversation.id, summary.image)

    def _of_turn(self, turn: FoundTurn) -> Entry:
        when = self._words.when(turn.created)
        return Entry(
            "turn",
            turn.snippet.text,
            self._archived(when) if turn.is_archived else when,
            "branch",
            conversation_id=turn.conversation_id,
            image=turn.images[0] if turn.images else None,
            turn_id=turn.id,
            within=turn.title,
            marks=turn.snippet.marks,
        )

    def _of_image(self, found: FoundImage) -> Entry:
        title = found.snippet.text or self.tr("Image")
        when = self._words.when(found.image.created)
        return Entry("image", title, when, "image", image=found.image, marks=found.snippet.marks)

    def _archived(self, when: str) -> str:
        return self.tr("Archived · {when}").format(when=when)

    def _do(self, entry: Entry) -> None:
        if entry.action is not None:
            self._commands.action(entry.action).trigger()
        elif entry.turn_id:
            self.turn_wanted.emit(entry.conversation_id, entry.turn_id)
        elif entry.conversation_id:
            self.conversation_wanted.emit(entry.conversation_id)
        elif entry.image is not None:
            self.image_wanted.emit(entry.image)


def _distance(title: str, words: list[str]) -> int:
    """How far the words are from being meant: those that begin a word of the title are nearest."""
    begun = title.casefold().split()
    return sum(not any(each.startswith(word) for each in begun) for word in words)
