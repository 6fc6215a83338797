"""Ids that sort by the time they were made: the layout of UUID version 7, as 32 lower-case hexadecimal digits."""

import os
import re
import threading
import time
from collections.abc import Callable

Clock = Callable[[], int]

_COUNTER_LIMIT = 1 << 12
_ID = re.compile(r"[0-9a-f]{32}")


def system_clock() -> int:
    """Milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return _ID.fullmatch(text) is not None


def made_at(an_id: str) -> int:
    """When an id was made, in milliseconds since 1970: ids begin with the time."""
    return int(an_id[:12], 16)


class IdMaker:
    """Makes ids, each greater than the one before, even when the clock stands still or goes back; for any thread."""

    def __init__(self, clock: Clock = system_clock, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._random_bytes = random_bytes
        self._lock = threading.Lock()
        self._millisecond = -1
        self._counter = 0

    def new(self) -> str:
        """A new id: 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits."""
        random = int.from_bytes(self._random_bytes(10))
        with self._lock:
            self._step(fresh_counter=random >> 69)
            time_and_counter = self._millisecond << 16 | 0x7000 | self._counter
        return f"{time_and_counter << 64 | 1 << 63 | random & (1 << 62) - 1:032x}"

    def _step(self, fresh_counter: int) -> None:
        now = self._clock()
        if now > self._millisecond:
            # Starting in the lower half leaves room to count, and keeps ids of two processes apart.
            self._millisecond, self._counter = now, fresh_counter
        elif self._counter + 1 < _COUNTER_LIMIT:
            self._counter += 1
        else:
            self._millisecond, self._counter = self._millisecond + 1, 0
