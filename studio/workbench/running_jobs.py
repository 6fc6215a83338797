"""Jobs that have left the queue and have not ended, each with the task that makes its turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from studio.workbench.job import Job
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.workbench.job_run import JobRun
    from studio.workbench.queue_record import QueueRecord


class _Running(NamedTuple):
    job: Job
    task: asyncio.Task[None]


class RunningJobs:
    """Begins jobs and stops them; `done` hears of each whose task is over. For one library at a time."""

    def __init__(self, tasks: Tasks, done: Callable[[Job], None]) -> None:
        self._tasks = tasks
        self._done = done
        self._run: JobRun | None = None
        self._record: QueueRecord | None = None
        self._running: dict[str, _Running] = {}

    def open(self, run: JobRun, record: QueueRecord) -> None:
        """Make the turns of a library from now on."""
        self._run, self._record = run, record

    def close(self) -> None:
        """Let go of the library. Nothing may be running."""
        assert not self._running, "the library of a running job would be closed under it"
        self._run = self._record = None

    def __len__(self) -> int:
        return len(self._running)

    def __iter__(self) -> Iterator[Job]:
        return iter([each.job for each in self._running.values()])

    def __contains__(self, job: object) -> bool:
        return any(job is each.job for each in self._running.values())

    def begin(self, job: Job) -> None:
        """Make the turn of a job."""
        assert self._run is not None
        task = self._tasks.start(self._run.make(job), "generate")
        self._running[job.id] = _Running(job, task)
        task.add_done_callback(partial(self._on_done, job))

    def cancel(self, jobs: Sequence[Job]) -> None:
        """Cancel some of these jobs; what is on the way to its first request is still in the record of the queue."""
        if jobs and self._record is not None:
            self._record.drop([job.id for job in jobs])  # at once: when the window closes behind it, later is too late
            for job in jobs:
                self._running[job.id].task.cancel()

    def leave(self) -> None:
        """Stop all of them where they are, open on the disk."""
        for job, task in self._running.values():
            if not task.cancelling():  # what a person has cancelled is cancelled
                job.is_left = True
                task.cancel()

    def _on_done(self, job: Job, _: asyncio.Task[None]) -> None:
        del self._running[job.id]
        self._done(job)
