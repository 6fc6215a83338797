"""Long work of a command: how far it is, shown where somebody looks, and stopped so that nothing half done is left."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from studio.cli.output import show_line

_TICK = 0.2
_LEAST = 1.0  # seconds before anything is said: what is over by then needs no line


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM end the work as Ctrl+C does: nothing half done is left."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def megabytes(done: int, total: int) -> str:
    """Return how far work is that moves bytes."""
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"


def steps(done: int, total: int) -> str:
    """Return how far work is that goes through one thing after another."""
    return f"{done:,} of {total:,}"


@contextmanager
def progress(doing: str, said: Callable[[int, int], str] = megabytes) -> Iterator[Callable[[int, int], None]]:
    """Give what takes how far the work is, and shows it in one line where somebody looks at a terminal."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    began = last = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if shown and now - began > _LEAST and now - last > _TICK:
            last = now
            show_line(f"{doing}: {said(done, total)}   (Ctrl+C cancels)")

    try:
        yield tell
    finally:
        if last > began:
            show_line("")
