"""Replies bent out of shape: what the sandbox's scripts answer, whole or streamed, with bytes changed and lost."""

import random
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from studio.gemini.errors import GeminiError
from studio.gemini.outcome import Outcome
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyLimits, ReplyReader
from studio.sandbox.models import find_model
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Document, Piece, Raw
from studio.sandbox.scripts.table import SCRIPTS
from studio.sandbox.streaming import events_of
from studio.sandbox.wires import ARRAY, SSE, WHOLE, Wire
from studio.sandbox.wish import Part, Settings, Turn, Wish
from tests.fakes.memory_sink import KeptHole, MemorySink
from tests.fakes.replies import picture

_MODEL = "gemini-3.1-flash-image"
_TOO_LARGE = ("huge", "long-signature")
_WIRES = {"whole": WHOLE, "as events": SSE, "in an array": ARRAY}
_INTERESTING = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\0", b"\xff", b"\xef\xbb\xbf", b"\\u0064", b"\\ud800", b"\r\n",
    b"\n\n", b"data:", b"data: [DONE]", b"event: x", b"null", b"true", b"-1e999", b"1" * 500, b"=", b"-_", b"+/",
    b'"thought":true,', b'"inlineData":', b'{"inlineData":{"data":"', b'"error":{"code":503,"message":"x"},',
    b'"finishReason":"STOP",', b"<a href=", b"![x](https://a.b/c)", b"data:image/png;base64,", b'"candidates":null,',
    b"[" * 70, b'{"a":' * 70, b"\\" * 33,
)  # fmt: skip
# A few of them are met soon in small replies.
LIMITS = ReplyLimits(total=1 << 20, skeleton=20_000, holes=20, string=200, key=60)


class _SmallScene(Scene):
    """A scene whose picture is a few hundred bytes, so that most bytes that are changed mean something."""

    @cached_property
    def _drawn(self) -> dict[str, Any]:
        data = picture(1, (6, 5), "JPEG")
        inline = {"mimeType": "image/jpeg", "data": b64encode(data).decode()}
        parts = [{"text": "Here."}, {"inlineData": inline, "thoughtSignature": "c2ln" * 90}]
        usage = {"promptTokenCount": 4, "candidatesTokenCount": 747, "totalTokenCount": 751}
        return {
            "candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}],
            "usageMetadata": usage | {"candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 747}]},
            "modelVersion": _MODEL,
            "responseId": "x",
        }


def seeds() -> Mapping[str, bytes]:
    """The body of each script's first reply; those that hold an answer also as events and as an array."""
    wish = Wish(find_model(_MODEL, "v1beta"), (Turn("user", (Part("an otter"),)),), Settings(size="512"), 4, 0)
    found: dict[str, bytes] = {}
    for name, script in SCRIPTS.items():
        if name in _TOO_LARGE:
            continue
        made = script.steps[0](_SmallScene(wish, _MODEL, "http://127.0.0.1:9"))
        for shape, wire in _WIRES.items() if isinstance(made, Document) else ():
            found[f"{name}, {shape}"] = _sent(made, wire)
        if isinstance(made, Raw):
            found[name] = _bytes_of(made.pieces)
    return found


def _sent(made: Document, wire: Wire) -> bytes:
    events = events_of(made.value) if wire.streams else [made.value]
    return wire.body(events) if made.bend is None else _bytes_of(made.bend(wire, events))


def _bytes_of(pieces: Sequence[Piece]) -> bytes:
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))


def bent(chance: random.Random, corpus: Sequence[bytes]) -> bytes:
    """One of the replies after a few mishaps."""
    data = bytearray(chance.choice(corpus))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 1, 2, 7, 40, 400)))
        match chance.randrange(8):
            case 0 if start < len(data):
                data[start] ^= 1 << chance.randrange(8)
            case 1:
                del data[start:end]
            case 2:
                data[start:start] = chance.choice(_INTERESTING)
            case 3:
                data[start:end] = chance.choice(_INTERESTING)
            case 4:
                data[start:start] = data[start:end] * chance.choice((1, 2, 9))
            case 5:
                del data[start:]
            case 6:
                other = chance.choice(corpus)
                data[start:] = other[chance.randrange(len(other) + 1) :]
            case _:
                data[start:end] = chance.randbytes(end - start)
    return bytes(data)


def cuts(chance: random.Random, data: bytes) -> Iterator[bytes]:
    """The same bytes in pieces of any size."""
    position = 0
    while position < len(data):
        end = position + chance.choice((1, 2, 3, 17, 300, 5000))
        yield data[position:end]
        position = end


@dataclass(frozen=True)
class KeptString:
    """A hole as far as the pieces of a reply have no say in it: what was written, and the bytes that it means."""

    offset: int
    kind: str
    written: bytes
    meant: bytes | None
    is_base64: bool

    @classmethod
    def of(cls, hole: KeptHole) -> "KeptString":
        """Return it; bytes before a fault mean nothing."""
        fault = hole.form.fault if hole.form else "never closed"
        written = hole.written() if hole.form else b""
        return cls(hole.offset, hole.kind, written, None if fault else bytes(hole.data), not fault)


@dataclass(frozen=True)
class Read:
    """All that came of a reply: what is kept of it, and what it was understood to be."""

    skeleton: bytes
    holes: Sequence[KeptString]
    lost: bool
    ended: bool
    outcome: str
    failure: str


def read(pieces: Iterator[bytes]) -> Read:
    """Take a reply in as the client does and read it; nothing but a GeminiError may come of it."""
    sink = MemorySink()
    reader = ReplyReader(sink, LIMITS)
    failure, outcome = "", ""
    try:
        for piece in pieces:
            reader.feed(piece)
        reader.finish()
        outcome = _told(read_outcome(reader.skeleton, reader.holes, host="api.example"))
    except GeminiError as error:
        failure = f"{error.kind}: {error.message} {error.advice}"
    if failure.startswith("ReplyTooLarge"):  # how much was taken in before is a matter of the pieces
        return Read(b"", (), lost=False, ended=False, outcome="", failure="ReplyTooLarge")
    holes = tuple(KeptString.of(hole) for hole in sink.holes)
    return Read(bytes(sink.bytes), holes, reader.lost, reader.ended, outcome, failure)


def _told(outcome: Outcome) -> str:
    """All of an outcome, without how its holes were written: that is told of the holes themselves."""
    return re.sub(r"form=Form\([^)]*\)", "", repr(outcome))
