"""Everything by which conversations leave the window's library and come into it, connected to where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.exchange.exchanges import Exchanges
from studio.ui.exchange.request_copies import RequestCopies
from studio.ui.exchange.transfer_messages import TransferMessages

if TYPE_CHECKING:
    from studio.library.records import Conversation
    from studio.ui.commands import Commands
    from studio.ui.conversation_deeds import ConversationDeeds
    from studio.ui.file_dialog import FileDialogs
    from studio.ui.saving_messages import SavingMessages
    from studio.ui.sidebar.sidebar import Sidebar
    from studio.ui.stage.asked import Asked
    from studio.ui.words import Words
    from studio.workbench.bench import Bench


class Crossings(QObject):
    """The exports, imports and copied requests of one window."""

    show_files = Signal(tuple)
    """Paths: the user wants to see these files in their folder."""

    def __init__(
        self,
        bench: Bench,
        dialogs: FileDialogs,
        savings: SavingMessages,
        deeds: ConversationDeeds,
        words: Words,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        messages = TransferMessages(bench.messages, words, savings, self)
        self.exchanges = Exchanges(bench.exchange, dialogs, messages, deeds, self)
        self._waiting: list[Path] = []
        bench.opened.connect(self._take_in_waiting)
        self._copies = RequestCopies(bench, dialogs, savings, words, self)
        messages.show_files.connect(self.show_files)
        self._copies.show_files.connect(self.show_files)

    def follow(self, commands: Commands, sidebar: Sidebar, asked: Asked) -> None:
        """Do what is asked for in menus, in the palette and in the thread."""
        exchanges = self.exchanges
        commands.import_conversations.connect(exchanges.ask_import)
        commands.export_conversation.connect(lambda: self._with_open(exchanges.export))
        commands.export_story.connect(lambda: self._with_open(exchanges.tell_story))
        sidebar.file_requested.connect(exchanges.export)
        sidebar.story_requested.connect(exchanges.tell_story)
        asked.copy_request.connect(self._copies.copy)
        asked.export_branch.connect(self._tell_branch)
        commands.copy_curl.connect(lambda: self._with_last(lambda turn_id: self._copies.copy("curl", turn_id)))
        commands.copy_python.connect(lambda: self._with_last(lambda turn_id: self._copies.copy("Python", turn_id)))
        commands.export_branch.connect(lambda: self._with_last(self._tell_branch))

    def take_in(self, files: Sequence[Path]) -> None:
        """Take conversations in, as soon as a library is open."""
        self._waiting += files
        if self._bench.library is not None:
            self._take_in_waiting()

    def _take_in_waiting(self) -> None:
        files, self._waiting = self._waiting, []
        self.exchanges.take_in(files)

    def _tell_branch(self, turn_id: str) -> None:
        self._with_open(lambda conversation: self.exchanges.tell_story(conversation, turn_id))

    def _with_last(self, do: Callable[[str], None]) -> None:
        """Do something with the turn that the branch ends in, once it is written down."""
        last = self._bench.branch.steps[-1].through if self._bench.branch.steps else None
        if last is not None and last.turn is not None:
            do(last.id)

    def _with_open(self, do: Callable[[Conversation], None]) -> None:
        if (conversation := self._bench.branch.conversation) is not None:
            do(conversation)
