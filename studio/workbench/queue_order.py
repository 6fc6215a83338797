"""The order in which jobs wait, and which of them may go: as many as a connection does at once and takes a minute."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable

from studio.workbench.job import Job, Waits, Why
from studio.workbench.rate import Rate

Width = Callable[["str | None"], int]
"""How many requests a connection, None being the sandbox, does at once."""
PerMinute = Callable[["str | None"], "int | None"]
"""How many it takes in a minute; None is as many as there are."""


class QueueOrder:
    """Jobs that have not been begun, first come first; those over one connection do not hold up those over another."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._jobs: list[Job] = []
        self._rates: dict[str | None, Rate] = {}
        self._width: Width = lambda _: 1
        self._per_minute: PerMinute = lambda _: None
        self.is_paused = False

    def limit(self, width: Width, per_minute: PerMinute) -> None:
        """Go by these limits from now on."""
        self._width, self._per_minute = width, per_minute

    @property
    def jobs(self) -> tuple[Job, ...]:
        """What waits, in order."""
        return tuple(self._jobs)

    @property
    def counts_down(self) -> bool:
        """Whether any job waits for seconds to go by."""
        return any(job.waits is not None and job.waits.why is Why.RATE for job in self._jobs)

    def add(self, jobs: Iterable[Job]) -> None:
        """Let jobs wait behind all others."""
        self._jobs += jobs

    def remove(self, job: Job) -> bool:
        """Let a job wait no more; False when it did not."""
        if job not in self._jobs:
            return False
        self._jobs.remove(job)
        job.waits = None
        return True

    def move(self, job: Job, place: int) -> bool:
        """Put a job in another place, from 0; False when that changes nothing."""
        if job not in self._jobs:
            return False
        before = self._jobs.index(job)
        self._jobs.remove(job)
        self._jobs.insert(max(0, place), job)
        return self._jobs.index(job) != before

    def count(self, connection_id: str | None) -> None:
        """Count a request that goes out over a connection now."""
        self._rates.setdefault(connection_id, Rate()).count(self._clock())

    def take_due(self, busy: Iterable[str | None]) -> tuple[list[Job], list[Job]]:
        """Take out the jobs that may begin, beside one each over the connections in `busy`; and those with news."""
        at_once, behind = Counter(busy), Counter[str | None]()
        due: list[Job] = []
        news: list[Job] = []
        for job in self.jobs:
            waits = self._waits_of(job, at_once[job.connection_id], behind)
            if waits is None:
                at_once[job.connection_id] += 1
                self.remove(job)
                self.count(job.connection_id)
                due.append(job)
            elif waits != job.waits:
                job.waits = waits
                news.append(job)
        return due, news

    def _waits_of(self, job: Job, at_once: int, behind: Counter[str | None]) -> Waits | None:
        """What a job waits for, when so many are under way; `behind` counts those whose minute is not there yet."""
        if not job.is_written:
            return Waits(Why.WRITING)
        where = job.connection_id
        if self.is_paused:
            return Waits(Why.PAUSED)
        limit = self._per_minute(where)
        if limit is not None:
            seconds = self._rates.setdefault(where, Rate()).wait(limit, behind[where], self._clock())
            if seconds > 0:
                behind[where] += 1
                return Waits(Why.RATE, limit, math.ceil(seconds))
        width = self._width(where)
        return Waits(Why.ROOM, width) if at_once >= width else None
