"""Tells when all that one click sent has ended."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from studio.workbench.job import Job
from studio.workbench.jobs import Jobs


class SendEnds(QObject):
    """Watches the jobs of each send: variants are one thing that was asked for, and end as one."""

    ended = Signal(tuple)
    """The jobs of one send, in order; none of them is under way any more."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        jobs.ended.connect(self._on_ended)

    def _on_ended(self, job: Job) -> None:
        together = self._jobs.of_send(job.wish.send_id)
        if together and all(each.is_over for each in together):
            self.ended.emit(together)
