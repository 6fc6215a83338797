"""Processes that end with the block they belong to, and waiting for what they do."""

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds after which what should happen is taken not to happen: far more than anything here needs."""


def until(condition: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """Ask again and again until the answer is truthy, and return it; AssertionError naming `what` when it stays out."""
    deadline = time.monotonic() + patience
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {patience:g} s in vain until {what}"
        time.sleep(0.03)
    return answer


@contextmanager
def ended_with_block(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process that is asked to end, then made to, when the block does; quiet unless told otherwise."""
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
