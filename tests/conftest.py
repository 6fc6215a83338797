"""What every test gets: a home of its own, nothing from outside, and a failure for any unexpected log line."""

import asyncio
import gc
import logging
import os
import shutil
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
import pytest_asyncio
import pytestqt.plugin
from hypothesis import HealthCheck, settings

from tests.fakes.patient_bot import PatientBot

ROOT = Path(__file__).parent.parent

# (logger name, beginning of the message): lines that may appear, each with its reason.
EXPECTED_LOGS: tuple[tuple[str, str], ...] = ()

_STATUS = pytest.StashKey[int]()

# What real parts are tested with, by the Debian package that brings it.
PROGRAMS = {
    "curl": "curl",
    "node": "nodejs",
    "npm": "npm",
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "secret-tool": "libsecret-tools",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "setxkbmap": "x11-xkb-utils",
    "xprop": "x11-utils",
    "wmctrl": "wmctrl",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "import": "imagemagick",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core gir1.2-atspi-2.0 python3-gi",
}
INSTALL = "apt-get install -y --no-install-recommends"

_FOREIGN_VARIABLES = ("STUDIO_API_KEY", "PYTHON_KEYRING_BACKEND", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Show no windows to whoever runs the tests; say which package is missing before Qt's own loader ends the run.

    Nor does how quick the machine is just now decide on what hypothesis finds.
    """
    settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("patient")
    # Those that need a screen start one, and programs of their own on it.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a shell, and so for what tests start
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        import PySide6.QtGui  # noqa: F401
    except ImportError as error:
        line = next(line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith(INSTALL))
        raise pytest.UsageError(
            f"Qt cannot be loaded here ({error}). On Debian this brings what it needs:\n{line}"
        ) from None


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep how the run ended."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End here when Qt was used: what hundreds of windows leave to it calls an interpreter that is gone by then.

    That the program itself ends well is tried with processes of its own (tests/real).
    """
    if "PySide6.QtWidgets" in sys.modules and _STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_STATUS])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leave what Qt still has to do after a coroutine to the loop of the next one.

    pytest-qt processes events between the phases of every test. Those of a coroutine belong to its loop, which does not
    run then, and whatever a timer starts fails for want of it.
    """
    with pytest.MonkeyPatch.context() as patch:
        if pytest_asyncio.is_async_test(item):
            patch.setattr(pytestqt.plugin, "_process_events", lambda: None)
        return (yield)


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Run the coroutines of window tests on Qt's loop, all others on a plain one."""
    if {"ui", "workbench"}.isdisjoint(item.path.relative_to(ROOT / "tests").parts):
        return {"plain": asyncio.new_event_loop}
    return {"qt": _qt_loop}


def _qt_loop() -> asyncio.AbstractEventLoop:
    from PySide6.QtWidgets import QApplication

    from studio.workbench.loop import QtLoop

    app = QApplication.instance() or QApplication([])
    # As the program does. The end of a window would end the loop of the next test half way through a step of it.
    QApplication.setQuitOnLastWindowClosed(False)
    return QtLoop(app)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the packages that skipped tests are waiting for."""
    missing = sorted(package for program, package in PROGRAMS.items() if shutil.which(program) is None)
    if missing:
        terminalreporter.write_line(f"Some real parts were not tested. To test them: {INSTALL} {' '.join(missing)}")


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    """In the place of pytest-qt's."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder, so that no test reads or writes the developer's own settings, caches or pictures."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for variable, name in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
    ):
        monkeypatch.setenv(variable, str(folder / name))
    for variable in _FOREIGN_VARIABLES:
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.lower(), raising=False)
    return folder


@pytest.fixture(autouse=True, scope="module")
def qt_left_to_its_thread() -> Iterator[None]:
    """Collect here what tests with Qt leave behind: a worker of a later test would destroy it in the wrong thread."""
    yield
    if "PySide6.QtCore" in sys.modules:
        gc.collect()


@pytest.fixture(autouse=True)
def no_unexpected_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail the test on any warning or worse in any logger, unless it is in EXPECTED_LOGS or the test cleared caplog."""
    yield
    lines = [
        f"{record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING and not _expected(record)
    ]
    assert not lines, "unexpected log lines:\n" + "\n".join(lines)


def _expected(record: logging.LogRecord) -> bool:
    return any(record.name == name and record.getMessage().startswith(start) for name, start in EXPECTED_LOGS)


def need(*programs: str) -> None:
    """Skip the test when a program it needs is missing."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        cannot(f"needs {', '.join(missing)}: see README, “Test it”")


def cannot(reason: str) -> NoReturn:
    """Skip a test of a real part that this machine does not have; in CI it must have it, so there it is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
