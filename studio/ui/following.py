"""The parts of the window follow the workbench: what is open, under way, spent and connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Action
from studio.workbench.drafts import WHEREVER

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.library.library import Library
    from studio.library.records import Conversation, Spending
    from studio.ui.commands import Commands
    from studio.ui.desk import Desk
    from studio.workbench.bench import Bench

_OF_CONVERSATION = (
    Action.RENAME,
    Action.PIN_CONVERSATION,
    Action.DUPLICATE_CONVERSATION,
    Action.EXPORT_CONVERSATION,
    Action.EXPORT_STORY,
    Action.EXPORT_IMAGES,
    Action.ARCHIVE_CONVERSATION,
    Action.TRASH_CONVERSATION,
)
_OF_TURN = (
    Action.AGAIN,
    Action.EDIT_TURN,
    Action.BRANCH,
    Action.COPY_PROMPT,
    Action.COPY_CURL,
    Action.COPY_PYTHON,
    Action.EXPORT_BRANCH,
)


class Following(QObject):
    """Shows in the parts of a desk what has changed on its bench."""

    def __init__(self, bench: Bench, desk: Desk, commands: Commands, window: QWidget) -> None:
        super().__init__(desk)
        self._bench = bench
        self._desk = desk
        self._commands = commands
        self._window = window
        bench.history.changed.connect(lambda: desk.composer.set_history(bench.history.prompts))
        bench.branch.changed.connect(self._on_branch)
        bench.onward.changed.connect(self._on_branch)
        bench.jobs.added.connect(self._on_jobs)
        bench.jobs.ended.connect(self._on_jobs)
        bench.edits.changed.connect(lambda _: self._on_edited())
        bench.spent.connect(self._on_spent)
        bench.ready.connect(self._on_connections)
        bench.connections.changed.connect(self._on_connections)
        bench.opened.connect(self._on_opened)
        bench.kept_draft.back.connect(self._on_draft_back)
        self._on_branch()
        self._on_jobs()

    def _on_branch(self) -> None:
        """Let everything that goes by the branch follow it."""
        branch, draft = self._bench.branch, self._bench.draft
        draft.conversation_id = branch.conversation_id
        self._bench.inspection.look_from(branch.conversation_id)
        base = self._bench.onward.base
        if base is None:
            draft.continue_from(None)
        else:
            main = [image for image in base.through.images if image.role == "main"]
            draft.continue_from(base.through.turn, base.number, main[-1] if main else None)
        title = branch.conversation.title if branch.conversation else self.tr("New conversation")
        self._desk.title_row.set_title(title, branch.conversation is not None)
        self._window.setWindowTitle(
            self.tr("{title} – Studio").format(title=title) if branch.conversation else "Studio"
        )
        self._desk.sidebar.show_current(branch.conversation_id)
        self._commands.allow(branch.conversation is not None, *_OF_CONVERSATION)
        self._commands.allow(bool(branch.steps), *_OF_TURN)
        self._commands.allow(self._bench.onward.head is not None, Action.FORK)
        self._name_toggles(branch.conversation)

    def _name_toggles(self, conversation: Conversation | None) -> None:
        """Say what pinning and archiving would do with the conversation that is open."""
        pinned = conversation is not None and conversation.pinned is not None
        archived = conversation is not None and conversation.archived is not None
        pin = self.tr("Unpin conversation") if pinned else self.tr("Pin conversation")
        archive = self.tr("Restore from the archive") if archived else Action.ARCHIVE_CONVERSATION.text
        self._commands.call(Action.PIN_CONVERSATION, pin)
        self._commands.call(Action.ARCHIVE_CONVERSATION, archive)

    def _on_jobs(self) -> None:
        self._desk.composer.set_busy(len(self._bench.jobs.under_way))
        self._commands.allow(bool(self._bench.jobs.under_way), Action.CANCEL)

    def _on_edited(self) -> None:
        """Show what was renamed, rated, put into the trash or taken back."""
        self._bench.refresh()
        self._bench.branch.refresh()

    def _on_spent(self, spending: Spending) -> None:
        words, known = self._desk.words, spending.actual + spending.estimated
        told = self.tr("Spent in this library")
        if spending.maybe:
            doubt = self.tr("Perhaps {amount} more: requests whose fate is unknown.")
            told = doubt.format(amount=words.money(spending.maybe))
        text = self.tr("{amount} today").format(amount=words.money(known, estimated=bool(spending.estimated)))
        self._desk.title_row.set_spent(text if known else "", told)

    def _on_connections(self) -> None:
        """Show which connections there are, and which one is in use."""
        book = self._bench.connections
        current = book.current
        choices = [(None, self.tr("Sandbox")), *((each.id, each.name) for each in book.all())]
        self._desk.composer.set_connections(choices, current.id if current else None)
        self._desk.title_row.set_connection(current.name if current else self.tr("Sandbox"))
        self._desk.stage.set_provider(current.name if current else "")

    def _on_opened(self) -> None:
        library = self._bench.library
        if library is not None:
            self._desk.stage.set_library_path(str(library.folder.root))
            self._desk.stage.show_thread()
            self._bench.branch.clear()

    def _on_draft_back(self) -> None:
        """Go where the draft was begun; the conversation that was worked on last where that is nowhere else."""
        library, place = self._bench.library, self._bench.drafts.place
        if library is None or (place is None and not self._bench.draft.state().is_blank):
            return
        if place is None or place == WHEREVER:
            self._bench.tasks.start(self._go_on(library), "go on where it was left")
        elif self._bench.branch.conversation_id is None:
            self._bench.branch.show_conversation(place)

    async def _go_on(self, library: Library) -> None:
        """Show the conversation that was worked on last, unless something was begun meanwhile."""
        newest = await self._bench.tasks.in_worker(library.conversations.newest, 1)
        if newest and library is self._bench.library and self._bench.branch.conversation_id is None:
            self._bench.branch.show_conversation(newest[0].id)
