"""A person's hands: the keyboard and the mouse of the screen, through xdotool."""

import os
import subprocess
import time
from collections.abc import Mapping

Point = tuple[int, int]

# What a person's slowness gives for free. A click that raises a window needs a moment before the keys, else they go to
# the window before; what a drag hovers over needs one to answer whether it would take it.
_MOMENT = 0.3
_STEPS, _STEP_SECONDS = 12, 0.04


class Hands:
    """Types, clicks and drags on one screen, no faster than a person would."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **environment}
        self._at: Point = (0, 0)

    def type(self, text: str) -> None:
        """Type what a German keyboard has. xdotool knows a way for the rest, which a busy machine loses letters on."""
        self._do("type", "--delay", "20", "--", text)

    def key(self, *keys: str) -> None:
        """Press keys by their X names one after another, as `ctrl+Return`."""
        self._do("key", "--delay", "40", *keys)

    def click(self, point: Point, *, button: int = 1, times: int = 1, holding: str | None = None) -> None:
        """Click somewhere, with a modifier key held down if that is named."""
        self._go(point)
        if holding:
            self._do("keydown", holding)
        self._do("click", "--repeat", str(times), "--delay", "60", str(button))
        if holding:
            self._do("keyup", holding)
        time.sleep(_MOMENT)

    def scroll(self, point: Point, *, up: int) -> None:
        """Turn the wheel up over a point."""
        self._go(point)
        self._do("click", "--repeat", str(up), "--delay", "40", "4")
        time.sleep(_MOMENT)

    def take(self, point: Point) -> None:
        """Press the left button and keep it down."""
        self._go(point)
        self._do("mousedown", "1")

    def carry(self, point: Point) -> None:
        """Move slowly, and rest there for a moment."""
        start = self._at
        for step in range(1, _STEPS + 1):
            x, y = (round(a + (b - a) * step / _STEPS) for a, b in zip(start, point, strict=True))
            self._go((x, y))
            time.sleep(_STEP_SECONDS)
        time.sleep(_MOMENT)

    def drop(self) -> None:
        """Let the left button go."""
        self._do("mouseup", "1")

    def drag(self, start: Point, *stops: Point) -> None:
        """Take at `start`, carry it from stop to stop, drop it at the last."""
        self.take(start)
        for stop in stops:
            self.carry(stop)
        self.drop()

    def _go(self, point: Point) -> None:
        self._do("mousemove", str(point[0]), str(point[1]))
        self._at = point

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=60)
