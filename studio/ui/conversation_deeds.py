"""What can be done with whole conversations, each deed named, told and able to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.library.exchange.taking_in import Imported
    from studio.library.records import Conversation
    from studio.workbench.edits import Edits
    from studio.workbench.undo import Ended, Step, Undo

_MOST_STEPS = 200  # as many as can be taken back


class ConversationDeeds(QObject):
    """Does them; `open_id` tells which conversation is open."""

    leaving = Signal(str)
    """The conversation with this id, which is open, is about to leave the list."""
    go_wanted = Signal(str)
    """The conversation with this id is to be opened: it was made, or came back to where one had been."""

    def __init__(
        self, edits: Edits, undo: Undo, open_id: Callable[[], str | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self._open_id = open_id
        self._was_at: dict[Step, str] = {}
        edits.made.connect(self.go_wanted)
        undo.ended.connect(self._on_ended)

    def rename(self, conversation: Conversation, title: str) -> None:
        """Give a conversation another title."""
        self._edits.rename(conversation, title, self.tr("Rename “{title}”").format(title=conversation.title))

    def pin(self, conversation: Conversation) -> None:
        """Let a conversation stand first, or among the others again."""
        pinned = conversation.pinned is None
        text = self.tr("Pin “{title}”") if pinned else self.tr("Unpin “{title}”")
        self._edits.pin(conversation, pinned, text.format(title=conversation.title))

    def archive(self, conversation: Conversation) -> None:
        """Put a conversation into the archive, or take it out."""
        title = conversation.title
        if conversation.archived is not None:
            text = self.tr("Restore “{title}” from the archive").format(title=title)
            said = self.tr("“{title}” is back among the conversations.").format(title=title)
            self._edits.archive(conversation, False, text, said)
            return
        self._leave(conversation)
        text = self.tr("Archive “{title}”").format(title=title)
        said = self.tr("“{title}” is in the archive, below the list.").format(title=title)
        self._remember(self._edits.archive(conversation, True, text, said), conversation.id)

    def trash(self, conversation: Conversation) -> None:
        """Put a conversation into the trash."""
        title = conversation.title
        self._leave(conversation)
        text = self.tr("Move “{title}” to the trash").format(title=title)
        said = self.tr("“{title}” is in the trash. Its images stay in the library.").format(title=title)
        self._remember(self._edits.trash_conversation(conversation, text, said), conversation.id)

    def restore(self, conversation: Conversation) -> None:
        """Take a conversation out of the trash."""
        title = conversation.title
        text = self.tr("Restore “{title}”").format(title=title)
        said = self.tr("“{title}” is back among the conversations.").format(title=title)
        self._edits.restore_conversation(conversation, text, said)

    def duplicate(self, conversation: Conversation) -> None:
        """Make a second conversation of the same turns, and go there."""
        title = conversation.title
        copy = self.tr("{title} (copy)", "a conversation").format(title=title)
        text = self.tr("Duplicate “{title}”").format(title=title)
        said = self.tr("This is a copy of “{title}”: nothing was sent or paid for it.").format(title=title)
        self._remember(self._edits.duplicate(conversation, copy, text, said), self._open_id())

    def fork(self, conversation: Conversation, turn_id: str, number: int) -> None:
        """Make a conversation of its own of the branch that ends at a turn, and go there."""
        title = conversation.title
        branch = self.tr("{title}, from turn {number}", "a conversation").format(title=title, number=number)
        text = self.tr("Fork “{title}” at turn {number}").format(title=title, number=number)
        said = self.tr("This branch is a conversation of its own now; “{title}” stays as it is.").format(title=title)
        self._remember(self._edits.fork(turn_id, branch, text, said), self._open_id())

    def came_in(self, imported: Imported) -> None:
        """Go to a conversation that came out of a file."""
        title, turns = imported.title, imported.turns
        text = self.tr("Import “{title}”").format(title=title)
        if turns == 1:
            said = self.tr("“{title}” was imported, with one turn. What it cost was paid where it comes from.")
        else:
            said = self.tr("“{title}” was imported, with {turns} turns. What they cost was paid where it comes from.")
        if imported.again:
            said = self.tr("“{title}” was here already. It was imported once more, beside the other.")
        step = self._edits.came_in(imported.conversation_id, text, said.format(title=title, turns=turns))
        self._remember(step, self._open_id())

    def _leave(self, conversation: Conversation) -> None:
        if conversation.id == self._open_id():
            self.leaving.emit(conversation.id)

    def _remember(self, step: Step | None, place: str | None) -> None:
        """Note where one was when something was done, to go back there with it."""
        if step is not None and place is not None:
            self._was_at[step] = place
            for oldest in list(self._was_at)[:-_MOST_STEPS]:
                del self._was_at[oldest]

    def _on_ended(self, ended: Ended) -> None:
        place = self._was_at.get(ended.step)
        if place is not None and ended.action == "undo" and ended.error is None:
            self.go_wanted.emit(place)
