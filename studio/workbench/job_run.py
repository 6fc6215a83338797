"""One job from the moment it leaves the queue to its end, whatever that is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from studio.workbench.again import made_elsewhere
from studio.workbench.job import Job
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.generation.link import Link
    from studio.generation.wish import Progress
    from studio.library.library import Library
    from studio.profile.settings import Settings


class Links(Protocol):
    """Where jobs get the connections they use."""

    async def open(self, connection_id: str | None) -> Link:
        """The connection, ready for use; None is the sandbox."""


class JobRun:
    """Makes the turns of one library.

    `told` hears of each state a job comes to, `retried` of each attempt after the first. What changes within a state,
    bytes and seconds, is there to be looked at as often as it is shown: told, it would come faster than it is painted.
    """

    def __init__(
        self,
        library: Library,
        links: Links,
        settings: Settings,
        tasks: Tasks,
        clock: Callable[[], float],
        told: Callable[[Job], None],
        retried: Callable[[Job], None],
    ) -> None:
        self._library = library
        self._links = links
        self._settings = settings
        self._tasks = tasks
        self._clock = clock
        self._told = told
        self._retried = retried

    async def make(self, job: Job) -> None:
        """Make the turn of a job; everything that is known of its end stands in the job then."""
        import asyncio

        job.started = self._clock()
        try:
            await self._generate(job)
        except asyncio.CancelledError:
            if not job.is_left:
                self.cancelled(job)
            raise
        except Exception as error:
            await self.fail(job, error)
            if not is_expected(error):
                raise
        else:
            self._end(job)

    async def fail(self, job: Job, error: Exception) -> None:
        """End a job that could not be begun, and write its turn down all the same, so that its words are not lost."""
        from studio.generation.refused import keep_refused
        from studio.library.errors import LibraryError

        job.error = error
        with suppress(LibraryError):  # it may be the library that cannot be written: then there is the tile
            await self._tasks.in_worker(keep_refused, self._library, job.wish, job.connection, error, job.endpoint)
        self._end(job)

    def cancelled(self, job: Job) -> None:
        """End a job that a person does not want any more."""
        from studio.gemini.errors import Cancelled, Charge

        # What was written down all the same is what became of it: a cancellation may come too late.
        job.finished = finished = job.progress.finished
        if finished is None:
            job.error = Cancelled(Charge.NO)
        elif isinstance(finished.failure, Cancelled):
            job.error = finished.failure
        self._end(job)

    async def _generate(self, job: Job) -> None:
        from studio.generation.run import Generator

        link = await self._links.open(job.connection_id)
        if job.endpoint and link.endpoint.identity != job.endpoint:
            raise made_elsewhere(job.connection)  # nothing is paid for at an address that nobody named for it
        job.free = link.endpoint.free
        settings = self._settings
        generator = Generator(
            self._library,
            link,
            budget=settings.request_megabytes * 1_000_000,
            template=settings.picture_name,
            is_left=lambda: job.is_left,
        )
        job.finished = await generator.run(job.wish, lambda progress: self._tell(job, progress))

    def _tell(self, job: Job, progress: Progress) -> None:
        before, job.progress = job.state, progress
        if before == "waiting" and progress.state == "sending":
            self._retried(job)
        if progress.state != before:
            self._told(job)

    def _end(self, job: Job) -> None:
        from studio.gemini.errors import Cancelled
        from studio.generation.wish import JobState, Progress

        if job.error is not None:
            state = JobState.CANCELLED if isinstance(job.error, Cancelled) else JobState.FAILED
            job.progress = Progress(state)
        job.ended = self._clock()
        self._told(job)


def is_expected(error: Exception) -> bool:
    """Whether a person can mend it; anything else is a mistake of ours."""
    from studio.gemini.errors import GeminiError
    from studio.generation.errors import GenerationError
    from studio.library.errors import LibraryBug, LibraryError
    from studio.profile.errors import ProfileError

    known = (GeminiError, GenerationError, LibraryError, ProfileError)
    return isinstance(error, known) and not isinstance(error, LibraryBug)
