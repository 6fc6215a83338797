"""The queue as the record keeps it: each change written in a worker, one after another, in the order they were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from studio.workbench.job import Job
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from studio.generation.errors import WishUnreadable
    from studio.generation.wish import Wish
    from studio.library.errors import LibraryError
    from studio.library.library import Library
    from studio.library.records import QueuedWish

    Change = asyncio.Task[LibraryError | None]


class QueueRecord:
    """What is written down of the jobs that wait in one library."""

    def __init__(self, tasks: Tasks, library: Library) -> None:
        self._tasks = tasks
        self._library = library
        self._last: Change | None = None

    def add(self, jobs: Sequence[Job]) -> Change:
        """Write jobs down, all of them or none."""
        from studio.generation.queued import to_queue

        when = self._library.clock()
        rows = [to_queue(job.wish, job.connection_id, job.connection, when, job.endpoint) for job in jobs]
        return self._next(lambda: self._library.queue.add(rows))

    def drop(self, ids: Sequence[str]) -> None:
        """Forget wishes that are wanted no more. Where that cannot be written, the next start asks about them again.

        That costs nothing, and a disk that takes no more has by then been told of by what was to be kept on it.
        """
        self._next(lambda: self._library.queue.drop(ids))

    def arrange(self, ids: Sequence[str]) -> None:
        """Keep the order in which they wait."""
        self._next(lambda: self._library.queue.arrange(ids))

    async def read(self, kept: Sequence[QueuedWish]) -> list[Wish | WishUnreadable]:
        """Make wishes of what was kept, each in its place, or the reason why it cannot be made out any more."""
        return await self._tasks.in_worker(_read, self._library, kept)

    async def settle(self) -> None:
        """Return when everything is written."""
        import asyncio

        while self._last is not None and not self._last.done():
            await asyncio.wait([self._last])

    def _next(self, change: Callable[[], None]) -> Change:
        """Make a change after those before it; the task brings what the disk refused it with."""
        self._last = self._tasks.start(self._after(self._last, change), "write the queue down")
        return self._last

    async def _after(self, before: Change | None, change: Callable[[], None]) -> LibraryError | None:
        import asyncio

        from studio.library.errors import LibraryBug, LibraryError

        if before is not None:
            await asyncio.wait([before])
        try:
            await self._tasks.in_worker(change)
        except LibraryBug:
            raise
        except LibraryError as error:
            return error
        return None


def _read(library: Library, kept: Sequence[QueuedWish]) -> list[Wish | WishUnreadable]:
    from studio.generation.errors import WishUnreadable
    from studio.generation.queued import from_queue

    found: list[Wish | WishUnreadable] = []
    for each in kept:
        try:
            found.append(from_queue(library, each))
        except WishUnreadable as error:
            found.append(error)
    return found
