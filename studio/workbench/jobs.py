"""Turns on their way: each wish is one job, so many at a time as its connection takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.generation.link import Link
    from studio.generation.wish import Finished, JobState, Progress, Wish
    from studio.library.library import Library
    from studio.profile.settings import Settings

_NEWS_SECONDS = 0.25  # bytes are told this often, states at once


Width = Callable[["str | None"], int]


class Links(Protocol):
    """Where jobs get the connections they use."""

    async def open(self, connection_id: str | None) -> Link:
        """The connection, ready for use; None is the sandbox."""


class Job:
    """One turn on its way; its id is the one the turn has or will have."""

    def __init__(self, wish: Wish, connection_id: str | None, connection: str, progress: Progress) -> None:
        self.wish = wish
        self.connection_id = connection_id
        self.connection = connection
        self.progress = progress
        self.started: float | None = None
        self.ended: float | None = None
        self.finished: Finished | None = None
        self.error: Exception | None = None
        self.free = connection_id is None
        self.told = 0.0
        self.is_listed = False

    @property
    def id(self) -> str:
        """The id of the turn."""
        return self.wish.turn_id

    @property
    def state(self) -> JobState:
        """How far it is."""
        return self.progress.state

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.ended is not None

    def elapsed(self, now: float) -> float:
        """Seconds since it left the queue, by the clock `time.monotonic`."""
        return 0.0 if self.started is None else (self.ended or now) - self.started


class Jobs(QObject):
    """All jobs of one library, in the order they were sent; `open` and `close` go with the library."""

    added = Signal(object)
    changed = Signal(object)
    ended = Signal(object)

    def __init__(
        self, tasks: Tasks, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._clock = clock
        self._library: Library | None = None
        self._links: Links | None = None
        self._settings: Settings | None = None
        self._width: Width = lambda _: 1
        self._queued: list[Job] = []
        self._running: dict[str, asyncio.Task[None]] = {}
        self._jobs: dict[str, Job] = {}

    def open(self, library: Library, links: Links, settings: Settings, width: Width) -> None:
        """Work for a library from now on; `width` tells how many requests a connection takes at once."""
        self._library, self._links, self._settings, self._width = library, links, settings, width

    def close(self) -> None:
        """Let go of the library: what is queued is cancelled unsent. Nothing may be running."""
        assert not self._running, "the library of a running job would be closed under it"
        self.cancel_queued()
        self._library = None
        self._jobs.clear()

    @property
    def under_way(self) -> tuple[Job, ...]:
        """Every job that has not ended, oldest first."""
        return tuple(job for job in self._jobs.values() if not job.is_over)

    def of_conversation(self, conversation_id: str) -> tuple[Job, ...]:
        """Every job of a conversation that was sent since this library was opened."""
        return tuple(job for job in self._jobs.values() if job.wish.conversation_id == conversation_id)

    def find(self, job_id: str) -> Job | None:
        """The job of a turn sent since this library was opened, None when there was none."""
        return self._jobs.get(job_id)

    def send(self, wishes: Sequence[Wish], connection_id: str | None, connection: str) -> tuple[Job, ...]:
        """Queue wishes of the library that is open; each is sent as soon as its connection has room."""
        assert self._library is not None
        from studio.generation.wish import JobState, Progress

        jobs = tuple(Job(wish, connection_id, connection, Progress(JobState.QUEUED)) for wish in wishes)
        for job in jobs:
            self._jobs[job.id] = job
            self._queued.append(job)
            self.added.emit(job)
        self._fill()
        return jobs

    def cancel(self, job_id: str) -> None:
        """Cancel a job; one that was sent already may be charged all the same, and says so."""
        job = self._jobs.get(job_id)
        if job is None or job.is_over:
            return
        if job in self._queued:
            self._queued.remove(job)
            self._cancelled(job)
        elif task := self._running.get(job_id):
            task.cancel()

    def cancel_all(self) -> None:
        """Cancel every job."""
        for job in self.under_way:
            self.cancel(job.id)

    def cancel_queued(self) -> None:
        """Cancel what is not sent yet, so that nothing follows what is."""
        for job in tuple(self._queued):
            self.cancel(job.id)

    def _fill(self) -> None:
        """Start queued jobs where there is room."""
        for job in tuple(self._queued):
            on_their_way = sum(each.connection_id == job.connection_id for each in self._busy())
            if on_their_way < self._width(job.connection_id):
                self._queued.remove(job)
                task = self._tasks.start(self._run(job), "generate")
                self._running[job.id] = task
                task.add_done_callback(partial(self._on_done, job))

    def _on_done(self, job: Job, _: asyncio.Task[None]) -> None:
        """Make room for the next; one that was cancelled before its first step ends here."""
        self._running.pop(job.id, None)
        if not job.is_over:
            self._cancelled(job)
        self._fill()

    def _busy(self) -> tuple[Job, ...]:
        return tuple(self._jobs[job_id] for job_id in self._running)

    async def _run(self, job: Job) -> None:
        import asyncio

        job.started = self._clock()
        try:
            await self._generate(job)
        except asyncio.CancelledError:
            self._cancelled(job)
            raise
        except Exception as error:
            job.error = error
            await self._keep(job, error)
            self._end(job)
            if not is_expected(error):
                raise
        else:
            self._end(job)

    async def _keep(self, job: Job, error: Exception) -> None:
        """Write a turn down that could not be begun, so that its words are not lost."""
        from studio.generation.refused import keep_refused
        from studio.library.errors import LibraryError

        assert self._library is not None
        with suppress(LibraryError):  # it may be the library that cannot be written: then there is the tile
            await self._tasks.in_worker(keep_refused, self._library, job.wish, job.connection, error)

    async def _generate(self, job: Job) -> None:
        assert self._library is not None
        assert self._links is not None
        assert self._settings is not None
        from studio.generation.run import Generator

        link = await self._links.open(job.connection_id)
        job.free = link.endpoint.free
        settings = self._settings
        generator = Generator(
            self._library, link, budget=settings.request_megabytes * 1_000_000, template=settings.picture_name
        )
        job.finished = await generator.run(job.wish, lambda progress: self._tell(job, progress))

    def _tell(self, job: Job, progress: Progress) -> None:
        now = self._clock()
        news = progress.state != job.state or now - job.told >= _NEWS_SECONDS
        job.progress = progress
        if news:
            job.told = now
            self.changed.emit(job)

    def _cancelled(self, job: Job) -> None:
        from studio.gemini.errors import Cancelled, Charge

        # What was written down all the same is what became of it: a cancellation may come too late.
        job.finished = finished = job.progress.finished
        if finished is None:
            job.error = Cancelled(Charge.NO)
        elif isinstance(finished.failure, Cancelled):
            job.error = finished.failure
        self._end(job)

    def _end(self, job: Job) -> None:
        from studio.gemini.errors import Cancelled
        from studio.generation.wish import JobState, Progress

        if job.error is not None:
            state = JobState.CANCELLED if isinstance(job.error, Cancelled) else JobState.FAILED
            job.progress = Progress(state)
        job.ended = self._clock()
        self.changed.emit(job)
        self.ended.emit(job)


def is_expected(error: Exception) -> bool:
    """Whether a person can mend it; anything else is a mistake of ours."""
    from studio.gemini.errors import GeminiError
    from studio.generation.errors import GenerationError
    from studio.library.errors import LibraryBug, LibraryError
    from studio.profile.errors import ProfileError

    known = (GeminiError, GenerationError, LibraryError, ProfileError)
    return isinstance(error, known) and not isinstance(error, LibraryBug)
