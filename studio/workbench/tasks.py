"""The one place where work is started: coroutines, kept and named; and threads for whatever blocks."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import asyncio

P = ParamSpec("P")
T = TypeVar("T")


class Tasks(QObject):
    """Starts coroutines on the running loop and keeps them until they end; what they fail with is told, never lost."""

    failed = Signal(str, object)
    """The name of a task and the exception that nobody else handled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    @property
    def running(self) -> tuple[str, ...]:
        """The names of the tasks that have not ended."""
        return tuple(task.get_name() for task in self._running)

    def start(self, work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
        """Start a coroutine. Once `close` has begun it is closed unstarted and the task comes back cancelled."""
        import asyncio  # not needed for the first paint

        if self._closing:
            work.close()
            refused: asyncio.Task[Any] = asyncio.ensure_future(asyncio.sleep(0))
            refused.cancel()
            return refused
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def in_worker(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what blocks in a thread and return what it returns; a cancelled wait does not stop the thread."""
        import asyncio

        return await asyncio.to_thread(function, *args, **kwargs)

    async def close(self) -> None:
        """Cancel everything and wait until it has ended; nothing is started after this."""
        import asyncio

        self._closing = True
        while self._running:
            for task in self._running:
                task.cancel()
            await asyncio.wait(set(self._running))

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failed.emit(task.get_name(), error)
