"""Asking where pictures are to be saved, and having them saved there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from studio.ui.file_dialog import FileDialogs
from studio.ui.saving_messages import SavingMessages
from studio.workbench.exports import Exports, Saving
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.records import Image

_FORMATS = {
    "image/png": ("PNG", (".png",)),
    "image/jpeg": ("JPEG", (".jpg", ".jpeg")),
    "image/webp": ("WebP", (".webp",)),
}


class SavePictures(QObject):
    """Asks and saves; `template` is asked each time how pictures are named."""

    saved = Signal(object)
    """Path: one picture was saved there."""
    started = Signal(object)
    """Saving: pictures are on their way to a folder."""

    def __init__(
        self,
        exports: Exports,
        dialogs: FileDialogs,
        messages: SavingMessages,
        tasks: Tasks,
        template: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._exports = exports
        self._dialogs = dialogs
        self._messages = messages
        self._tasks = tasks
        self._template = template

    def save_as(self, image: Image) -> None:
        """Ask for a file name and save one picture under it."""
        self._tasks.start(self._propose(image), "propose a file name")

    def export(self, images: Sequence[Image]) -> None:
        """Ask for a folder and save pictures into it."""
        chosen = tuple(images)
        if len(chosen) == 1:
            title = self.tr("Save one image in a folder")
        else:
            title = self.tr("Save {count} images in a folder").format(count=len(chosen))
        self._ask_folder(title, lambda folder: self._exports.to_folder(chosen, folder, self._template()))

    def export_conversation(self, conversation_id: str) -> None:
        """Ask for a folder and save the finished pictures of a conversation into it."""
        title = self.tr("Save all images of this conversation in a folder")
        self._ask_folder(
            title, lambda folder: self._exports.conversation_to_folder(conversation_id, folder, self._template())
        )

    async def _propose(self, image: Image) -> None:
        from studio.library.errors import LibraryError

        try:
            name = await self._exports.name_of(image, self._template())
        except LibraryError as error:
            self._messages.tell_failure(error)
            return
        label, suffixes = _FORMATS.get(image.blob.type, ("", (Path(name).suffix,)))
        patterns = " ".join(f"*{suffix}" for suffix in suffixes)
        dialog = self._dialogs.dialog(self.tr("Save the image as"), "saveDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self.tr("{format} image ({patterns})").format(format=label, patterns=patterns).strip())
        dialog.setDefaultSuffix(suffixes[0].removeprefix("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda text: self._on_name(image, Path(text), suffixes))
        dialog.open()

    def _on_name(self, image: Image, path: Path, suffixes: tuple[str, ...]) -> None:
        self._dialogs.was_in(path.parent)
        asked = path.suffix.lower() in suffixes
        if not asked:
            # It is saved as it is, so it has to be called what it is; and the dialog has asked about another name.
            path = path.with_name(path.name + suffixes[0])
        self._tasks.start(self._save(image, path, replace=asked), "save a picture")

    async def _save(self, image: Image, path: Path, replace: bool) -> None:
        from studio.library.errors import LibraryError

        try:
            path = await self._exports.save_as(image, path, replace)
        except LibraryError as error:
            self._messages.tell_failure(error)
            return
        self._messages.tell_saved(path)
        self.saved.emit(path)

    def _ask_folder(self, title: str, begin: Callable[[Path], Saving]) -> None:
        dialog = self._dialogs.dialog(title, "exportDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda text: self._on_folder(Path(text), begin))
        dialog.open()

    def _on_folder(self, folder: Path, begin: Callable[[Path], Saving]) -> None:
        self._dialogs.was_in(folder)
        saving = begin(folder)
        self._messages.follow(saving)
        self.started.emit(saving)
