"""asyncio on Qt's event loop, whole."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import Any

import qasync
from PySide6.QtCore import QCoreApplication

from studio.workbench.garbage import Garbage


class QtLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
    """qasync's loop with what it leaves out.

    Async generators that were let go of half way are closed on the loop. httpx leaves some behind whenever a body is
    not read to its last byte; without this they are closed by the garbage collector, which cannot await, and say so on
    standard error. Garbage is collected in the loop's thread only, see there.
    """

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._garbage = Garbage()
        self._closing: set[asyncio.Future[None]] = set()

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
