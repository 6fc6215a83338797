"""What the loop calls as soon as it can, a few milliseconds at a time, so that what is to be painted has its turn."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimerEvent

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_SECONDS = 0.008  # half of a frame: a step of a reply that arrives takes one or two thousandths


class Soon(QObject):
    """Calls handles in order: those that wait already, and of these no more than fit between two looks at events.

    What a Qt loop within a task would call is left until that has ended: asyncio cannot step a task inside of another.
    """

    def __init__(self, is_in_task: Callable[[], bool], clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__()
        self._is_in_task = is_in_task
        self._clock = clock
        self._waiting: deque[asyncio.Handle] = deque()
        self._timer = 0  # Qt calls back once between two looks at events, for as long as it runs

    def add(self, handle: asyncio.Handle) -> None:
        """Call this too."""
        self._waiting.append(handle)
        self._arrange()

    def clear(self) -> None:
        """Call nothing of what waits."""
        self._waiting.clear()
        self._arrange()

    def timerEvent(self, _: QTimerEvent) -> None:
        self._stop()
        if self._is_in_task():
            return
        self._arrange()  # anew: a timer does not fire within its own event, and a call may run a loop of Qt
        try:
            self._call()
        finally:
            self._arrange()

    def _call(self) -> None:
        end = self._clock() + _SECONDS
        for _ in range(len(self._waiting)):  # what these ask for comes behind the events
            if not self._waiting:
                return
            handle = self._waiting.popleft()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001  # the way of every loop
            if self._clock() >= end:
                return

    def _arrange(self) -> None:
        if not self._waiting:
            self._stop()
        elif not self._timer:
            self._timer = self.startTimer(0)

    def _stop(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0
