"""Garbage collection in the thread that paints, and in no other.

Python collects cycles in whichever thread allocates at that moment. A QObject in such a cycle is then destroyed there,
and Qt, which still has timers and events for it in its own thread, crashes some time later.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_MILLISECONDS = 250
_FULL_EVERY = 40  # looks between two full collections, which take longest: ten seconds


class Garbage:
    """Collects on a timer of this thread what Python would collect by itself, while it is started."""

    def __init__(self) -> None:
        self._owner: QObject | None = None
        self._was_on = False
        self._looks = 0

    def start(self) -> None:
        """Collect here from now on."""
        self._was_on = gc.isenabled()
        gc.disable()
        self._owner = QObject()
        timer = QTimer(self._owner)
        timer.timeout.connect(self.look)
        timer.start(_MILLISECONDS)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._owner = None
        if self._was_on:
            gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        self._looks += 1
        young, middle, old = (count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if old and self._looks >= _FULL_EVERY:
            self._looks = 0
            gc.collect()
        elif middle:
            gc.collect(1)
        elif young:
            gc.collect(0)


def settle() -> None:
    """Leave what is there now out of every collection: code and windows stay, and looking at them takes 50 ms."""
    gc.freeze()
