"""Trying a connection from its form: one button, what it is asking, and what it could and could not check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.gemini.errors import GeminiError
from studio.profile.errors import KeyProblem
from studio.ui.announcing import announce
from studio.ui.dialogs.ladder_view import LadderView
from studio.ui.sentences.ladder_words import Finding, LadderWords
from studio.ui.widgets.button import Button
from studio.workbench.connection_fields import host_of

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from studio.gemini.capabilities import Capabilities
    from studio.gemini.ladder import Climbed, Rung
    from studio.profile.saved_connection import SavedConnection
    from studio.profile.secrets import Secret
    from studio.ui.words import Words
    from studio.workbench.connection_book import ConnectionBook
    from studio.workbench.tasks import Tasks


class ConnectionTest(QWidget):
    """Says when a test is wanted, runs it on what it is then given, and shows what came of it."""

    wanted = Signal()
    listed = Signal(tuple)
    """The ids of the models that a server listed."""
    ended = Signal()
    """There is something to be read."""

    def __init__(
        self,
        book: ConnectionBook,
        tasks: Tasks,
        words: Words,
        capabilities: Capabilities,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._tasks = tasks
        self._words = words
        self._capabilities = capabilities
        self._ladder = LadderWords(words, self)
        self._task: asyncio.Task[None] | None = None
        self._test = Button("testButton", self.tr("&Test"), "play")
        self._cancel = Button("testCancelButton", self.tr("Cancel test"))
        self._test.clicked.connect(self.wanted)
        self._cancel.clicked.connect(self.stop)
        self._cost = QLabel(self.tr("Asks only what costs nothing."))
        self._cost.setObjectName("testStateLabel")
        self._cost.setProperty("role", "faint")
        self._view = LadderView()
        self._said: list[str] = []
        self._models: tuple[str, ...] = ()
        self._lay_out()
        self.stop()

    @property
    def findings(self) -> tuple[str, ...]:
        """The sentences that are shown."""
        return tuple(self._said)

    @property
    def models(self) -> tuple[str, ...]:
        """What was listed in the test that is shown."""
        return self._models

    def run(self, connection: SavedConnection, key: Secret | None, model: str) -> None:
        """Test a connection as it stands in the form, with the key that was typed, or at its own host with its own."""
        self.stop()
        self._show_running(running=True)
        self._cancel.setFocus()
        self._task = self._tasks.start(self._run(connection, key, model), "test a connection")

    def stop(self) -> None:
        """Test no longer, and show nothing: what was found is about something else."""
        task, self._task = self._task, None
        self._models = ()
        if task is not None:
            task.cancel()
        self._show_running(running=False)
        self._show(())

    async def _run(self, connection: SavedConnection, key: Secret | None, model: str) -> None:
        try:
            found = await self._book.test(connection, key, model, self._begun)
        except (KeyProblem, GeminiError) as error:
            self._end()
            said = self._words.error(error, free=True)
            self._show([Finding("bad", " ".join(part for part in (said.what, said.advice) if part))])
            self._tell()
        else:
            self._end()
            self.show_found(found, host_of(connection.base_url), model)
            self._models = found.models
            self.listed.emit(found.models)

    def show_found(self, found: Climbed, host: str, model: str) -> None:
        """Show what a test found out, and how."""
        self._show(self._ladder.findings(found, host, model, self._capabilities.row(model)))
        self._view.show_questions([self._ladder.answer(step) for step in found.steps])
        self._tell()

    def _tell(self) -> None:
        """Let it be seen and heard; the focus is elsewhere, and the words are no control."""
        announce(self, " ".join(self._said), urgent=False)
        self.ended.emit()

    def _begun(self, rung: Rung) -> None:
        self._cost.setText(self.tr("{question}…").format(question=self._ladder.question(rung)))

    def _end(self) -> None:
        self._task = None
        self._show_running(running=False)

    def _show(self, findings: Sequence[Finding]) -> None:
        self._said = [each.text for each in findings]
        self._view.clear()
        self._view.show_findings(findings)
        self._view.setVisible(bool(findings))
        self._test.setAccessibleDescription(" ".join(self._said) or self._cost.text())

    def _show_running(self, *, running: bool) -> None:
        had_focus = self._cancel.hasFocus()
        self._cancel.setVisible(running)
        self._test.set_busy(running)
        self._cost.setText(self.tr("Asks only what costs nothing."))
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
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._view)
