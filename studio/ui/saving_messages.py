"""What is said while pictures are saved and when that has ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.exports import Saved, Saving
from studio.workbench.messages import Action, Message, Messages

if TYPE_CHECKING:
    from studio.ui.words import Words

_TELL_MS = 500  # often enough to see it move, seldom enough to be read aloud


class SavingMessages(QObject):
    """Posts one message for each saving: how far it is, with Cancel, and then how it ended."""

    show_files = Signal(tuple)
    """Paths: the user wants to see these files in their folder."""

    def __init__(self, messages: Messages, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._words = words

    def follow(self, saving: Saving) -> None:
        """Tell of pictures on their way to a folder."""
        message_id = f"saving {id(saving)}"
        timer = QTimer(self)
        timer.timeout.connect(lambda: self._messages.post(self._progress(saving, message_id)))
        timer.start(_TELL_MS)

        def on_ended(saved: Saved) -> None:
            timer.stop()
            timer.deleteLater()
            self._messages.dismiss(message_id)
            self.tell(saved)

        saving.ended.connect(on_ended)

    def tell(self, saved: Saved) -> None:
        """Tell how saving to a folder ended."""
        actions = (self._show(saved.files),) if saved.files else ()
        if saved.failure is not None:
            self.tell_failure(saved.failure, self._how_many(saved), actions)
        elif saved.cancelled:
            text = self.tr("Saving was cancelled. {how_many} What is there is whole.")
            text = text.format(how_many=self._how_many(saved))
            self._messages.post(Message(severity="info", text=text, actions=actions, seconds=10))
        elif saved.missing:
            text = f"{self._how_many(saved)} {self._missing(len(saved.missing))}"
            detail = "\n".join(saved.missing)
            self._messages.post(Message(severity="warning", text=text, detail=detail, actions=actions))
        elif not saved.total:
            self._messages.post(Message(severity="info", text=self.tr("There are no images to save."), seconds=6))
        else:
            self._messages.post(Message(severity="done", text=self._how_many(saved), actions=actions, seconds=8))

    def tell_saved(self, path: Path) -> None:
        """Tell that one picture was saved."""
        text = self.tr("Saved as “{name}”.").format(name=path.name)
        self._messages.post(Message(severity="done", text=text, actions=(self._show((path,)),), seconds=6))

    def tell_failure(self, error: Exception, rest: str = "", actions: Sequence[Action] = ()) -> None:
        """Tell why pictures could not be saved; `rest` says what was."""
        text = " ".join(part for part in (self._what(error), rest or self.tr("The image was not saved.")) if part)
        self._messages.post(Message(severity="error", text=text, detail=str(error), actions=tuple(actions)))

    def _progress(self, saving: Saving, message_id: str) -> Message:
        text = self.tr("Saving images: {done} of {total}").format(done=saving.done, total=saving.total)
        return Message(severity="info", text=text, actions=((self.tr("Cancel"), saving.cancel),), id=message_id)

    def _how_many(self, saved: Saved) -> str:
        count, folder = len(saved.files), saved.folder.name or str(saved.folder)
        if count != saved.total:
            text = self.tr("{count} of {total} images were saved in “{folder}”.")
        elif count == 1:
            text = self.tr("One image was saved in “{folder}”.")
        else:
            text = self.tr("{count} images were saved in “{folder}”.")
        return text.format(count=count, total=saved.total, folder=folder)

    def _missing(self, count: int) -> str:
        if count == 1:
            return self.tr("The file of one image is not in the library any more.")
        return self.tr("The files of {count} images are not in the library any more.").format(count=count)

    def _what(self, error: Exception) -> str:
        """The sentences of the library speak of its own disk; this is another one."""
        return {
            "DiskFull": self.tr("The disk is full."),
            "LibraryReadOnly": self.tr("Nothing may be written to this folder."),
            "LibraryNotAFolder": self.tr("A file stands where the folder should be."),
            "LibraryMissing": self.tr("The folder is not there any more."),
            "PictureMissing": self.tr("The file of this image is not in the library any more."),
            "DiskFailed": self.tr("The disk does not work as it should."),
        }.get(type(error).__name__) or self._words.error(error).what

    def _show(self, files: Sequence[Path]) -> Action:
        return self.tr("Show in folder"), lambda: self.show_files.emit(tuple(files))
