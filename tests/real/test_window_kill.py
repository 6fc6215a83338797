"""Promises 1 and 2 through the window: however often it is killed, what arrived is kept once, nothing is sent twice."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from tests.conftest import ROOT
from tests.fakes.server import FakeServer
from tests.real.far_end import Far

KILLS = int(os.environ.get("STUDIO_TEST_KILLS_WINDOW", "30"))
PROMPTS, HUGE = 4, 6_000_000
# Between taking the last byte off its socket and having it in the file, a process holds a few chunks in memory.
IN_HAND_SECONDS = 1.0
_SECONDS = 60

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's table of sockets"),
]


@dataclass
class Driven:
    """A window of another process, and what whoever sits in front of it has told."""

    process: subprocess.Popen[str]
    told: list[dict[str, Any]] = field(default_factory=list)
    news: threading.Condition = field(default_factory=threading.Condition)
    complaints: str = ""

    def __post_init__(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                with self.news:
                    self.told.append(json.loads(line))
                    self.news.notify_all()

    def first(self, key: str, seconds: float = _SECONDS) -> dict[str, Any] | None:
        """What was told first under a key, as soon as it is; None when it is not by then."""
        found: list[dict[str, Any]] = []

        def has() -> bool:
            found[:] = [each for each in self.told if key in each]
            return bool(found)

        with self.news:
            self.news.wait_for(has, seconds)
        return found[0] if found else None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> float:
        """End it; the moment after which it has read nothing more."""
        self.process.send_signal(number)
        self.process.wait(_SECONDS)
        ended = time.monotonic()
        self._reader.join(_SECONDS)
        _, self.complaints = self.process.communicate()
        return ended


def open_window(library: Path, how: str, prompts: list[str]) -> Driven:
    command = [sys.executable, "-m", "tests.real.driven_window", str(library), how, *prompts]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "STUDIO_API_KEY": "canary-kill"}
    return Driven(
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    )


@dataclass
class Kills:
    """One library, window after window, and what there is to be held against it."""

    folder: Path
    far: Far
    tally: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    killed: float = 0.0
    listed: set[str] = field(default_factory=set)
    seen: int = 0

    def undecided(self) -> tuple[set[str], set[str], int]:
        """Before a start: attempts without an end, those of unknown fate, and how many wishes wait."""
        with Library.open(self.folder) as library:
            unsettled = {attempt.id for attempt in library.unsettled.all()}
            return {each.id for each in library.turns.open_attempts()}, unsettled, len(library.queue.all())

    def start(self, how: str, prompts: list[str]) -> Driven:
        """Open the window again, and hold what it lists against the record."""
        left_open, unsettled, waiting = self.undecided()
        window = open_window(self.folder, how, prompts)
        told = window.first("left")
        assert told is not None, window.process.communicate()
        assert set(told["left"]) == left_open | unsettled, "every one without an end, and every unknown one, is listed"
        assert told["waitingHeading"].startswith(("", "One", str(waiting))[min(waiting, 2)])
        assert bool(waiting) == bool(told["waitingHeading"])
        self.tally["listed at a start"] += len(told["left"])
        self.tally["queued and not sent"] += waiting
        for spoken in told["left"].values():
            self.tally[f"said: {spoken.rsplit('. ', 1)[1]}"] += 1
        self.check_kept()
        return window

    def over(self, window: Driven, killed: float) -> None:
        """Note what this window was asked for, and that nothing more was sent than that."""
        self.killed = killed
        self.asked.update(each["asked"] for each in window.told if "asked" in each)
        self.asked.update(each["again"] for each in window.told if "again" in each)
        with self.far.lock:
            posts = Counter(self.far.prompts)
        assert not posts - self.asked, "a POST that nobody asked for"

    def check_kept(self) -> None:
        """Hold the library against what the server knows."""
        with Library.open(self.folder) as library:
            images = library.images.newest(100_000)
        kept = Counter(image.blob.sha256 for image in images)
        assert set(kept) <= {sent.sha256 for sent in self.far.sent}
        assert set(kept.values()) <= {1}, "each picture once"
        for sent in self.far.sent[self.seen :]:
            if sent.read_at is not None and sent.read_at + IN_HAND_SECONDS < self.killed:
                assert kept[sent.sha256] == 1, "a picture whose bytes had arrived"
                self.tally["must be kept, and is"] += 1
                self.tally["of these 8 MB long"] += sent.size == HUGE
            elif kept[sent.sha256]:
                self.tally["arrived just before the kill, and kept"] += 1
            else:
                self.tally["not arrived"] += 1
        self.seen = len(self.far.sent)


def save_connection(url: str) -> None:
    Connections.load(ProfileFolders.of_user()).add(
        name="far", base_url=f"{url}/v1beta", auth="goog-key", plain_http=True, concurrency=2
    )


@pytest.mark.timeout(3600)
def test_nothing_is_lost_and_nothing_is_repeated_however_the_window_dies(tmp_path: Path) -> None:
    moments, far = random.Random(20261127), Far(HUGE)
    run = Kills(tmp_path / "library", far)
    with FakeServer(far.answer) as server:
        save_connection(server.url)
        length = _whole_run(run)
        for number in range(KILLS):
            how = ("let go", "send", "ask", "look")[number % 4]
            sent = len(far.sent)
            window = run.start(how, [f"otter {number} {place}" for place in range(PROMPTS)])
            seconds = moments.uniform(0.0, length * 1.5)
            if number % 10 == 5:  # chance alone may leave none of the long ones whole before a kill
                assert far.wait_for_huge(sent, _SECONDS), window.told
                seconds = IN_HAND_SECONDS + moments.uniform(0.1, 0.5)
                run.tally["killed behind a long one"] += 1
                time.sleep(seconds)  # the moment of the kill is the test
            else:
                run.tally["ended by itself"] += window.first("ended", seconds) is not None
            run.over(window, window.kill())
        window = run.start("look", [])
        assert window.first("ended") is not None
        run.over(window, window.kill(signal.SIGTERM))
        assert (window.process.returncode, window.complaints) == (0, "")
        assert len(server.posts()) == len(far.sent) + far.torn
    print(dict(run.tally))
    with Library.open(run.folder) as library:
        assert library.turns.open_attempts() == ()
        assert verify(library).sound, "bit for bit"
        assert all(len(library.turns.attempts(turn.id)) == 1 for turn in library.turns.recent(10_000))
    assert run.tally["must be kept, and is"] > 0
    assert run.tally["of these 8 MB long"] > 0
    assert run.tally["said: May have been charged"] > 0
    assert run.tally["queued and not sent"] > 0


def _whole_run(run: Kills) -> float:
    """Seconds that a window needs for its prompts, from the moment it is ready for them."""
    window = open_window(run.folder, "look", [f"otter first {place}" for place in range(PROMPTS)])
    assert window.first("left") is not None, window.process.communicate()
    began = time.monotonic()
    assert window.first("ended") is not None
    length = time.monotonic() - began
    run.over(window, window.kill(signal.SIGTERM))
    assert run.tally == {}
    return length
