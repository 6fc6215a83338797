"""The request of a turn as something to paste: a command or a program on the clipboard, its pictures in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from studio.workbench.messages import Message
from studio.workbench.request_code import Language, RequestCode

if TYPE_CHECKING:
    from studio.generation.request_code import TurnRequest
    from studio.ui.file_dialog import FileDialogs
    from studio.ui.saving_messages import SavingMessages
    from studio.ui.words import Words
    from studio.workbench.bench import Bench

_BODY = "request.json"
_COPIED = "copied request"


class RequestCopies(QObject):
    """Copies requests; one with pictures asks for a file first, which the copied command reads."""

    show_files = Signal(tuple)
    """Paths: the user wants to see these files in their folder."""

    def __init__(
        self, bench: Bench, dialogs: FileDialogs, savings: SavingMessages, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._code = RequestCode(bench)
        self._dialogs = dialogs
        self._savings = savings
        self._words = words

    def copy(self, language: Language, turn_id: str) -> None:
        """Put the request of a turn on the clipboard."""
        self._bench.tasks.start(self._copy(language, turn_id), "copy a request")

    async def _copy(self, language: Language, turn_id: str) -> None:
        from studio.gemini.errors import GeminiError
        from studio.library.errors import LibraryError

        try:
            request = await self._code.read(turn_id)
        except (GeminiError, LibraryError) as error:
            said = self._words.error(error)
            self._bench.messages.post(Message(severity="error", text=said.sentence, detail=said.detail))
            return
        if request is None:
            return
        if request.fits_in_a_command:
            await self._put(language, request, None)
        else:
            self._ask(language, request)

    def _ask(self, language: Language, request: TurnRequest) -> None:
        title = self.tr("Save the body of the request as: it holds the images, and the command reads it")
        dialog = self._dialogs.dialog(title, "requestBodyDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self.tr("JSON (*.json)"))
        dialog.selectFile(_BODY)
        dialog.fileSelected.connect(lambda text: self._on_file(language, request, Path(text)))
        dialog.open()

    def _on_file(self, language: Language, request: TurnRequest, file: Path) -> None:
        self._dialogs.was_in(file.parent)
        self._bench.tasks.start(self._save(language, request, file), "save a request")

    async def _save(self, language: Language, request: TurnRequest, file: Path) -> None:
        from studio.gemini.errors import GeminiError
        from studio.library.errors import LibraryError

        try:
            await self._code.save(request, file)
        except (GeminiError, LibraryError) as error:
            self._savings.tell_failure(error, self.tr("The request was not saved."))
            return
        await self._put(language, request, file)

    async def _put(self, language: Language, request: TurnRequest, file: Path | None) -> None:
        from studio.gemini.errors import GeminiError

        try:
            code = await self._code.text(language, request, file)
        except GeminiError as error:
            self._bench.messages.post(Message(severity="error", text=self._words.error(error).sentence))
            return
        QGuiApplication.clipboard().setText(code)
        if request.endpoint.free:
            text = self.tr(
                "Copied as {language}. It asks the sandbox, which has to be started first: its top line says how."
            )
        else:
            text = self.tr("Copied as {language}. It takes the key from {variable}, and whoever runs it is charged.")
        text = text.format(language=language, variable=request.variable)
        actions = ((self.tr("Show in folder"), lambda: self.show_files.emit((file,))),) if file else ()
        self._bench.messages.post(Message(severity="done", text=text, seconds=8, actions=actions, id=_COPIED))
