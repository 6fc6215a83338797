"""Jobs that are sent together, told of together: what is drawn of them is built once, not once for each."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.jobs import Job, Jobs


class SentTogether(QObject):
    """Gathers what is added until there is nothing else to do."""

    come = Signal(tuple)
    """Jobs, in the order they were sent."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        jobs.added.connect(self._gather)

    def _gather(self, job: Job) -> None:
        self._jobs.append(job)
        self._soon.start()

    def _tell(self) -> None:
        gathered, self._jobs = tuple(self._jobs), []
        self.come.emit(gathered)
