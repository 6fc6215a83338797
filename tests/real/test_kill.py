"""Promise 1 and 2 with a real process and a real SIGKILL: no picture that arrived is lost, no request is repeated."""

import base64
import fcntl
import hashlib
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.verify import verify
from tests.fakes.pictures import big_picture
from tests.fakes.server import FakeServer, Request, Wire

KILLS = int(os.environ.get("STUDIO_TEST_KILLS", "50"))
JOBS, AT_ONCE = 6, 2
# Between taking the last byte off its socket and having it in the file, a process holds a few chunks in memory.
IN_HAND_SECONDS = 0.7
HUGE, SMALL = 18_000_000, 60_000  # 18 MB of picture are 24 MB of JSON


@dataclass
class Sent:
    """One reply of the server: its picture, and since when the client has read all of it (None: it never did)."""

    sha256: str
    size: int
    read_at: float | None = None


@dataclass
class Far:
    """The far end: a picture of its own for each POST, in one of several tempers."""

    sent: list[Sent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, _: Request, wire: Wire) -> None:
        with self.lock:
            number = len(self.sent)
            size = HUGE if number % 5 in (3, 4) else SMALL
            picture = big_picture(number, size)
            record = Sent(hashlib.sha256(picture).hexdigest(), size)
            self.sent.append(record)
        body = _reply(picture)
        temper = number % 5
        if temper in (1, 4):
            wire.pause(0.6)
        wire.head(200, len(body), Content_Type="application/json")
        piece = {2: 2_000, 4: 1 << 20}.get(temper, len(body))
        for start in range(0, len(body), piece):
            wire.send(body[start : start + piece])
            if temper in (2, 4):
                wire.pause(0.01)
        record.read_at = _when_read(wire)


def _reply(picture: bytes) -> bytes:
    signature = base64.b64encode(picture[:30_000])
    return (
        b'{"candidates":[{"content":{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"'
        + base64.b64encode(picture)
        + b'"},"thoughtSignature":"'
        + signature
        + b'"}]},"finishReason":"STOP"}],"usageMetadata":{"totalTokenCount":9},"modelVersion":"m"}'
    )


def _when_read(wire: Wire) -> float | None:
    """The moment the client has taken every byte out of its socket; None when it went away with bytes unread.

    A socket closed with bytes unread is reset, one closed after the last byte ends in order.
    """
    while not wire.closing.is_set():
        unacknowledged = struct.unpack("i", fcntl.ioctl(wire.descriptor, termios.TIOCOUTQ, b"\0" * 4))[0]
        if unacknowledged == 0 and _waiting_at_client(wire) == 0:
            return time.monotonic()
        try:
            if wire.has_ended():
                return time.monotonic()
        except OSError:
            return None
        wire.pause(0.005)
    return None


def _waiting_at_client(wire: Wire) -> int | None:
    """Bytes in the receive queue of the client's end, from the kernel's table; None when that end is closed."""
    ours, theirs = _hex_address(wire.here), _hex_address(wire.there)
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        columns = line.split()
        if columns[1] == theirs and columns[2] == ours and columns[3] == "01":
            return int(columns[4].partition(":")[2], 16)
    return None


def _hex_address(end: tuple[str, int]) -> str:
    return f"{struct.unpack('<I', socket.inet_aton(end[0]))[0]:08X}:{end[1]:04X}"


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
    folder, far, moments = tmp_path / "library", Far(), random.Random(20261122)
    tally: Counter[str] = Counter()
    with FakeServer(far.answer) as server:
        length = _whole_run(folder, server, home)
        for _ in range(KILLS):
            before = len(far.sent)
            process = start(folder, server.url, home)
            try:
                process.wait(moments.uniform(0.2, length * 1.1))
                tally["ended by itself"] += 1
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                tally["killed"] += 1
            killed = time.monotonic()
            process.communicate()
            assert len(far.sent) - before <= JOBS, "a POST that nobody asked for"
            _check(folder, far, before, killed, tally)
        assert len(server.posts()) == len(far.sent)
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
