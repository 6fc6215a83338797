"""Promise 1 and 2 with a real process and a real SIGKILL: no picture that arrived is lost, no request is repeated."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.server import FakeServer
from tests.real.far_end import Far

KILLS = int(os.environ.get("STUDIO_TEST_KILLS", "20"))
JOBS, AT_ONCE = 6, 2
# Between taking the last byte off its socket and having it in the file, a process holds a few chunks in memory.
IN_HAND_SECONDS = 0.7
HUGE = 18_000_000  # 18 MB of picture are 24 MB of JSON


def start(library: Path, url: str, home: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "studio", "generate", "a run of jobs", "--library", str(library)]
    command += ["--base-url", url, "--count", str(JOBS), "--json"]
    environment = {**os.environ, "STUDIO_API_KEY": "canary-kill", "HOME": str(home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def recover(library: Path) -> list[dict[str, object]]:
    command = [sys.executable, "-m", "studio", "library", "recover", "--library", str(library), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=120)
    found: list[dict[str, object]] = json.loads(done.stdout)["recovered"]
    return found


@pytest.mark.real
@pytest.mark.timeout(1500)
@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's table of sockets")
def test_nothing_is_lost_and_nothing_is_repeated_however_the_process_dies(tmp_path: Path, home: Path) -> None:
    (home / "config" / "Studio").mkdir(parents=True)
    (home / "config" / "Studio" / "settings.json").write_text(json.dumps({"concurrency": AT_ONCE}))
    folder, far, moments = tmp_path / "library", Far(HUGE), random.Random(20261122)
    tally: Counter[str] = Counter()
    with FakeServer(far.answer) as server:
        length = _whole_run(folder, server, home)
        for _ in range(KILLS):
            before = len(far.sent)
            began, process = time.monotonic(), start(folder, server.url, home)
            try:
                process.wait(moments.uniform(0.2, length * 1.1))
                length = time.monotonic() - began  # the machine may have had other things to do the first time
                tally["ended by itself"] += 1
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                tally["killed"] += 1
            killed = time.monotonic()
            process.communicate()
            assert len(far.sent) - before <= JOBS, "a POST that nobody asked for"
            _check(folder, far, before, killed, tally)
        assert len(server.posts()) == len(far.sent) + far.torn
    print(dict(tally))
    assert tally["killed"] >= KILLS // 2
    assert tally["must be kept, and is"] > 0
    assert tally["of these 24 MB long"] > 0
    assert tally["recovered as unknown"] > 0


def _whole_run(folder: Path, server: FakeServer, home: Path) -> float:
    began = time.monotonic()
    process = start(folder, server.url, home)
    process.communicate(timeout=120)
    assert process.returncode == 0
    return time.monotonic() - began


def _check(folder: Path, far: Far, before: int, killed: float, tally: Counter[str]) -> None:
    """Recover, and hold the library against what the server knows."""
    with Library.open(folder) as library:
        left_open = {attempt.turn_id for attempt in library.turns.open_attempts()}
    listed = recover(folder)
    assert {entry["turn"] for entry in listed} == left_open, "every attempt without an end is listed"
    with Library.open(folder) as library:
        assert library.turns.open_attempts() == ()
        report = verify(library)
        assert (report.record, report.missing, report.damaged, report.stray, report.landing) == ((), (), (), (), ())
        images = library.images.newest(100_000)
        kept = Counter(image.blob.sha256 for image in images)
        turns = library.turns.recent(JOBS)
        attempts = [attempt for turn in turns for attempt in library.turns.attempts(turn.id)]
    assert set(kept) <= {sent.sha256 for sent in far.sent}
    assert set(kept.values()) <= {1}, "each picture once"
    for sent in far.sent[before:]:
        if sent.read_at is not None and sent.read_at + IN_HAND_SECONDS < killed:
            assert kept[sent.sha256] == 1, "a picture whose bytes had arrived"
            tally["must be kept, and is"] += 1
            tally["of these 24 MB long"] += sent.size == HUGE
        elif kept[sent.sha256]:
            tally["arrived just before the kill, and kept"] += 1
        else:
            tally["not arrived"] += 1
    for entry in listed:
        tally[f"recovered as {entry['fate']}"] += 1
    assert all(attempt.number == 1 for attempt in attempts), "no attempt was made twice"
