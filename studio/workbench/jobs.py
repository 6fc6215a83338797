"""Turns on their way: each wish is one job, written down before it waits, begun as soon as there is room for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from studio.workbench.job import Job
from studio.workbench.job_run import JobRun, Links
from studio.workbench.queue_order import PerMinute, QueueOrder, Width
from studio.workbench.queue_record import QueueRecord
from studio.workbench.running_jobs import RunningJobs
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.generation.errors import WishUnreadable
    from studio.generation.wish import Wish
    from studio.library.library import Library
    from studio.library.records import QueuedWish
    from studio.profile.settings import Settings
    from studio.workbench.queue_record import Change

__all__ = ["Job", "Jobs", "RequestsUnderWay"]

_TICK_SECONDS = 1.0  # how often those who wait for their minute are told how long yet


def _as_many_as_come(_: str | None) -> None:
    """Return no limit a minute."""


class RequestsUnderWay(Exception):
    """Another library cannot be opened while requests of this one, `count` of them, are under way."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} requests are under way.")
        self.count = count


class Jobs(QObject):
    """All jobs of one library, in the order they were sent; `open` and `close` go with the library."""

    added = Signal(object)
    changed = Signal(object)
    """A job came to another state, or waits for something else."""
    ended = Signal(object)
    arranged = Signal()
    """The queue stands in another order, was paused or goes on."""

    def __init__(
        self,
        tasks: Tasks,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        tick: float = _TICK_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._clock = clock
        self._order = QueueOrder(clock)
        self._record: QueueRecord | None = None
        self._run: JobRun | None = None
        self._has_left = False
        self._running = RunningJobs(tasks, self._on_done)
        self._jobs: dict[str, Job] = {}
        self._ticks = QTimer(self)
        self._ticks.setInterval(round(tick * 1000))
        self._ticks.timeout.connect(self.look_again)

    def open(
        self,
        library: Library,
        links: Links,
        settings: Settings,
        width: Width,
        per_minute: PerMinute = _as_many_as_come,
    ) -> None:
        """Work for a library from now on, by what a connection does at once and takes in a minute."""
        self._has_left = False
        self._order.limit(width, per_minute)
        self._record = QueueRecord(self._tasks, library)
        self._run = JobRun(
            library,
            links,
            settings,
            self._tasks,
            self._clock,
            told=self._on_news,
            retried=lambda job: self._order.count(job.connection_id),
        )
        self._running.open(self._run, self._record)

    def close(self) -> None:
        """Let go of the library; what waits stays in its record. Nothing may be running."""
        self._running.close()
        self.leave()
        self._order.is_paused = False
        self._record = self._run = None
        self._jobs.clear()

    @property
    def under_way(self) -> tuple[Job, ...]:
        """Every job that has not ended, oldest first."""
        return tuple(job for job in self._jobs.values() if not job.is_over)

    @property
    def begun(self) -> int:
        """How many have left the queue and have not ended."""
        return len(self._running)

    @property
    def queued(self) -> tuple[Job, ...]:
        """Every job that waits for its turn, in order."""
        return self._order.jobs

    @property
    def is_paused(self) -> bool:
        """Whether a person holds the queue; what has been begun goes on."""
        return self._order.is_paused

    def of_conversation(self, conversation_id: str) -> tuple[Job, ...]:
        """Every job of a conversation that was sent since this library was opened."""
        return tuple(job for job in self._jobs.values() if job.wish.conversation_id == conversation_id)

    def of_send(self, send_id: str) -> tuple[Job, ...]:
        """The jobs of one click, in order."""
        return tuple(job for job in self._jobs.values() if job.wish.send_id == send_id)

    def find(self, job_id: str) -> Job | None:
        """The job of a turn sent since this library was opened, None when there was none."""
        return self._jobs.get(job_id)

    def send(
        self, wishes: Sequence[Wish], connection_id: str | None, connection: str, endpoint: str = ""
    ) -> tuple[Job, ...]:
        """Queue wishes of the library that is open: written down first, then sent as soon as there is room.

        Where `endpoint` is given they go there or nowhere, whatever the connection leads to by then.
        """
        record, run = self._record, self._run
        assert record is not None
        assert run is not None
        jobs = tuple(_queued(wish, connection_id, connection, endpoint) for wish in wishes)
        written = record.add(jobs)
        self._take_in(jobs)
        writing = self._tasks.start(self._let_go(jobs, written, run), "write down what is to be sent")
        for job in jobs:
            job.writing = writing
        return jobs

    async def resume(self, kept: Sequence[QueuedWish]) -> tuple[WishUnreadable, ...]:
        """Queue what an earlier run had left in the record, in order.

        Returns why some of it could not be made out any more; that stays in the record.
        """
        from studio.generation.queued import endpoint_in

        record = self._record
        assert record is not None
        wishes = await record.read(kept)
        if record is not self._record:
            return ()
        pairs = zip(kept, wishes, strict=True)
        jobs = [
            _queued(wish, row.connection_id, row.connection, endpoint_in(row))
            for row, wish in pairs
            if not isinstance(wish, Exception) and row.id not in self._jobs
        ]
        for job in jobs:
            job.is_written = job.is_resumed = True
        self._take_in(jobs)
        self.look_again()
        return tuple(wish for wish in wishes if isinstance(wish, Exception))

    def pause(self, held: bool) -> None:
        """Hold the queue, or let it go on; what has been begun goes on in any case."""
        if held != self._order.is_paused:
            self._order.is_paused = held
            self.look_again()
            self.arranged.emit()

    def look_again(self) -> None:
        """Begin what there is room for, unless everything stops."""
        if self._has_left:
            return
        due, news = self._order.take_due(job.connection_id for job in self._running)
        for job in due:
            self._running.begin(job)
        for job in (*due, *news):
            self.changed.emit(job)
        if self._order.counts_down != self._ticks.isActive():
            (self._ticks.start if self._order.counts_down else self._ticks.stop)()

    def move(self, job_id: str, place: int) -> None:
        """Put a job that waits in another place of the queue, from 0."""
        job = self._jobs.get(job_id)
        if job is not None and self._order.move(job, place) and self._record is not None:
            self._record.arrange([each.id for each in self._order.jobs])
            self.look_again()
            self.arranged.emit()

    def cancel(self, job_id: str) -> None:
        """Cancel a job; one that was sent already may be charged all the same, and says so."""
        job = self._jobs.get(job_id)
        if job is None or job.is_over:
            return
        if self._order.remove(job):
            self._drop((job,))
        elif job in self._running:
            self._running.cancel((job,))

    def cancel_all(self) -> None:
        """Cancel every job."""
        self.cancel_queued()
        self._running.cancel(tuple(self._running))

    def cancel_queued(self) -> None:
        """Cancel what is not sent yet, so that nothing follows what is."""
        self._drop(tuple(job for job in self._order.jobs if self._order.remove(job)))

    def leave(self) -> None:
        """Stop everything where it is, for the next start to find: open on the disk, or in the record of the queue."""
        self._has_left = True
        for job in self._order.jobs:
            self._order.remove(job)
            del self._jobs[job.id]
        self._ticks.stop()
        self._running.leave()

    async def settle(self) -> None:
        """Return when the record says what waits."""
        if self._record is not None:
            await self._record.settle()

    def _take_in(self, jobs: Sequence[Job]) -> None:
        self._order.add(jobs)
        self._jobs |= {job.id: job for job in jobs}
        for job in jobs:
            self.added.emit(job)

    async def _let_go(self, jobs: Sequence[Job], written: Change, run: JobRun) -> None:
        """Let jobs wait for their turn once they are written down; what cannot be kept is not sent, and says why."""
        try:
            error = await written
        except Exception as mistake:  # of ours
            await _refuse(jobs, mistake, self._order, run)
            raise
        if error is not None:
            await _refuse(jobs, error, self._order, run)
        for job in jobs:
            job.is_written = error is None
        self.look_again()

    def _drop(self, jobs: Sequence[Job]) -> None:
        if jobs and self._record is not None and self._run is not None:
            self._record.drop([job.id for job in jobs])
            for job in jobs:
                self._run.cancelled(job)

    def _on_done(self, job: Job) -> None:
        """Make room for the next; one that was cancelled before its first step ends here."""
        if job.is_left:
            return
        if not job.is_over:
            self._drop((job,))
        self.look_again()

    def _on_news(self, job: Job) -> None:
        self.changed.emit(job)
        if job.is_over:
            self.ended.emit(job)


def _queued(wish: Wish, connection_id: str | None, connection: str, endpoint: str) -> Job:
    from studio.generation.wish import JobState, Progress

    return Job(wish, connection_id, connection, Progress(JobState.QUEUED), endpoint)


async def _refuse(jobs: Sequence[Job], error: Exception, order: QueueOrder, run: JobRun) -> None:
    for job in jobs:
        if order.remove(job):
            await run.fail(job, error)
