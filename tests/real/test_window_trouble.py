"""Promises 1 and 2 through the window, killed and started again while its disk is full or another holds its record."""

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.disks import mounted
from tests.fakes.holder import Holder
from tests.fakes.server import FakeServer
from tests.real.far_end import Far
from tests.real.killed_window import SECONDS, Driven, Kills, open_window, save_connection

KILLS = int(os.environ.get("STUDIO_TEST_KILLS_TROUBLE", "3"))
PROMPTS, HUGE = 4, 3_000_000
DISK = (128 + 8 * KILLS) << 20
BUSY_SECONDS = 0.5  # that these windows wait for the record, instead of ten
HELD_SECONDS = 1.5  # at most, from the first that failed to the kill
MOMENTS = ("before", "while", "landed")  # before a reply comes, in the middle of it, between all of it and its commit

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs, reads the kernel's table of sockets"),
]


class Trouble(Protocol):
    """Something that a window runs into, is killed in, and meets again when it starts."""

    def begin(self, number: int) -> None: ...

    def go_on(self, number: int) -> None:
        """The window was killed, and will be started again."""

    def end(self) -> None: ...


class FullDisk:
    """Somebody else's file takes all room but a little."""

    def __init__(self, disk: Path) -> None:
        self._disk = disk
        self._file = disk / "somebody else's"

    def begin(self, number: int) -> None:
        size, step = 0, os.statvfs(self._disk).f_bavail * os.statvfs(self._disk).f_frsize
        with self._file.open("wb") as file:
            while step >= 4096:  # the window writes meanwhile
                try:
                    os.posix_fallocate(file.fileno(), size, step)
                    size += step
                except OSError:
                    step //= 2
            file.truncate(size - (1 << 20, 64 << 10, 0)[(number + number // 3) % 3])

    def go_on(self, number: int) -> None:
        pass

    def end(self) -> None:
        self._file.unlink()


class HeldRecord:
    """Another program writes to the record and does not end; at some starts not even reading is possible."""

    def __init__(self, library: Path) -> None:
        self._holder = Holder(library / "library.sqlite")

    def begin(self, number: int) -> None:
        self._holder.hold(("BEGIN EXCLUSIVE", "BEGIN IMMEDIATE")[number % 2])

    def go_on(self, number: int) -> None:
        if number % 3 == 1:
            self._holder.let_go()
            self._holder.hold("PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE")

    def end(self) -> None:
        self._holder.let_go()


def test_what_was_paid_for_outlives_a_full_disk_and_kills(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", DISK) as disk:
        run = Kills(disk / "library", Far(HUGE))
        _kill_in_trouble(run, FullDisk(disk), random.Random(20261128), is_kept_in_trouble=False)


def test_what_was_paid_for_outlives_a_record_that_another_holds_and_kills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_TEST_BUSY_SECONDS", str(BUSY_SECONDS))
    run = Kills(tmp_path / "library", Far(HUGE))
    _kill_in_trouble(run, HeldRecord(run.folder), random.Random(20261129), is_kept_in_trouble=True)


def _kill_in_trouble(run: Kills, trouble: Trouble, moments: random.Random, *, is_kept_in_trouble: bool) -> None:
    """Kill window after window in trouble, start the next in it too, and hold against the server what came of it.

    With `is_kept_in_trouble` even what arrived during the trouble has to be kept.
    """
    Library.open(run.folder).close()
    with FakeServer(run.far.answer) as server:
        save_connection(server.url)
        for number in range(KILLS):
            before = Counter(run.far.prompts)
            window = _until_it_is_time(run, number)
            with ExitStack() as until_over:
                began = time.monotonic()
                trouble.begin(number)
                until_over.callback(trouble.end)
                _go_on(run, window, number)
                run.tally["felt"] += window.first("failed", 20) is not None
                time.sleep(moments.uniform(0.0, HELD_SECONDS))  # the moment of the kill is the test
                ended = window.kill()
                run.over(window, ended if is_kept_in_trouble else began)
                assert window.process.returncode == -signal.SIGKILL, window.complaints
                _check_told(run, window, before)
                run.note_landed()
                trouble.go_on(number)
                _start_in_trouble(run, number, moments.uniform(0.0, HELD_SECONDS))
        run.far.halts.arm("")
        window = run.start("send", ["an otter when all is over"])
        assert window.first("ended") is not None
        run.over(window, window.kill(signal.SIGTERM))
        assert (window.process.returncode, window.complaints) == (0, "")
        assert len(server.posts()) == len(run.far.sent) + run.far.torn
    run.check_kept()
    print(dict(run.tally), f"{len(run.told_kept)} told as kept")
    _check_record(run)


def _until_it_is_time(run: Kills, number: int) -> Driven:
    """A window whose requests are at the moment for the trouble, and go no further."""
    moment = MOMENTS[number % 3]
    run.far.halts.arm(moment)
    how = ("look", "ask", "send")[(number + number // 3) % 3]
    prompts = [f"otter {number} {place}" for place in range(PROMPTS)]
    window = run.start(how, prompts, STUDIO_TEST_STOP_AT="reply noted" if moment == "landed" else "")
    if moment == "landed":
        assert window.first("stopped") is not None, window.told
    else:
        assert run.far.halts.reached.wait(SECONDS), window.told
    return window


def _go_on(run: Kills, window: Driven, number: int) -> None:
    run.far.halts.go.set()
    if MOMENTS[number % 3] == "landed":
        window.go_on()


def _start_in_trouble(run: Kills, number: int, seconds: float) -> None:
    """Start a window while the trouble lasts: it opens or says why not, lists what it can, and sends nothing."""
    left_open, unsettled = _undecided_in_trouble(run)
    posts, prompt = Counter(run.far.prompts), f"otter {number} in trouble"
    window = open_window(run.folder, "look", [prompt])
    told = window.first("left")
    assert told is not None, window.process.communicate()
    if "unopened" in told:
        assert "try again" in told["unopened"], told
        run.tally["not opened, and said so"] += 1
    else:
        assert unsettled <= set(told["left"]) <= left_open | unsettled
        waits = left_open - set(told["left"])
        assert bool(waits) == any("nothing is lost" in each for each in told["messages"]), (waits, told)
        run.tally["told to wait for a better time"] += len(waits)
        assert window.first("failed") is not None, window.told
    time.sleep(seconds)  # the moment of the kill is the test
    window.kill((signal.SIGKILL, signal.SIGTERM)[number % 2])
    run.over(window, run.killed)
    _check_told(run, window, posts)
    assert run.far.prompts == posts, "nothing is sent in trouble"
    run.note_landed()


def _undecided_in_trouble(run: Kills) -> tuple[set[str], set[str]]:
    """What has no end and what nobody has decided, in a copy of the record: it can be read whoever holds that one."""
    with TemporaryDirectory() as copy:
        for name in ("library.sqlite", "library.sqlite-wal"):
            if (run.folder / name).exists():
                shutil.copy(run.folder / name, copy)
        with Library.open(Path(copy)) as library:
            return {each.id for each in library.turns.open_attempts()}, {each.id for each in library.unsettled.all()}


def _check_told(run: Kills, window: Driven, before: Counter[str]) -> None:
    """Hold what a window said of money against what it sent, since `before`."""
    assert "Traceback" not in window.complaints, window.complaints
    for each in window.told:
        if "failed" in each:
            was_sent = run.far.prompts[each["failed"]] > before[each["failed"]]
            assert ("Nothing was charged" in each["said"]) is not was_sent, each
            run.tally["said after it was sent" if was_sent else "said before anything was sent"] += 1


def _check_record(run: Kills) -> None:
    """Hold the record, when all is over, against what the server was asked for."""
    written = Counter[str]()
    with Library.open(run.folder) as library:
        assert library.turns.open_attempts() == ()
        assert verify(library).sound, "bit for bit"
        for turn in library.turns.recent(10_000):
            attempts = library.turns.attempts(turn.id)
            assert len(attempts) == 1, "nothing is tried again by itself"
            written[turn.prompt] += attempts[0].sent is not None
    assert not run.far.prompts - written, "sent and not written down"
    assert run.told_kept
    for what in (
        "felt",
        "said after it was sent",
        "landed whole at a kill",
        "told to wait for a better time",
    ):
        assert run.tally[what] > 0, what
