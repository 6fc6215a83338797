"""How often a connection may be asked: so many requests within any minute, counted from when each was begun."""

from __future__ import annotations

from collections import deque

_MINUTE = 60.0


class Rate:
    """The requests of the last minute over one connection, by a clock of seconds."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def count(self, now: float) -> None:
        """Count a request that goes out now."""
        self._forget(now)
        self._times.append(now)

    def wait(self, limit: int, ahead: int, now: float) -> float:
        """Seconds until there is room for a request with `ahead` others before it; 0 when there is room now."""
        self._forget(now)
        times = list(self._times)
        for _ in range(ahead + 1):
            at = max(now, times[-limit] + _MINUTE) if len(times) >= limit else now
            times.append(at)
        return times[-1] - now

    def _forget(self, now: float) -> None:
        """Let go of what was more than a minute ago, also where nobody asks because no limit is set."""
        while self._times and self._times[0] <= now - _MINUTE:
            self._times.popleft()
