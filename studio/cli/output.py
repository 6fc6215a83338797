"""What a person at a terminal sees: results on standard output, everything else on standard error."""

import asyncio
import io
import json
import sys
import time
from collections import Counter
from contextlib import suppress
from typing import Self, TextIO

from studio.generation.wish import JobState, Progress

_TICK = 0.2
_PAUSE = 1.0  # seconds without a word after which the line of progress is shown again
_LONGEST_LINE = 4000
# Control characters in what a server says could do things to a terminal.
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), " ")


class OutputGone(Exception):
    """Standard output takes nothing more; `reason` is the system's."""

    def __init__(self, reason: str, *, closed: bool) -> None:
        super().__init__(f"Standard output cannot be written: {reason}. What was made is in the library.")
        self.closed = closed


def use_utf8() -> None:
    """Read and write any name and any word, whatever the locale says: nothing paid for may end in an encoding error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def say(text: str) -> None:
    """Write a line of news to standard error; if nobody can hear it, go on."""
    line = text.translate(_CONTROLS)
    shown = line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}… ({len(line):,} characters)"
    with suppress(OSError):
        _write(sys.stderr, f"{shown}\n")


def show_line(text: str) -> None:
    """Show a line of progress in the place of the last one on standard error; "" takes it away."""
    with suppress(OSError):
        _write(sys.stderr, f"\r\x1b[K{text}")


def put(text: str) -> None:
    """Write a result to standard output; OutputGone when it takes nothing more."""
    try:
        _write(sys.stdout, f"{text}\n")
    except OSError as error:
        raise OutputGone(error.strerror or str(error), closed=isinstance(error, BrokenPipeError)) from error


def put_json(value: object) -> None:
    """Write one JSON object to standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Bytes of a file name that are no UTF-8 are escapes in JSON.
    put(text.encode("utf-8", "backslashreplace").decode())


def _write(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        stream.write(text)
        stream.flush()


class ProgressLine:
    """One line that says how far the jobs are and for how long; nothing where nobody looks at a terminal.

    What the model says is written as it comes, where there is one job: `said` is how much of it was.
    """

    def __init__(self, jobs: int) -> None:
        self._states = [Progress(JobState.QUEUED)] * jobs
        self._began = time.monotonic()
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._task: asyncio.Task[None] | None = None
        self._spoke: float | None = None  # when the last words were written, which end no line yet
        self.said = ""

    def tell(self, job: int, progress: Progress) -> None:
        """Take the news of one job."""
        self._states[job] = progress
        if len(self._states) == 1 and len(progress.words) > len(self.said) and progress.words.startswith(self.said):
            self._speak(progress.words[len(self.said) :])
            self.said = progress.words

    def state(self, job: int) -> Progress:
        """Return the last news of one job."""
        return self._states[job]

    async def __aenter__(self) -> Self:
        if self._shown:
            self._task = asyncio.create_task(self._tick(), name="progress line")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            if self._spoke is None:
                show_line("")
        self._end_line()

    async def _tick(self) -> None:
        while True:
            if self._spoke is None or time.monotonic() - self._spoke > _PAUSE:
                self._end_line()
                show_line(self.text())
            await asyncio.sleep(_TICK)

    def _speak(self, words: str) -> None:
        if self._spoke is None and self._shown:
            show_line("")
        self._spoke = time.monotonic()
        with suppress(OSError):
            _write(sys.stderr, words.translate(_CONTROLS))

    def _end_line(self) -> None:
        if self._spoke is not None:
            self._spoke = None
            with suppress(OSError):
                _write(sys.stderr, "\n")

    def text(self) -> str:
        """Return the line: seconds, and how many jobs are in which state."""
        counts = Counter(progress.state for progress in self._states)
        many = len(self._states) > 1
        states = [state for state in JobState if state in counts]
        parts = [f"{f'{counts[state]} ' if many else ''}{self._words(state)}" for state in states]
        return f"{time.monotonic() - self._began:5.1f} s  {' · '.join(parts)}   (Ctrl+C cancels)"

    def _words(self, state: JobState) -> str:
        moved = sum(progress.bytes for progress in self._states if progress.state is state)
        if state in (JobState.SENDING, JobState.RECEIVING) and moved:
            return f"{state.value} {moved / 1e6:.1f} MB"
        if state is JobState.WAITING:
            left = max(progress.wait for progress in self._states if progress.state is state)
            return f"waiting {left:.0f} s before asking again"
        return state.value
