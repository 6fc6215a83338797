"""Windows that are killed: one process after another on one library, and what is held against it each time."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.library.library import Library
from studio.library.spool import read_landed
from studio.profile.connections import Connections
from studio.profile.folders import ProfileFolders
from tests.conftest import ROOT
from tests.real.far_end import Far

# Between taking the last byte off its socket and having it in the file, a process holds a few chunks in memory.
IN_HAND_SECONDS = 1.0
SECONDS = 60


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

    def first(self, key: str, seconds: float = SECONDS) -> dict[str, Any] | None:
        """What was told first under a key, as soon as it is; None when it is not by then."""
        found: list[dict[str, Any]] = []

        def has() -> bool:
            found[:] = [each for each in self.told if key in each]
            return bool(found)

        with self.news:
            self.news.wait_for(has, seconds)
        return found[0] if found else None

    def go_on(self) -> None:
        """Let it pass the step that it was told to stop at."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> float:
        """End it; the moment after which it has read nothing more."""
        self.process.send_signal(number)
        self.process.wait(SECONDS)
        ended = time.monotonic()
        self._reader.join(SECONDS)
        _, self.complaints = self.process.communicate()
        return ended


def open_window(library: Path, how: str, prompts: list[str], **more: str) -> Driven:
    command = [sys.executable, "-m", "tests.real.driven_window", str(library), how, *prompts]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "STUDIO_API_KEY": "canary-kill", **more}
    pipe = subprocess.PIPE
    return Driven(subprocess.Popen(command, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True))


@dataclass
class Kills:
    """One library, window after window, and what there is to be held against it."""

    folder: Path
    far: Far
    tally: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    killed: float = 0.0
    told_kept: set[str] = field(default_factory=set)
    landed: set[str] = field(default_factory=set)
    seen: int = 0

    def undecided(self) -> tuple[set[str], set[str], int]:
        """Before a start: attempts without an end, those of unknown fate, and how many wishes wait."""
        with Library.open(self.folder) as library:
            unsettled = {attempt.id for attempt in library.unsettled.all()}
            return {each.id for each in library.turns.open_attempts()}, unsettled, len(library.queue.all())

    def start(self, how: str, prompts: list[str], **more: str) -> Driven:
        """Open the window again, and hold what it lists against the record."""
        left_open, unsettled, waiting = self.undecided()
        window = open_window(self.folder, how, prompts, **more)
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
        for each in window.told:
            self.told_kept.update(each.get("kept", ()))
        with self.far.lock:
            posts = Counter(self.far.prompts)
        assert not posts - self.asked, "a POST that nobody asked for"

    def note_landed(self) -> None:
        """Behind a kill: remember the pictures that lie whole in a landing folder."""
        for room in (self.folder / "landing").glob("*/"):
            landed = read_landed(room, check=True)
            self.tally["landed whole at a kill"] += landed.complete
            self.landed.update(hole.sha256 for hole in landed.holes if hole.kind == "data")

    def check_kept(self) -> None:
        """Hold the library against what the server knows."""
        with Library.open(self.folder) as library:
            images = library.images.newest(100_000)
        kept = Counter(image.blob.sha256 for image in images)
        assert set(kept) <= {sent.sha256 for sent in self.far.sent}
        assert set(kept.values()) <= {1}, "each picture once"
        assert self.told_kept <= set(kept), "what the window showed as kept"
        assert self.landed <= set(kept), "what had landed"
        for sent in self.far.sent[self.seen :]:
            if sent.read_at is not None and sent.read_at + IN_HAND_SECONDS < self.killed:
                assert kept[sent.sha256] == 1, "a picture whose bytes had arrived"
                self.tally["must be kept, and is"] += 1
                self.tally["of these long ones"] += sent.size == self.far.huge
            elif kept[sent.sha256]:
                self.tally["arrived just before the kill, and kept"] += 1
            else:
                self.tally["not arrived"] += 1
        self.seen = len(self.far.sent)


def save_connection(url: str) -> None:
    Connections.load(ProfileFolders.of_user()).add(
        name="far", base_url=f"{url}/v1beta", auth="goog-key", plain_http=True, concurrency=2
    )
