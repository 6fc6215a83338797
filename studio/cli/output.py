"""What a person at a terminal sees: results on standard output, everything else on standard error."""

import asyncio
import json
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Self

from studio.generation.wish import JobState, Progress

_TICK = 0.2


def say(text: str) -> None:
    """Write a line of news to standard error."""
    print(text, file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Write a result to standard output."""
    print(text, flush=True)


def put_json(value: object) -> None:
    """Write one JSON object to standard output."""
    put(json.dumps(value, ensure_ascii=False, indent=2))


class ProgressLine:
    """One line that says how far the jobs are and for how long; nothing where nobody looks at a terminal."""

    def __init__(self, jobs: int) -> None:
        self._states = [Progress(JobState.QUEUED)] * jobs
        self._began = time.monotonic()
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._task: asyncio.Task[None] | None = None

    def tell(self, job: int, progress: Progress) -> None:
        """Take the news of one job."""
        self._states[job] = progress

    async def __aenter__(self) -> Self:
        if self._shown:
            self._task = asyncio.create_task(self._tick(), name="progress line")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    async def _tick(self) -> None:
        while True:
            sys.stderr.write(f"\r\x1b[K{self.text()}")
            sys.stderr.flush()
            await asyncio.sleep(_TICK)

    def text(self) -> str:
        """Return the line: seconds, and how many jobs are in which state."""
        counts = Counter(progress.state for progress in self._states)
        many = len(self._states) > 1
        parts = [f"{f'{count} ' if many else ''}{self._words(state)}" for state, count in counts.items()]
        return f"{time.monotonic() - self._began:5.1f} s  {' · '.join(parts)}   (Ctrl+C cancels)"

    def _words(self, state: JobState) -> str:
        moved = sum(progress.bytes for progress in self._states if progress.state is state)
        if state in (JobState.SENDING, JobState.RECEIVING) and moved:
            return f"{state.value} {moved / 1e6:.1f} MB"
        if state is JobState.WAITING:
            left = max(progress.wait for progress in self._states if progress.state is state)
            return f"waiting {left:.0f} s before asking again"
        return state.value
