"""One window for each library, tried with real processes."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QTimer
from PySide6.QtNetwork import QLocalSocket

from studio.workbench import instance
from studio.workbench.instance import claim, instance_name, is_answered

ROOT = Path(__file__).parent.parent.parent
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(autouse=True)
def sockets(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of their own for sockets and locks, with a path that is short enough for one."""
    folder = tmp_path_factory.mktemp("s")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.workbench.claiming", *map(str, arguments)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_calls_the_first_and_ends(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path / "library")
    assert said(first) == "window"
    for token in ("", "token-7"):
        second = start(tmp_path / "library", token)
        assert said(second) == "called"
        assert second.wait() == 0
        assert said(first) == f"raised {token}".strip()
    assert first.poll() is None


def test_a_second_start_hands_its_files_over(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path / "library")
    assert said(first) == "window"
    files = [tmp_path / "An otter ä%20.studio", tmp_path / "x.studio"]
    assert said(start(tmp_path / "library", "", *files)) == "called"
    assert said(first) == "raised"
    assert said(first) == f"handed {files[0]} {files[1]}"
    many = [tmp_path / f"{number:0100}.studio" for number in range(60)]
    assert said(start(tmp_path / "library", "t", *many)) == "called"
    assert said(first) == "raised t"
    handed = said(first).split(" ")[1:]
    assert 10 < len(handed) < 60, "as many as one call can name"
    assert handed == [str(file) for file in many[: len(handed)]]


def test_two_libraries_are_two_windows(start: Start, tmp_path: Path) -> None:
    first, second = start(tmp_path / "one"), start(tmp_path / "two")
    assert (said(first), said(second)) == ("window", "window")


def test_every_way_to_write_a_folder_is_the_same_library(start: Start, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "library")
    first = start(tmp_path / "library")
    assert said(first) == "window"
    assert said(start(tmp_path / "x" / ".." / "link")) == "called"


def test_the_socket_of_a_killed_process_is_replaced(start: Start, tmp_path: Path, sockets: Path) -> None:
    first = start(tmp_path)
    assert said(first) == "window"
    first.kill()
    first.wait()
    assert (sockets / instance_name(tmp_path)).exists()  # else this would test nothing
    second = start(tmp_path)
    assert said(second) == "window"
    assert said(start(tmp_path)) == "called"
    assert said(second) == "raised"


def test_of_many_starts_at_once_one_is_the_window(start: Start, tmp_path: Path) -> None:
    words = sorted(said(process) for process in [start(tmp_path) for _ in range(4)])
    assert words == ["called", "called", "called", "window"]


def test_nonsense_on_the_socket_is_not_a_call(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = start(tmp_path)
    assert said(first) == "window"
    for words in (b"\xff\0nonsense\n", b"x" * 10_000, b"raise " + b"y" * 5_000):
        socket = QLocalSocket()
        socket.connectToServer(str(QDir.temp().filePath(instance_name(tmp_path))))
        assert socket.waitForConnected()
        socket.write(words)
        assert socket.waitForDisconnected()
    assert said(start(tmp_path, "after")) == "called"
    assert said(first) == "raised after"


def test_where_no_socket_can_be_made_the_start_goes_on(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    assert said(start(tmp_path)) == "deaf window"


def test_names_differ_by_user_and_by_folder(tmp_path: Path) -> None:
    names = [instance_name(tmp_path / "a", "1"), instance_name(tmp_path / "a", "2"), instance_name(tmp_path / "b", "1")]
    assert len(set(names)) == 3
    assert instance_name(tmp_path / "a", "1") == names[0]
    assert instance_name(Path("\udcff"), "1")


async def test_a_window_that_is_too_busy_to_answer_is_called_while_ours_ticks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(instance, "_PATIENCE", 300)
    busy = socket.socket(socket.AF_UNIX)
    busy.bind(QDir.temp().filePath(instance_name(tmp_path)))
    busy.listen(1)  # takes the call and never reads it
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(10)
    assert await is_answered(tmp_path)
    assert len(ticks) > 5
    busy.close()
    assert not await is_answered(tmp_path)
    assert not await is_answered(tmp_path / "nobody")


async def test_a_window_that_answers_is_told(tmp_path: Path) -> None:
    mine = claim(tmp_path)
    assert mine is not None
    told: list[str] = []
    mine.raised.connect(told.append)
    assert await is_answered(tmp_path)
    assert told == [""]
    mine.close()
