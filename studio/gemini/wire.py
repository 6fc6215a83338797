"""A reply as it arrives: JSON whose long strings are cut out on the way, so that none ever stands whole in memory.

What is left is the skeleton: the bytes received, with `""` where a long string stood. Each string cut out is a hole:
a `data` hole (the base64 of inlineData) is passed on decoded, a `text` hole (a signature, very long words) as written.
Where the bytes stop being JSON, the rest of them is a text hole too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from studio.gemini.base64_text import Base64Decoder, Form, Piece
from studio.gemini.errors import ReplyTooLarge
from studio.gemini.hiding import Hiding, MaskedWriter

HoleKind = Literal["data", "text"]

_TOKEN = re.compile(rb'["{}\[\],:]')
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_INLINE_DATA = (b"inlineData", b"inline_data")
_QUOTE, _BACKSLASH, _BACKSLASH_CODE = b'"', b"\\", 0x5C
_HEAD = 4 << 10


@dataclass(frozen=True, slots=True)
class Hole:
    """A string cut out of the skeleton: `offset` is where its characters stood, right behind the opening quote."""

    number: int
    offset: int
    kind: HoleKind
    form: Form


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What a reply may amount to: bytes in all; of the skeleton its bytes, holes, nesting, longest string and key."""

    total: int = 512 << 20
    skeleton: int = 1 << 20
    holes: int = 1000
    depth: int = 64
    string: int = 16 << 10
    key: int = 1 << 10


class Sink(Protocol):
    """Where a reply goes while it arrives; every call but `drain` returns at once."""

    def skeleton(self, piece: bytes) -> None:
        """Take the next bytes of the skeleton."""

    def open_hole(self, offset: int, kind: str) -> None:
        """Begin a hole; they are numbered from 0 in this order, and one is open at a time."""

    def write(self, piece: Piece) -> None:
        """Take the next bytes of the open hole: decoded for a data hole, as written for a text hole."""

    def write_raw(self, piece: Piece) -> None:
        """Take the next characters, as written, of a data hole that encoding would not write again."""

    def close_hole(self, form: Mapping[str, object]) -> None:
        """End the open hole: its closing quote has arrived."""

    async def drain(self) -> None:
        """Wait while too much is under way to the disk; raise what went wrong there."""


class ReplyReader:
    """Feeds a sink from the bytes of one reply, whatever their chunks."""

    def __init__(self, sink: Sink, limits: ReplyLimits | None = None) -> None:
        self._sink = sink
        self._limits = limits or ReplyLimits()
        self._received = 0
        self._head = b""
        self._skeleton = bytearray()
        self._flushed = 0
        self._holes: list[Hole] = []
        self._stack: list[_Level] = []
        self._expects_key = False
        self._began = False
        self._ended = False
        self._lost = False  # this is not JSON: the rest is one hole
        self._string = bytearray()  # a string that may yet turn out to be long
        self._escaped = False  # the chunk ended within an escape sequence, on its backslash
        self._decoder: Base64Decoder | None = None
        self._hiding = Hiding()
        self._text = MaskedWriter(self._hiding, sink.write)  # of the open hole, where it is kept as written
        self._step: Callable[[bytes, int], int] = self._between_strings

    @property
    def skeleton(self) -> bytes:
        """The skeleton so far."""
        return bytes(self._skeleton)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes that are whole."""
        return tuple(self._holes)

    @property
    def ended(self) -> bool:
        """Whether the top-level value is closed: the reply has arrived."""
        return self._ended and not self._lost

    @property
    def lost(self) -> bool:
        """Whether the bytes stopped being JSON."""
        return self._lost

    @property
    def received(self) -> int:
        """How many bytes were fed."""
        return self._received

    @property
    def head(self) -> bytes:
        """The first 4 KiB as received, a key included: to look at, not to keep."""
        return self._head

    def hide(self, hiding: Hiding) -> None:
        """Mask a key, should the server repeat it: it must not get into the record by coming back."""
        self._hiding = hiding

    async def drain(self) -> None:
        """Wait while too much is under way to the disk."""
        await self._sink.drain()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the reply; ReplyTooLarge when they exceed the limits."""
        self._received += len(chunk)
        self._head += chunk[: _HEAD - len(self._head)]
        if self._received > self._limits.total:
            raise ReplyTooLarge(f"The reply is longer than {self._limits.total >> 20} MB.")
        position = 0
        while position < len(chunk):
            position = self._step(chunk, position)
        if len(self._skeleton) > self._limits.skeleton:
            raise ReplyTooLarge("The reply is far longer than its pictures and words account for.")
        self._flush(keep_back=0 if self._ended else max(0, self._hiding.longest - 1))

    def finish(self) -> None:
        """Take it that no more comes: a string cut off half way joins the skeleton, what is no JSON is whole."""
        if self._step == self._in_string:
            self._skeleton += self._string
            self._step = self._between_strings
        elif self._step == self._in_rest:
            self._end_hole("text", Form())
            self._step = self._between_strings
        self._flush()

    def _flush(self, keep_back: int = 0) -> None:
        """Pass on what is new in the skeleton, masked; its last bytes may be the beginning of a key."""
        self._skeleton[self._flushed :] = self._hiding.mask(self._skeleton[self._flushed :])
        end = len(self._skeleton) - keep_back
        if end > self._flushed:
            self._sink.skeleton(bytes(self._skeleton[self._flushed : end]))
            self._flushed = end

    def _give_up(self, position: int, before: bytes = b"") -> int:
        """Keep the rest as received, from `before` on: it may have been paid for, whatever it is."""
        self._lost = True
        self._open_hole("text")
        if before:
            self._text.write(before)
        self._step = self._in_rest
        return position

    def _in_rest(self, chunk: bytes, position: int) -> int:
        self._text.write(memoryview(chunk)[position:])
        return len(chunk)

    def _between_strings(self, chunk: bytes, position: int) -> int:
        if not self._began or self._ended:
            return self._outside_the_value(chunk, position)
        token = _TOKEN.search(chunk, position)
        end = token.end() if token else len(chunk)
        self._skeleton += chunk[position:end]
        if token and not self._take_token(token.group()):
            return self._give_up(end)
        return end

    def _outside_the_value(self, chunk: bytes, position: int) -> int:
        found = _NOT_SPACE.search(chunk, position)
        end = found.start() if found else len(chunk)
        self._skeleton += chunk[position:end]
        if not found or self._ended:
            return self._give_up(end) if found else end
        if found.group() in b"{[":
            self._began = True
        elif not self._begins_with_mark(found.group()):
            return self._give_up(end)
        else:
            self._skeleton += found.group()
            return end + 1
        return end

    def _begins_with_mark(self, byte: bytes) -> bool:
        return _BYTE_ORDER_MARK.startswith(bytes(self._skeleton) + byte)

    def _take_token(self, token: bytes) -> bool:
        """Follow one structural character; False when it cannot stand here."""
        if token == _QUOTE:
            self._begin_string()
        elif token in b"{[":
            self._stack.append(_Level(is_object=token == b"{"))
            self._expects_key = token == b"{"
            return len(self._stack) <= self._limits.depth
        elif token in b"}]":
            if not self._stack or self._stack.pop().is_object != (token == b"}"):
                return False
            self._expects_key = False
            self._ended = not self._stack
        else:
            self._expects_key = token == b"," and self._stack[-1].is_object
        return True

    def _begin_string(self) -> None:
        self._string.clear()
        if not self._expects_key and self._is_inline_data():
            self._open_hole("data")
            self._text = MaskedWriter(self._hiding, self._sink.write_raw)
            self._decoder = Base64Decoder(self._sink.write, self._text.write)
            self._step = self._in_data
        else:
            self._step = self._in_string

    def _is_inline_data(self) -> bool:
        return (
            len(self._stack) > 1
            and self._stack[-1].is_object
            and self._stack[-1].key == b"data"
            and self._stack[-2].key in _INLINE_DATA
        )

    def _in_string(self, chunk: bytes, position: int) -> int:
        quote = self._find_quote(chunk, position)
        end = len(chunk) if quote < 0 else quote
        if len(self._string) + end - position > (self._limits.key if self._expects_key else self._limits.string):
            return self._turn_into_hole(position)
        self._string += chunk[position:end]
        if quote < 0:
            return end
        self._skeleton += self._string + _QUOTE
        if self._expects_key:
            self._stack[-1].key = _plain_key(bytes(self._string))
        self._step = self._between_strings
        return quote + 1

    def _turn_into_hole(self, position: int) -> int:
        if self._expects_key:  # no such key exists
            return self._give_up(position, bytes(self._string))
        self._open_hole("text")
        if self._string:
            self._text.write(bytes(self._string))
        self._escaped = _ends_in_escape(self._string, 0, len(self._string))
        self._step = self._in_text
        return position

    def _in_text(self, chunk: bytes, position: int) -> int:
        quote = self._find_quote(chunk, position)
        end = len(chunk) if quote < 0 else quote
        if end > position:
            self._text.write(memoryview(chunk)[position:end])
        return end if quote < 0 else self._close_hole("text", Form(), quote)

    def _in_data(self, chunk: bytes, position: int) -> int:
        assert self._decoder is not None
        quote = self._find_quote(chunk, position)
        end = len(chunk) if quote < 0 else quote
        self._decoder.feed(memoryview(chunk)[position:end])
        return end if quote < 0 else self._close_hole("data", self._decoder.finish(), quote)

    def _open_hole(self, kind: HoleKind) -> None:
        if len(self._holes) >= self._limits.holes and not self._lost:
            raise ReplyTooLarge(f"The reply has more than {self._limits.holes} pictures or long texts.")
        self._flush()
        self._sink.open_hole(len(self._skeleton), kind)
        self._text = MaskedWriter(self._hiding, self._sink.write)

    def _end_hole(self, kind: HoleKind, form: Form) -> None:
        self._text.finish()
        self._holes.append(Hole(len(self._holes), len(self._skeleton), kind, form))
        self._sink.close_hole(asdict(form))

    def _close_hole(self, kind: HoleKind, form: Form, quote: int) -> int:
        self._end_hole(kind, form)
        self._skeleton += _QUOTE
        self._step = self._between_strings
        return quote + 1

    def _find_quote(self, chunk: bytes, position: int) -> int:
        """Return where the string ends in `chunk`, or -1; a backslash that ends the chunk is remembered."""
        start = position + self._escaped
        quote = chunk.find(_QUOTE, start)
        while quote >= 0 and _ends_in_escape(chunk, start, quote):
            quote = chunk.find(_QUOTE, quote + 1)
        self._escaped = quote < 0 and _ends_in_escape(chunk, start, len(chunk))
        return quote


@dataclass(slots=True)
class _Level:
    """An object or array that is open, and the key its next value stands under."""

    is_object: bool
    key: bytes = b""


def _plain_key(written: bytes) -> bytes:
    r"""Undo escapes in a key, which may be written `\u0064ata`."""
    if _BACKSLASH not in written:
        return written
    return re.sub(rb"\\u00([0-7][0-9a-fA-F])", lambda m: bytes((int(m.group(1), 16),)), written)


def _ends_in_escape(written: bytes | bytearray, start: int, end: int) -> bool:
    """Return whether the character at `end` is escaped: an odd run of backslashes stands before it."""
    place = end
    while place > start and written[place - 1] == _BACKSLASH_CODE:
        place -= 1
    return (end - place) % 2 == 1
