"""Promises 1 and 2 through the window, killed while its disk is full or another program holds its record."""

import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.disks import mounted
from tests.fakes.server import FakeServer
from tests.real.desktop.processes import until
from tests.real.far_end import Far
from tests.real.killed_window import Driven, Kills, save_connection

KILLS, PROMPTS, HUGE = 3, 4, 6_000_000
DISK = 160 << 20
BUSY_SECONDS = 0.5  # that these windows wait for the record, instead of ten
HELD_SECONDS = 2.0  # at most, from the first that failed to the kill

Trouble = Callable[[int], AbstractContextManager[None]]

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a tmpfs, reads the kernel's table of sockets"),
]


def test_what_was_paid_for_outlives_a_full_disk_and_a_kill(tmp_path: Path) -> None:
    @contextmanager
    def full(number: int) -> Iterator[None]:
        """Somebody else's file takes all room but a little."""
        filler = disk / "somebody else's"
        left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, left - (1 << 20, 0, 64 << 10)[number])
        yield
        filler.unlink()

    with mounted(tmp_path / "disk", DISK) as disk:
        run = Kills(disk / "library", Far(HUGE))
        _kill_in_trouble(run, full, random.Random(20261128), is_kept_in_trouble=False)


def test_what_was_paid_for_outlives_a_record_that_another_holds_and_a_kill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def held(number: int) -> Iterator[None]:
        """Another connection writes to the record and does not end."""
        with closing(sqlite3.connect(run.folder / "library.sqlite", isolation_level=None, timeout=10)) as other:
            other.execute(("BEGIN EXCLUSIVE", "BEGIN IMMEDIATE")[number % 2])
            yield

    monkeypatch.setenv("STUDIO_TEST_BUSY_SECONDS", str(BUSY_SECONDS))
    run = Kills(tmp_path / "library", Far(HUGE))
    _kill_in_trouble(run, held, random.Random(20261129), is_kept_in_trouble=True)


def _kill_in_trouble(run: Kills, trouble: Trouble, moments: random.Random, *, is_kept_in_trouble: bool) -> None:
    """Kill window after window in trouble, and hold each start against the server when the trouble is over.

    With `is_kept_in_trouble` even what arrived during the trouble has to be kept.
    """
    Library.open(run.folder).close()
    with FakeServer(run.far.answer) as server:
        save_connection(server.url)
        for number in range(KILLS):
            before = Counter(run.far.prompts)
            window = _until_it_is_time(run, number)
            time.sleep(moments.uniform(0.0, 0.3))  # the moment of the trouble is the test
            began = time.monotonic()
            with trouble(number):
                run.tally["felt"] += window.first("failed", 20) is not None
                time.sleep(moments.uniform(0.0, HELD_SECONDS))  # so is that of the kill
                ended = window.kill()
            run.over(window, ended if is_kept_in_trouble else began)
            _check_told(run, window, before)
        window = run.start("look", [])
        assert window.first("ended") is not None
        run.over(window, window.kill(signal.SIGTERM))
        assert (window.process.returncode, window.complaints) == (0, "")
        assert len(server.posts()) == len(run.far.sent) + run.far.torn
    print(dict(run.tally), f"{len(run.told_kept)} told as kept")
    _check_record(run)


def _until_it_is_time(run: Kills, number: int) -> Driven:
    """A window that is about to send, or that a reply arrives at, or that has kept one."""
    since = len(run.far.sent)
    prompts = [f"otter {number} {place}" for place in range(PROMPTS)]
    window = run.start(("look", "ask", "send")[number], prompts)
    assert window.first("asked") is not None
    if number == 1:
        until(lambda: len(run.far.sent) > since, "a request")
    elif number == 2:
        assert window.first("kept") is not None
    return window


def _check_told(run: Kills, window: Driven, before: Counter[str]) -> None:
    """Hold what a window said of money against what it sent, since `before`."""
    assert window.process.returncode == -signal.SIGKILL, window.complaints
    assert "Traceback" not in window.complaints
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
    assert run.tally["felt"] > 0
    assert run.tally["said after it was sent"] > 0
