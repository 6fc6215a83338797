"""How evenly the thread that paints gets its turn: a timer every 16 ms, and what that thread used of the processor."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MILLISECONDS = 16


@dataclass(frozen=True)
class Ticked:
    """The longest gap between two ticks, the thread's processor time, and the time from start to stop, in seconds."""

    gap: float
    cpu: float
    wall: float


class Ticks(QObject):
    """Counts from `start` to `stop`, on the thread it was made in."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)
        self._gap = self._last = self._began = self._cpu = 0.0

    def start(self) -> None:
        self._gap = 0.0
        self._cpu = time.thread_time()
        self._began = self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> Ticked:
        self._tick()
        self._timer.stop()
        return Ticked(self._gap, time.thread_time() - self._cpu, self._last - self._began)

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gap = max(self._gap, now - self._last)
        self._last = now
