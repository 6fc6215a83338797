"""A screen nobody sees: Xvfb with a window manager, and pictures of what is on it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.real.desktop.processes import ended_with_block, until

WIDTH, HEIGHT = 1920, 1080


@dataclass(frozen=True)
class Screen:
    """An X display that runs, `WIDTH` x `HEIGHT` pixels."""

    display: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DISPLAY": self.display}

    def shot(self, path: Path) -> Path:
        """Write what is on the screen to a PNG."""
        # Not `xwd -root`: menus and lists that pop up come out black there.
        subprocess.run(["import", "-display", self.display, "-window", "root", str(path)], check=True, timeout=60)
        return path


@contextmanager
def screen(home: Path) -> Iterator[Screen]:
    """A screen with openbox on it and a German keyboard before it, for as long as the block runs."""
    ours, theirs = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with ended_with_block(command, pass_fds=(theirs,)):
        os.close(theirs)
        with os.fdopen(ours) as file:
            number = file.readline().strip()  # written once it takes connections: no guessing, no race
        assert number, "Xvfb ended before it was there"
        made = Screen(f":{number}")
        environment = {**os.environ, **made.environment, "HOME": str(home)}
        subprocess.run(["setxkbmap", "-layout", "de"], env=environment, check=True, timeout=20)
        with ended_with_block(["openbox", "--sm-disable"], env=environment):
            until(lambda: _has_window_manager(made), "the window manager is there")
            yield made


def _has_window_manager(made: Screen) -> bool:
    command = ["xprop", "-display", made.display, "-root", "_NET_SUPPORTING_WM_CHECK"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "window id" in done.stdout
