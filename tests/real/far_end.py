"""The far end of the kill tests: a picture of its own for each POST, in one of several tempers; what was read of it."""

import base64
import fcntl
import hashlib
import socket
import struct
import termios
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.pictures import big_picture
from tests.fakes.server import Request, Wire

SMALL = 60_000


@dataclass
class Sent:
    """One reply of the server: its picture, and since when the client has read all of it (None: it never did)."""

    sha256: str
    size: int
    read_at: float | None = None


@dataclass
class Halts:
    """Lets whoever wants to make trouble do so at a moment: before a reply, or in the middle of it."""

    at: str = ""  # "before" or "while"; all who come there wait
    reached: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def arm(self, at: str) -> None:
        """Stop at this moment from now on, until `go` is set."""
        self.reached.clear()
        self.go.clear()
        self.at = at

    def pass_by(self, moment: str, wire: Wire) -> None:
        """Wait at a moment, if it is this one."""
        if moment == self.at:
            self.reached.set()
            while not (self.go.is_set() or wire.closing.is_set()):
                wire.pause(0.01)


@dataclass
class Far:
    """Answers small or `huge`, at once or late, whole or in drips; counts how often each prompt was asked for."""

    huge: int
    sent: list[Sent] = field(default_factory=list)
    prompts: Counter[str] = field(default_factory=Counter)
    torn: int = 0  # requests whose sender was killed before it had sent all of it
    lock: threading.Lock = field(default_factory=threading.Lock)
    news: threading.Condition = field(default_factory=threading.Condition)
    halts: Halts = field(default_factory=Halts)

    def answer(self, request: Request, wire: Wire) -> None:
        with self.lock:
            if (prompt := _prompt(request)) is None:
                self.torn += 1
                return
            number = len(self.sent)
            self.prompts[prompt] += 1
            size = self.huge if number % 5 in (3, 4) else SMALL
            picture = big_picture(number, size)
            record = Sent(hashlib.sha256(picture).hexdigest(), size)
            self.sent.append(record)
        body = _reply(picture)
        temper = number % 5
        self.halts.pass_by("before", wire)
        if temper in (1, 4):
            wire.pause(0.6)
        wire.head(200, len(body), Content_Type="application/json")
        piece = {2: 2_000, 4: 1 << 20}.get(temper, len(body) if self.halts.at != "while" else len(body) // 2)
        for start in range(0, len(body), piece):
            if start >= len(body) // 2:
                self.halts.pass_by("while", wire)
            wire.send(body[start : start + piece])
            if temper in (2, 4):
                wire.pause(0.01)
        read_at = _when_read(wire)
        with self.news:
            record.read_at = read_at
            self.news.notify_all()

    def wait_for_huge(self, since: int, seconds: float) -> bool:
        """Wait until a huge reply is read whole, of those sent since so many; whether one is by then."""
        with self.news:
            return self.news.wait_for(
                lambda: any(sent.size == self.huge and sent.read_at is not None for sent in self.sent[since:]), seconds
            )


def _prompt(request: Request) -> str | None:
    """What was asked for; None when the request broke off."""
    if len(request.body) < int(request.headers["content-length"]):
        return None
    texts: list[str] = [part["text"] for part in request.json["contents"][-1]["parts"] if "text" in part]
    return texts[-1]


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
