"""Studio, or any program with a window, as a person starts it: a process, on the screen, quiet, ending with 0."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.real.desktop.eyes import Eyes, View
from tests.real.desktop.processes import until
from tests.real.desktop.windows import Window, Windows

ROOT = Path(__file__).parents[3]


class Program:
    """A program that runs: its tree in `view`, its window, and whatever it said on standard error."""

    def __init__(self, process: subprocess.Popen[bytes], errors: Path, eyes: Eyes, windows: Windows) -> None:
        self.process = process
        self.pid = process.pid
        self.view = View(eyes, process.pid, self.check)
        self._errors = errors
        self._windows = windows

    @property
    def errors(self) -> str:
        return self._errors.read_text(errors="replace")

    def check(self) -> None:
        """Fail when it has ended: nothing will be seen of it any more."""
        status = self.process.poll()
        assert status is None, f"it ended with {status}: {self.errors}"

    @property
    def window(self) -> Window:
        """Its window, as soon as there is one."""
        until(lambda: self.process.poll() is not None or self._of_mine(), f"process {self.pid} has a window")
        self.check()
        return self._of_mine()[0]

    def _of_mine(self) -> list[Window]:
        return [window for window in self._windows.all() if window.pid == self.pid]

    def place(self, x: int, y: int, width: int, height: int) -> None:
        self._windows.place(self.window, x, y, width, height)

    def close_window(self) -> None:
        """Close it as its frame's button does, and wait for a good end."""
        self._windows.close(self.window)
        self.end()

    def terminate(self) -> None:
        """Ask it to end as the system does at shutdown, and wait for a good end."""
        self.process.send_signal(signal.SIGTERM)
        self.end()

    def end(self) -> None:
        """Wait until it has ended: with 0, and without a word on standard error."""
        status = self.process.wait(30)
        assert status == 0, f"it ended with {status}: {self.errors}"
        assert self.errors == "", f"it said: {self.errors}"


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], errors: Path, eyes: Eyes, windows: Windows
) -> Iterator[Program]:
    """A program for as long as the block runs; a test that cares how it ends closes it inside."""
    with (
        errors.open("wb") as file,
        subprocess.Popen(
            command, env=dict(environment), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        ) as process,
    ):
        try:
            yield Program(process, errors, eyes, windows)
        finally:
            process.kill()


def studio(library: Path, *more: str) -> list[str]:
    """Return the command that opens the window on a library."""
    return [sys.executable, "-m", "studio", "--library", str(library), *more]
