"""All of it together: a screen, buses, eyes, hands, and programs on it."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from tests.conftest import cannot, need
from tests.real.desktop.app import Program, running, studio
from tests.real.desktop.bus import ACCESSIBILITY, session
from tests.real.desktop.eyes import PYTHON, Eyes, eyes
from tests.real.desktop.hands import Hands
from tests.real.desktop.processes import ended_with_block
from tests.real.desktop.windows import Windows
from tests.real.desktop.xserver import Screen, screen

_PROGRAMS = (
    "Xvfb",
    "openbox",
    "xdotool",
    "wmctrl",
    "xprop",
    "setxkbmap",
    "xclip",
    "import",
    "dbus-daemon",
    ACCESSIBILITY,
)
# What Qt's xcb plugin loads; without one of them a program ends before it has a window.
_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)
_ASK_FOR_ATSPI = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


class Desk:
    """A desktop with nobody at it but the test."""

    def __init__(self, folder: Path, screen: Screen, environment: Mapping[str, str], eyes: Eyes) -> None:
        self.folder = folder
        self.screen = screen
        self.hands = Hands(screen.environment)
        self.windows = Windows(screen.environment)
        self._environment = environment
        self._eyes = eyes
        self._numbers = count()

    def start(self, command: Sequence[str]) -> AbstractContextManager[Program]:
        """Start a program; its standard error is kept."""
        errors = self.folder / f"errors-{next(self._numbers)}.txt"
        return running(command, self._environment, errors, self._eyes, self.windows)

    def studio(self, library: Path, *more: str) -> AbstractContextManager[Program]:
        """Start Studio on a library."""
        return self.start(studio(library, *more))

    def other(self, verb: str, *paths: Path) -> AbstractContextManager[Program]:
        """Start another program: `offer` FILE… or `receive` FOLDER."""
        return self.start([sys.executable, "-m", "tests.real.desktop.other", verb, *map(str, paths)])

    def copying(self, path: Path, kind: str = "image/png") -> AbstractContextManager[object]:
        """Hold a file's contents in the clipboard, as a program that copied a picture does."""
        command = ["xclip", "-quiet", "-selection", "clipboard", "-t", kind, "-i", str(path)]
        return ended_with_block(command, env=dict(self._environment))

    def copying_file(self, path: Path) -> AbstractContextManager[object]:
        """Hold a file in the clipboard, as a file manager does that copied it."""
        address = self.folder / "copied.uri"
        address.write_text(f"{path.as_uri()}\r\n")
        return self.copying(address, "text/uri-list")

    def copied(self, kind: str = "image/png") -> bytes:
        """Return what the clipboard holds, b"" when nobody offers anything of this kind."""
        command = ["xclip", "-selection", "clipboard", "-t", kind, "-o"]
        done = subprocess.run(command, env=dict(self._environment), capture_output=True, check=False, timeout=20)
        return done.stdout

    def shot(self, name: str) -> Path:
        """Write what is on the screen to a PNG in the folder."""
        return self.screen.shot(self.folder / f"{name}.png")


@contextmanager
def desk(folder: Path, home: Path) -> Iterator[Desk]:
    """A desk for as long as the block runs; when that fails, the error names a picture of the screen as it was."""
    need_desktop()
    with screen(home) as made, session(home, made.display) as buses:
        environment = {
            **os.environ,
            **made.environment,
            **buses,
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            # Qt's answer to every look from outside that it has no second way in; what programs do wrong is still said.
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
        }
        with eyes(environment) as watching:
            one = Desk(folder, made, environment, watching)
            try:
                yield one
            except BaseException as error:
                error.add_note(f"The screen at that moment: {one.shot('failed')}")
                raise


def need_desktop() -> None:
    """Skip the test where there is no X server to be had, or nothing to look at it with."""
    need(*_PROGRAMS, ACCESSIBILITY)
    for library in _LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            cannot(f"needs {library}: see README, “Test it”")
    if subprocess.run([PYTHON, "-c", _ASK_FOR_ATSPI], capture_output=True, check=False).returncode:
        cannot("needs Debian's python3-gi and gir1.2-atspi-2.0: see README, “Test it”")
