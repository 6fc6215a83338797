"""Work that threads take from each other, the last that was asked for first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key")
Result = TypeVar("Result")


class Done(NamedTuple, Generic[Key, Result]):
    """The outcome of one piece of work; `result` is None when it failed in the way that was expected."""

    key: Key
    result: Result | None


class NewestFirst(Generic[Key, Result]):
    """A pile of work: who asks puts it on top, who works takes from the top. What is buried too deep falls out."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._lock = threading.Lock()
        self._waiting: dict[Key, Callable[[], Result | None]] = {}
        self._under_way: set[Key] = set()
        self._done: deque[Done[Key, Result]] = deque()
        self._workers = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def ask(self, key: Key, work: Callable[[], Result | None]) -> Key | None:
        """Put work on top, also when it was asked for before; the key that fell out for it, if any."""
        with self._lock:
            if key in self._under_way:
                return None
            self._waiting.pop(key, None)
            self._waiting[key] = work
            if len(self._waiting) <= self._at_most:
                return None
            oldest = next(iter(self._waiting))
            del self._waiting[oldest]
            return oldest

    def cancel(self, keys: Iterable[Key]) -> list[Key]:
        """Take back work that nobody has begun; the keys of what was taken back."""
        with self._lock:
            return [key for key in keys if self._waiting.pop(key, None) is not None]

    def clear(self) -> None:
        """Take everything back, and forget what is done."""
        with self._lock:
            self._waiting.clear()
            self._done.clear()

    def hire(self, workers: int) -> bool:
        """Whether one more is to call `work`, so that there are so many; it counts from now on."""
        with self._lock:
            if self._workers >= min(workers, len(self._waiting) + len(self._under_way)):
                return False
            self._workers += 1
            return True

    def work(self, tell: Callable[[], None]) -> None:
        """In a thread: take from the top until nothing is left; `tell` is called when something was done."""
        while (taken := self._take()) is not None:
            key, work = taken
            try:
                result = work()
            except BaseException:
                with self._lock:
                    self._workers -= 1
                    self._under_way.discard(key)
                raise
            with self._lock:
                self._under_way.discard(key)
                is_first = not self._done
                self._done.append(Done(key, result))
            if is_first:
                tell()

    def collect(self, at_most: int) -> list[Done[Key, Result]]:
        """What was done since, oldest first; `tell` is called again only after all of it was collected."""
        with self._lock:
            return [self._done.popleft() for _ in range(min(at_most, len(self._done)))]

    def _take(self) -> tuple[Key, Callable[[], Result | None]] | None:
        with self._lock:
            if not self._waiting:
                self._workers -= 1  # in the same breath, so that what is asked for next finds a worker missing
                return None
            key, work = self._waiting.popitem()
            self._under_way.add(key)
            return key, work
