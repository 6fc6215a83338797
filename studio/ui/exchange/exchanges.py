"""Asking where a conversation is to go, and where one is to come from; and having that done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from studio.workbench.exchange import SUFFIX

if TYPE_CHECKING:
    from studio.library.exchange.taking_in import Imported
    from studio.library.records import Conversation
    from studio.ui.conversation_deeds import ConversationDeeds
    from studio.ui.exchange.transfer_messages import TransferMessages
    from studio.ui.file_dialog import FileDialogs
    from studio.workbench.exchange import Exchange, Transfer


class Exchanges(QObject):
    """Exports and imports conversations as a person asks for it."""

    def __init__(
        self,
        exchange: Exchange,
        dialogs: FileDialogs,
        messages: TransferMessages,
        deeds: ConversationDeeds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._exchange = exchange
        self._dialogs = dialogs
        self._messages = messages
        self._deeds = deeds

    def export(self, conversation: Conversation) -> None:
        """Ask for a file name and write a conversation into it, to be opened by another Studio."""
        from studio.library.folder import safe_name

        dialog = self._dialogs.dialog(self.tr("Export the conversation as"), "exportFileDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self._filter())
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(f"{safe_name(conversation.title)}{SUFFIX}")
        dialog.fileSelected.connect(lambda text: self._on_file(conversation.id, Path(text)))
        dialog.open()

    def tell_story(self, conversation: Conversation, branch: str | None = None) -> None:
        """Ask for a folder and make one in it: the conversation, or one turn's branch, as Markdown with its images."""
        title = self.tr("Export as Markdown: a folder with text and images is made in the one you choose")
        dialog = self._dialogs.dialog(title, "exportStoryDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda text: self._on_folder(conversation.id, branch, Path(text)))
        dialog.open()

    def ask_import(self) -> None:
        """Ask for files and take the conversations in them in."""
        dialog = self._dialogs.dialog(self.tr("Import conversations"), "importDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self._filter(), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda texts: self._on_files([Path(text) for text in texts]))
        dialog.open()

    def take_in(self, files: Sequence[Path]) -> None:
        """Take conversations in, and go to the one that was there last."""
        for file in files:
            self._follow(self._exchange.take_in(file))

    def _filter(self) -> str:
        return self.tr("Studio conversation (*{suffix})").format(suffix=SUFFIX)

    def _on_file(self, conversation_id: str, file: Path) -> None:
        self._dialogs.was_in(file.parent)
        asked = file.suffix.lower() == SUFFIX
        if not asked:  # the dialog has asked about another name
            file = file.with_name(file.name + SUFFIX)
        self._follow(self._exchange.export(conversation_id, file, over=asked))

    def _on_folder(self, conversation_id: str, branch: str | None, folder: Path) -> None:
        self._dialogs.was_in(folder)
        self._follow(self._exchange.tell_story(conversation_id, folder, branch))

    def _on_files(self, files: Sequence[Path]) -> None:
        if files:
            self._dialogs.was_in(files[0].parent)
        self.take_in(files)

    def _follow(self, transfer: Transfer | None) -> None:
        if transfer is None:
            return
        came_in = transfer.kind == "import"
        self._messages.follow(transfer, self._came_in if came_in else None)

    def _came_in(self, imported: object) -> None:
        self._deeds.came_in(cast("Imported", imported))
