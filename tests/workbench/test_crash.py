"""What nobody caught: written down without keys, told once, and everything goes on."""

import asyncio
import contextlib
import faulthandler
import gc
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from studio.workbench import crash as crash_module
from studio.workbench.crash import Crash, CrashHook
from studio.workbench.crash_files import ErrorLog, Faults
from studio.workbench.crash_text import name_of, report_of
from tests.ui.waiting import until

ROOT = Path(__file__).parent.parent.parent
KEY = "the-key-of-a-gateway"


def hide(text: str) -> str:
    return text.replace(KEY, "•••")


class Told(list[Crash]):
    """What a hook told of."""

    def by_what(self) -> dict[str, int]:
        return {crash.what: crash.count for crash in self}


@pytest.fixture
async def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[CrashHook]:
    monkeypatch.setattr(sys, "__stderr__", None)  # as for a program without a terminal
    was_enabled = faulthandler.is_enabled()
    hook = CrashHook(tmp_path / "state", hide)
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hook.install()
    yield hook
    hook.remove()
    hook.deleteLater()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before
    monkeypatch.undo()
    if was_enabled:
        faulthandler.enable(sys.__stderr__)


@pytest.fixture
def told(hook: CrashHook) -> Told:
    told = Told()
    hook.crashed.connect(told.append)
    return told


def raised(error: Exception) -> Exception:
    with contextlib.suppress(Exception):
        raise error
    return error


async def test_what_reaches_the_top_is_told_wherever_it_happened(hook: CrashHook, told: Told) -> None:
    def in_thread() -> None:
        raise ValueError("in a thread")

    class Thrown:
        def __del__(self) -> None:
            raise ValueError("in the collector")

    async def in_task() -> None:
        raise ValueError("in a task")

    asyncio.get_running_loop().set_exception_handler(hook.loop_handler)
    error = raised(ValueError("on the top"))
    sys.excepthook(type(error), error, error.__traceback__)
    threading.Thread(target=in_thread).start()
    Thrown()
    gc.collect()
    task = asyncio.ensure_future(in_task())
    await asyncio.wait([task])
    del task
    gc.collect()
    hook.loop_handler(asyncio.get_running_loop(), {"message": "Words of the loop"})
    await until(lambda: len(told) == 5)
    assert set(told.by_what()) == {
        "ValueError: on the top",
        "ValueError: in a thread",
        "ValueError: in the collector",
        "ValueError: in a task",
        "RuntimeError: Words of the loop",
    }
    log = (hook._folder / "errors.log").read_text()
    for crash in told:
        assert crash.text in log
        assert crash.file == hook._folder / "errors.log"
    assert "in_thread" in log, "the report says where it happened"


async def test_the_same_mistake_is_told_once_with_its_count(hook: CrashHook, told: Told) -> None:
    def mistake(words: str) -> Exception:
        return raised(ValueError(words))

    for number in range(500):
        hook.report(mistake(f"number {number}"))
    hook.report(raised(KeyError("another")))
    await until(lambda: told and max(crash.count for crash in told) == 500)
    numbered = [crash for crash in told if crash.what == "ValueError: number 0"]
    assert len(numbered) <= 2
    assert len({crash.id for crash in told}) == 2
    assert (hook._folder / "errors.log").read_text().count("ValueError: number") == 1


async def test_ctrl_c_is_nobodys_mistake(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *caught: seen.append(caught[0]))
    hook = CrashHook(tmp_path)
    hook.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    hook.remove()
    assert seen == [KeyboardInterrupt]
    assert not hook._known


async def test_a_mistake_while_telling_a_mistake_ends_there(
    hook: CrashHook, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def broken(*_: object) -> None:
        calls.append("asked")
        hook.report(raised(OSError("inside")))
        raise OSError("inside too")

    with monkeypatch.context() as patch:
        patch.setattr(crash_module, "_key_of", broken)
        hook.report(raised(ValueError("first")))
    assert calls == ["asked"]
    hook.report(raised(ValueError("second")))
    await until(lambda: told)
    assert [crash.what for crash in told] == ["ValueError: second"]


async def test_a_mistake_of_who_listens_is_not_told_for_ever(hook: CrashHook, told: Told) -> None:
    def listener(_: Crash) -> None:
        raise ValueError("while told")

    hook.crashed.connect(listener)
    hook.report(raised(ValueError("first")))
    await until(lambda: {"ValueError: first", "ValueError: while told"} <= set(told.by_what()))
    before = len(told)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(told) <= before + 1


async def test_no_room_on_the_disk_does_not_matter(told: Told, hook: CrashHook) -> None:
    await until(lambda: not hook._writers)
    hook._error_log().path = Path("/dev/full/errors.log")
    hook.report(raised(ValueError("told all the same")))
    await until(lambda: told)
    assert told[0].what == "ValueError: told all the same"


HOSTILE = [
    f"401 for {KEY}",
    "GET https://x.example/v1?key=AIzaSyA-1234567890123456789012345&x=1",
    "Bearer abcdefgh12345678",
    "{'x-goog-api-key': 'abcdefgh12345678'}",
    "Authorization: Bearer abcdefgh12345678",
    "sk-abcdefgh12345678",
    "https://x/?access_token=abcdefgh12345678",
    "api_key=abcdefgh12345678",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_keys_are_taken_out(words: str) -> None:
    for text in (report_of(raised(ValueError(words)), "", hide), name_of(ValueError(words), hide)):
        assert "•••" in text
        for secret in (KEY, "abcdefgh12345678", "AIzaSy"):
            assert secret not in text


def test_innocent_words_stay() -> None:
    words = "KeyError: 'key' in sorted(rows, key=name) of monkey=banana, the risk-averse bearer of news"
    assert words in report_of(raised(ValueError(words)), "", hide)


def test_the_home_folder_is_taken_out(home: Path) -> None:
    text = report_of(raised(FileNotFoundError(f"no {home}/secret project/x.png")), "", hide)
    assert str(home) not in text
    assert "no ~/secret project/x.png" in text


def test_a_report_that_cannot_be_cleaned_is_not_kept() -> None:
    def broken(_: str) -> str:
        raise OSError

    text = report_of(raised(ValueError(KEY)), "", broken)
    assert KEY not in text
    assert "nothing of it is kept" in text


def test_a_report_says_where_it_was_made_and_is_never_endless() -> None:
    text = report_of(raised(ValueError("x" * 1_000_000 + "\ud800")), "In the cellar", hide)
    assert text.startswith("Studio ")
    assert "In the cellar" in text
    assert len(text) < 110_000
    text.encode()


def test_the_log_is_put_aside_when_it_is_full(tmp_path: Path) -> None:
    log = ErrorLog(tmp_path / "state")
    for number in range(12):
        log.write(f"{number} " + "x" * 200_000)
    files = sorted(path.name for path in (tmp_path / "state").iterdir())
    assert files == ["errors.1.log", "errors.2.log", "errors.3.log", "errors.log"]
    assert log.path.read_text().startswith("9 ")
    assert all(path.stat().st_size < 800_000 for path in (tmp_path / "state").iterdir())
    assert log.path.stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ErrorLog(tmp_path / "file").write("x")
    assert Faults(tmp_path / "file").start() == []


@pytest.fixture
def start() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []

    def start(folder: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.workbench.crashing", str(folder)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_process_that_died_at_once_is_told_of_by_the_next(
    start: Callable[[Path], subprocess.Popen[str]], tmp_path: Path
) -> None:
    first, alive = start(tmp_path), start(tmp_path)
    assert (line(first), line(alive)) == ("ready", "ready")
    first.communicate("fault\n")
    assert first.returncode != 0
    second = start(tmp_path)
    told = line(second)
    assert told.startswith("fault")
    assert "Segmentation fault" in told
    assert "crashing.py" in told
    assert line(second) == "ready"
    assert second.communicate("\n")[0] == "ended\n"
    assert alive.communicate("\n")[0] == "ended\n"
    third = start(tmp_path)
    assert line(third) == "ready", "told once, and of nobody who ended well or lives"
    third.communicate("\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["errors.log"]
