"""Windows as the window manager sees them: where they are, where they should be, and the button that closes them."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from tests.real.desktop.processes import until


@dataclass(frozen=True)
class Window:
    """A line of the window manager's list."""

    id: str
    pid: int
    title: str


class Windows:
    """All windows of one screen, through wmctrl."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **environment}

    def all(self) -> list[Window]:
        lines = self._wmctrl("-l", "-p").splitlines()
        rows = [line.split(None, 4) for line in lines]
        return [Window(row[0], int(row[2]), row[4] if len(row) > 4 else "") for row in rows]

    def of(self, pid: int) -> Window:
        """Return the first window of a process, as soon as it has one."""
        found = until(lambda: [window for window in self.all() if window.pid == pid], f"process {pid} has a window")
        return found[0]

    def place(self, window: Window, x: int, y: int, width: int, height: int) -> None:
        """Move and size a window, frame included, and wait until it is so."""
        self._wmctrl("-i", "-r", window.id, "-b", "remove,maximized_vert,maximized_horz")
        self._wmctrl("-i", "-r", window.id, "-e", f"0,{x},{y},{width},{height}")
        until(lambda: self._size(window) == (width, height), f"{window.title} is {width}x{height}")

    def raise_(self, window: Window) -> None:
        """Bring a window to the front and give it the keyboard."""
        self._wmctrl("-i", "-a", window.id)

    def close(self, window: Window) -> None:
        """Close it as its button in the frame does."""
        self._wmctrl("-i", "-c", window.id)

    def _size(self, window: Window) -> tuple[int, int] | None:
        for line in self._wmctrl("-l", "-G").splitlines():
            columns = line.split(None, 7)
            if columns[0] == window.id:
                return int(columns[4]), int(columns[5])
        return None

    def _wmctrl(self, *arguments: str) -> str:
        command = ["wmctrl", *arguments]
        done = subprocess.run(command, env=self._environment, stdout=subprocess.PIPE, text=True, check=True, timeout=20)
        return done.stdout
