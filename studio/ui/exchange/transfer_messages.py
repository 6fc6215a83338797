"""What is said while a conversation goes out or comes in, and when that has ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.exchange import Transfer, Transferred
from studio.workbench.messages import Action, Message, Messages

if TYPE_CHECKING:
    from studio.library.exchange.markdown_folder import WrittenFolder
    from studio.ui.saving_messages import SavingMessages
    from studio.ui.words import Words

_FIRST_MS, _TELL_MS = 1000, 500  # what is over by then needs no words; and as saving pictures tells it


class TransferMessages(QObject):
    """Posts one message for each transfer: how far it is, with Cancel, and then how it ended."""

    show_files = Signal(tuple)
    """Paths: the user wants to see these files in their folder."""

    def __init__(
        self, messages: Messages, words: Words, savings: SavingMessages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._words = words
        self._savings = savings

    def follow(self, transfer: Transfer, arrived: Callable[[object], object] | None = None) -> None:
        """Tell of a transfer; `arrived` is given what it made, and tells of that itself."""
        message_id = f"transfer {id(transfer)}"
        timer = QTimer(self)
        timer.timeout.connect(lambda: self._tell_progress(transfer, message_id, timer))
        timer.start(_FIRST_MS)

        def on_ended(ended: Transferred) -> None:
            timer.stop()
            timer.deleteLater()
            self._messages.dismiss(message_id)
            if ended.made is not None and arrived is not None:
                arrived(ended.made)
            elif ended != Transferred(None):  # else it is in a library that is closed
                self._tell(transfer, ended)

        transfer.ended.connect(on_ended)

    def _tell_progress(self, transfer: Transfer, message_id: str, timer: QTimer) -> None:
        timer.setInterval(_TELL_MS)
        if transfer.kind == "import":
            text = self.tr("Importing “{name}”: {done} of {total}")
        else:
            text = self.tr("Exporting to “{name}”: {done} of {total}")
        done, total = self._words.bytes(transfer.done), self._words.bytes(transfer.total)
        text = text.format(name=transfer.place.name, done=done, total=total)
        actions = ((self.tr("Cancel"), transfer.cancel),)
        self._messages.post(Message(severity="info", text=text, actions=actions, id=message_id))

    def _tell(self, transfer: Transfer, ended: Transferred) -> None:
        if ended.failure is not None:
            self._tell_failure(transfer, ended.failure)
        elif ended.cancelled:
            text = self.tr("Import cancelled. Nothing of “{name}” is in the library.")
            if transfer.kind != "import":
                text = self.tr("Export cancelled. Nothing was left in “{name}”.")
            self._messages.post(Message(severity="info", text=text.format(name=transfer.place.name), seconds=6))
        elif transfer.kind == "file":
            self._tell_file(cast("Path", ended.made))
        else:
            self._tell_story(cast("WrittenFolder", ended.made))

    def _tell_failure(self, transfer: Transfer, error: Exception) -> None:
        if transfer.kind == "import":
            said = self._words.error(error)
            text = self.tr("“{name}” was not imported. {reason}").format(name=transfer.place.name, reason=said.sentence)
            self._messages.post(Message(severity="error", text=text, detail=said.detail))
        else:
            self._savings.tell_failure(error, self.tr("The conversation was not exported."))

    def _tell_file(self, file: Path) -> None:
        text = self.tr("Exported as “{name}”.").format(name=file.name)
        self._messages.post(Message(severity="done", text=text, actions=(self._show(file),), seconds=8))

    def _tell_story(self, written: WrittenFolder) -> None:
        text = self.tr("Exported to the folder “{name}”.").format(name=written.folder.name)
        actions, missing = (self._show(written.text),), len(written.missing)
        if not missing:
            self._messages.post(Message(severity="done", text=text, actions=actions, seconds=8))
            return
        if missing == 1:
            lack = self.tr("The file of one image is not in the library any more; the text says which.")
        else:
            lack = self.tr("The files of {count} images are not in the library any more; the text says which.")
        text = f"{text} {lack.format(count=missing)}"
        detail = "\n".join(written.missing)
        self._messages.post(Message(severity="warning", text=text, detail=detail, actions=actions))

    def _show(self, file: Path) -> Action:
        return self.tr("Show in folder"), lambda: self.show_files.emit((file,))
