"""asyncio on Qt's event loop, whole."""

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable
from contextvars import Context
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication

from studio.workbench.garbage import Garbage
from studio.workbench.soon import Soon


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with what it leaves out.

    Async generators that were let go of half way are closed on the loop. httpx leaves some behind whenever a body is
    not read to its last byte; without this they are closed by the garbage collector, which cannot await, and say so on
    standard error. Garbage is collected in the loop's thread only, see there.

    What is to be called soon waits in one row, of which a few milliseconds' worth is called at a time. qasync makes a
    timer of each, which costs more than many of the calls, and calls all that are due before anything is painted.
    """

    def __init__(self, app: QCoreApplication) -> None:
        self._soon = Soon(lambda: asyncio.current_task(self) is not None)
        super().__init__(app)
        self._garbage = Garbage()
        self._closing: set[asyncio.Future[None]] = set()

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: Context | None = None
    ) -> asyncio.Handle:
        """Call this as soon as what waits already was called, and events had their turn."""
        handle = asyncio.Handle(callback, args, self, context)
        if not self.is_closed():
            self._soon.add(handle)
        return handle

    def close(self) -> None:
        """Give everything up; what still waits is not called."""
        super().close()
        self._soon.clear()

    def run_forever(self) -> None:
        """Run until stopped."""
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(finalizer=self._close_generator)
        self._garbage.start()
        try:
            super().run_forever()
        finally:
            self._garbage.stop()
            sys.set_asyncgen_hooks(*before)

    def _close_generator(self, generator: AsyncGenerator[Any, Any]) -> None:
        if not self.is_closed():
            self.call_soon_threadsafe(self._close_soon, generator)

    def _close_soon(self, generator: AsyncGenerator[Any, Any]) -> None:
        closing = asyncio.ensure_future(generator.aclose(), loop=self)
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
