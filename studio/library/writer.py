"""One thread that does work on the disk in order, fed from an event loop that it never makes wait unasked."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from studio.library.errors import LibraryBug, LibraryError

Work = Callable[[], None]

_FULL = 1 << 20  # bytes; `drain` waits above this …
_LOW = 3 << 18  # … until no more than this is left: pieces may be large, and the thread must not run dry


class Writer:
    """A queue of work, bounded by `drain`, and its thread; after the first failure nothing more is done.

    `put`, `drain` and `settle` belong to one event loop's thread; `close` may be called from any but the writer's own.
    """

    def __init__(self, name: str) -> None:
        self._changed = threading.Condition()
        self._queue: deque[tuple[Work, int]] = deque()
        self._queued_bytes = 0
        self._failure: LibraryError | None = None
        self._closing = False
        self._waiters: list[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, work: Work, size: int = 1) -> None:
        """Queue work that holds `size` bytes (at least 1); it may raise only LibraryError."""
        with self._changed:
            if self._failure is None and not self._closing:
                self._queue.append((work, size))
                self._queued_bytes += size
                self._changed.notify()

    async def drain(self) -> None:
        """Return at once while little is queued, else when the disk has caught up; raises what the work failed with."""
        await self._wait(above=_FULL, until=_LOW)

    async def settle(self) -> None:
        """Return when all work is done; raises what it failed with."""
        await self._wait(above=0, until=0)

    def close(self) -> None:
        """Drop what is queued and stop the thread, after the one piece of work it may have in hand."""
        with self._changed:
            self._closing = True
            self._drop_queue()
            self._changed.notify()
        self._thread.join()

    async def _wait(self, *, above: int, until: int) -> None:
        with self._changed:
            self._raise_failure()
            if self._queued_bytes <= above:
                return
            loop = asyncio.get_running_loop()
            caught_up: asyncio.Future[None] = loop.create_future()
            self._waiters.append((until, loop, caught_up))
        await caught_up
        with self._changed:
            self._raise_failure()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while (size := self._do_next()) is not None:
                self._done(size)
        except LibraryError as error:
            self._fail(error)
        finally:
            # With no failure noted this is the end of `close`, or a mistake of ours: nobody may wait for ever.
            self._fail(LibraryBug("The writing of a reply was stopped. What had arrived whole is kept."))

    def _do_next(self) -> int | None:
        """Do one piece of work, which is not referred to any more on return; its size, or None when closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closing)
            if self._closing:
                return None
            work, size = self._queue.popleft()
        work()
        return size

    def _done(self, size: int) -> None:
        with self._changed:
            self._queued_bytes = max(0, self._queued_bytes - size)  # `close` may have dropped the count meanwhile
            self._wake()

    def _fail(self, error: LibraryError) -> None:
        with self._changed:
            self._failure = self._failure or error
            self._drop_queue()

    def _drop_queue(self) -> None:
        self._queue.clear()
        self._queued_bytes = 0
        self._wake()

    def _wake(self) -> None:
        for waiter in [waiter for waiter in self._waiters if self._queued_bytes <= waiter[0]]:
            self._waiters.remove(waiter)
            _, loop, caught_up = waiter
            with suppress(RuntimeError):  # the loop may be closed by now, and nobody is waiting
                loop.call_soon_threadsafe(_resolve, caught_up)


def _resolve(caught_up: asyncio.Future[None]) -> None:
    if not caught_up.done():
        caught_up.set_result(None)
