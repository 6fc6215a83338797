"""How far a long work is, and stopping it half way."""

from collections.abc import Callable

Tell = Callable[[int, int], None]
"""Takes how much is done, of how much; what it raises, such as Stopped, ends the work."""


class Stopped(Exception):
    """A person has stopped an export or an import; nothing of it is left."""


def tell_nobody(done: int, total: int) -> None:
    """What is done with the news where nobody waits for it."""


class Counter:
    """Adds up what is done and tells it."""

    def __init__(self, total: int, tell: Tell) -> None:
        self._done = 0
        self._total = total
        self._tell = tell
        tell(0, total)

    def add(self, count: int) -> None:
        """Note that so many bytes more are done."""
        self._done += count
        self._tell(self._done, self._total)
