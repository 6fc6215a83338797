"""Says on the desktop how a send ended, while another window is in front; a click leads to it."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QApplication

from studio.ui.sentences.end_words import EndWords
from studio.workbench.send_ends import SendEnds

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.bench import Bench
    from studio.workbench.job import Job


class Notes(Protocol):
    """What shows notifications."""

    clicked: SignalInstance

    def show(self, key: str, title: str, body: str) -> Coroutine[Any, Any, None]:
        """Show one, known by a key."""


class Notifications(QObject):
    """One for each send, none for what a person has cancelled, none where the setting says never."""

    wanted = Signal(object)
    """The turn of this Job is to be seen, in front of everything else."""

    def __init__(self, bench: Bench, words: Words, notes: Notes, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._notes = notes
        self._words = EndWords(words, self)
        self._ends = SendEnds(bench.jobs, self)
        self._ends.ended.connect(self._on_ended)
        notes.clicked.connect(self._on_clicked)

    def _on_ended(self, jobs: tuple[Job, ...]) -> None:
        if self._bench.settings.notifications == "never" or QApplication.activeWindow() is not None:
            return
        told = [job for job in jobs if not (job.state == "cancelled" and job.finished is None)]
        if told:
            shown = self._notes.show(told[0].id, self._words.title(told), self._words.body(told))
            self._bench.tasks.start(shown, "notification")

    def _on_clicked(self, job_id: str) -> None:
        job = self._bench.jobs.find(job_id)
        if job is not None:
            self.wanted.emit(job)
