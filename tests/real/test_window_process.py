"""The window as a process: it ends quietly however it is asked to, calls the first of two, says why it cannot open."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.library.library import Library

pytestmark = pytest.mark.real

_SECONDS = 60

# Runs the window, and tells what had been imported when it first painted itself.
_AT_FIRST_PAINT = """
import sys
from pathlib import Path
import studio.app
def told(window, paint=studio.app.paint_first):
    paint(window)
    print(*sorted({name.partition(".")[0] for name in sys.modules} | {"studio.library"} & set(sys.modules)))
    raise SystemExit(0)
studio.app.paint_first = told
studio.app.run(Path(sys.argv[1]))
"""


# Runs the command, and presses Ctrl+C when it begins to load its window.
_INTERRUPTED = """
import os, signal, sys
from importlib.abc import MetaPathFinder
class Pressing(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "studio.ui.main_window":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Pressing())
from studio.__main__ import main
sys.exit(main())
"""


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen"} | more


@contextmanager
def window(library: Path) -> Iterator[subprocess.Popen[str]]:
    """A window as another process, once its library is open."""
    command = [sys.executable, "-m", "studio", "--library", str(library)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + _SECONDS
        while not (library / "window.lock").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end, "the library was not opened"
            time.sleep(0.02)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_quietly(tmp_path: Path, number: signal.Signals) -> None:
    with window(tmp_path / "library") as process:
        process.send_signal(number)
        said, complained = process.communicate(timeout=_SECONDS)
    assert (process.returncode, said, complained) == (0, "", "")
    with Library.open(tmp_path / "library", create=False):
        pass


def test_ctrl_c_while_it_is_still_being_loaded_is_as_quiet(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _INTERRUPTED, "--library", str(tmp_path / "library")]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
    assert not (tmp_path / "library").exists()


def test_a_second_start_calls_the_first_and_ends(tmp_path: Path) -> None:
    with window(tmp_path / "library") as first:
        command = [sys.executable, "-m", "studio", "--library", str(tmp_path / "library")]
        second = subprocess.run(
            command, env=environment(), capture_output=True, text=True, timeout=_SECONDS, check=False
        )
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert first.poll() is None


def test_two_libraries_are_two_windows(tmp_path: Path) -> None:
    with window(tmp_path / "one"), window(tmp_path / "other") as other:
        assert other.poll() is None


@pytest.mark.parametrize("display", ["", ":4711"])
def test_without_a_screen_it_says_what_to_do(tmp_path: Path, display: str) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in hidden}
    if display:
        bare["DISPLAY"] = display
    command = [sys.executable, "-m", "studio", "--library", str(tmp_path / "library")]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=_SECONDS, check=False)
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("studio: There is no screen to open a window on")
    assert "set DISPLAY" in line
    assert not (tmp_path / "library").exists()


def test_its_outline_is_there_before_anything_slow_is_loaded(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _AT_FIRST_PAINT, str(tmp_path / "library")]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=_SECONDS, check=True)
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert not loaded & {"httpx", "keyring", "PIL", "sqlite3", "asyncio", "uvicorn", "studio.library"}
