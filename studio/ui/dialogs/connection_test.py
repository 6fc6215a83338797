"""Trying a connection from its form: one button, what it is doing, and what it could and could not check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.gemini.errors import GeminiError, KeyRefused, NotSent, NotTheProtocol, Redirected
from studio.profile.errors import KeyProblem
from studio.ui.dialogs.field import restyle
from studio.ui.widgets.button import Button
from studio.workbench.connection_fields import host_of

if TYPE_CHECKING:
    import asyncio

    from studio.generation.probe import Probed
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.ui.words import Words
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.tasks import Tasks

Finding = tuple[str, str]  # the role that colours it, and the sentence


class ConnectionTest(QWidget):
    """Says when a test is wanted, runs it on what it is then given, and shows what came of it."""

    wanted = Signal()
    listed = Signal(tuple)
    """The ids of the models that a server listed."""

    def __init__(self, book: ConnectionBook, tasks: Tasks, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._tasks = tasks
        self._words = words
        self._task: asyncio.Task[None] | None = None
        self._test = Button("testButton", self.tr("&Test"), "play")
        self._test.setAccessibleDescription(self.tr("Asks for the list of models, which costs nothing."))
        self._cancel = Button("testCancelButton", self.tr("Cancel test"))
        self._test.clicked.connect(self.wanted)
        self._cancel.clicked.connect(self.stop)
        self._cost = QLabel(self.tr("Asks for the list of models, which costs nothing."))
        self._cost.setProperty("role", "faint")
        self._findings = QVBoxLayout()
        self._findings.setSpacing(4)
        self._said: list[str] = []
        self._lay_out()
        self.stop()

    @property
    def findings(self) -> tuple[str, ...]:
        """The sentences that are shown."""
        return tuple(self._said)

    def run(self, connection: SavedConnection, key: Secret | None, model: str) -> None:
        """Test a connection as it stands in the form, with the key that was typed, or at its own host with its own."""
        self.stop()
        self._show_running(running=True)
        self._cancel.setFocus()
        self._task = self._tasks.start(self._run(connection, key, model), "test a connection")

    def stop(self) -> None:
        """Test no longer, and show nothing: what was found is about something else."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self._show_running(running=False)
        self._show([])

    async def _run(self, connection: SavedConnection, key: Secret | None, model: str) -> None:
        try:
            found = await self._book.test(connection, key, model)
        except (KeyProblem, GeminiError) as error:
            self._end()
            said = self._words.error(error, free=True)
            self._show([("bad", " ".join(part for part in (said.what, said.advice) if part))])
        else:
            self._end()
            self.show_found(found, host_of(connection.base_url), model)
            self.listed.emit(found.models or ())

    def _end(self) -> None:
        self._task = None
        self._show_running(running=False)

    def show_found(self, found: Probed, host: str, model: str) -> None:
        """Show what a test found out."""
        if not found.reachable:
            self._show([("bad", self._failure(found))])
            return
        findings = [("ok", self.tr("{host} can be reached.").format(host=host)), self._of_key(found)]
        if found.failure is not None and not isinstance(found.failure, KeyRefused):
            findings.append(("warn", self._failure(found)))
        findings += self._of_models(found, model)
        self._show(findings)

    def _of_key(self, found: Probed) -> Finding:
        match found.key:
            case "accepted":
                return "ok", self.tr("The key is accepted.")
            case "refused":
                return "bad", self._failure(found)
            case "missing":
                return "warn", self.tr("There is no key yet.")
            case "withheld":
                return "warn", self.tr(
                    "Tested without a key: the one that is kept goes to another host only once that is saved."
                    " Type a key to test with it."
                )
        if found.failure is not None:
            return "warn", self.tr("The key could not be checked.")
        if found.models is None:
            return "warn", self.tr("It offers no list of models, so the key could not be checked.")
        return "warn", self.tr("Its list of models is open to everybody, so the key could not be checked.")

    def _of_models(self, found: Probed, model: str) -> list[Finding]:
        if found.has_model is None:
            return []
        if found.has_model:
            return [("ok", self.tr("It lists the model {model}.").format(model=model))]
        return [("warn", self.tr("It does not list the model {model}.").format(model=model))]

    def _failure(self, found: Probed) -> str:
        """The server's or the system's own words where there are any; a test never costs money, so none is named."""
        if found.failure is None:
            return ""
        said = self._words.error(found.failure, free=True)
        # The other kinds advise about asking for a picture once more.
        helps = isinstance(found.failure, NotSent | KeyRefused | Redirected | NotTheProtocol)
        return " ".join(part for part in (said.detail or said.what, said.advice if helps else "") if part)

    def _show(self, findings: list[Finding]) -> None:
        while item := self._findings.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._said = [text for _, text in findings]
        for role, text in findings:
            label = QLabel(text)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("role", role)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            restyle(label)
            self._findings.addWidget(label)
        self._test.setAccessibleDescription(" ".join(self._said) or self._cost.text())

    def _show_running(self, *, running: bool) -> None:
        had_focus = self._cancel.hasFocus()
        self._cancel.setVisible(running)
        self._test.set_busy(running)
        self._cost.setVisible(not running)
        if had_focus and not running:
            self._test.setFocus()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (self._test, self._cancel, self._cost):
            row.addWidget(each)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(self._findings)
