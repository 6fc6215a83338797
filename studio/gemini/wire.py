"""A reply as it arrives: JSON whose long strings are cut out on the way, so that none ever stands whole in memory.

What is left is the skeleton: the bytes received, with `""` where a long string stood. Each string cut out is a hole:
a `data` hole (the base64 of inlineData) is passed on decoded, a `text` hole (a signature, very long words) as written.
Where the bytes stop being JSON, the rest of them is a text hole too.

Whether it is one value or an event stream is told by its first bytes, whatever was asked for. Of a stream the skeleton
has every byte too: the lines between the values, and between those of one value that is spread over several.
"""

import re
from collections.abc import Callable, Sequence

from studio.gemini.cutting import Cutting
from studio.gemini.errors import ReplyTooLarge
from studio.gemini.event_lines import EventLines, Stop, begins_stream
from studio.gemini.hiding import Hiding
from studio.gemini.sink import Hole, HoleKind, ReplyLimits, Sink
from studio.gemini.strings import Strings
from studio.gemini.structure import Structure

__all__ = ["Hole", "HoleKind", "ReplyLimits", "ReplyReader", "Sink"]

_TOKEN = re.compile(rb'["{}\[\],:]')
_TOKEN_OR_ENDING = re.compile(rb'["{}\[\],:\r\n]')
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_NOT_BLANK = re.compile(rb"[^ \t]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_QUOTE = b'"'
_DONE = b"[DONE]"  # what some gateways end a stream with
_HEAD = 4 << 10


class ReplyReader:
    """Feeds a sink from the bytes of one reply, whatever their chunks."""

    def __init__(self, sink: Sink, limits: ReplyLimits | None = None) -> None:
        self._limits = limits or ReplyLimits()
        self._cutting = Cutting(sink, self._limits)
        self._skeleton = self._cutting.skeleton
        self._structure = Structure(self._limits.depth)
        self._strings = Strings(self._cutting, self._structure, self._limits)
        self._received = 0
        self._head = b""
        self._lines: EventLines | None = None  # of an event stream
        self._opening = bytearray()  # what may turn out to be the first line of one
        self._ended = False  # the value is closed; of a stream, the last one so far
        self._done = False  # the stream says that nothing follows
        self._lost = False  # this is not JSON: the rest is one hole
        self._step: Callable[[bytes, int], int] = self._between_strings

    @property
    def skeleton(self) -> bytes:
        """The skeleton so far."""
        return bytes(self._skeleton)

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes that are whole."""
        return tuple(self._cutting.holes)

    @property
    def ended(self) -> bool:
        """Whether the reply has arrived: its value is closed, and, of a stream, one says why it ends."""
        return self.is_between and (self._lines is None or self._done or self._structure.is_finished)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can come; of a stream that ends with its connection this is not known."""
        return self.is_between and (self._lines is None or self._done)

    @property
    def is_between(self) -> bool:
        """Whether something has arrived, and nothing that has begun is open."""
        return self._ended and not self._lost

    @property
    def is_stream(self) -> bool:
        """Whether the reply comes as several values: in an array, or as events."""
        return self._lines is not None or self._skeleton[:1] == b"["

    @property
    def values(self) -> Sequence[tuple[int, int]]:
        """The spans of the whole replies, or pieces of one, so far."""
        return self._structure.values

    def part(self, start: int, end: int) -> bytes:
        """Return a piece of the skeleton."""
        return bytes(self._skeleton[start:end])

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
        self._cutting.hide(hiding)

    async def drain(self) -> None:
        """Wait while too much is under way to the disk; of a stream, until each hole is there, for it will be shown."""
        await (self._cutting.settle() if self.is_stream else self._cutting.drain())

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the reply; ReplyTooLarge when they exceed the limits."""
        self._received += len(chunk)
        self._head += chunk[: _HEAD - len(self._head)]
        if self._received > self._limits.total:
            raise ReplyTooLarge(f"The reply is longer than {self._limits.total >> 20} MB.")
        position = 0
        while position < len(chunk):
            position = self._step(chunk, position)
        self._cutting.check()
        self._cutting.pass_on(all_of_it=self.is_closed)

    def finish(self) -> None:
        """Take it that no more comes: a string cut off half way joins the skeleton, what is no JSON is whole."""
        self._skeleton += self._opening if self._step == self._in_opening else self._strings.held
        if self._step == self._in_rest:
            self._cutting.close()
        self._strings.held.clear()
        self._step = self._between_strings
        self._cutting.pass_on(all_of_it=True)

    def _give_up(self, position: int, before: bytes | bytearray = b"") -> int:
        """Keep the rest as received, from `before` on: it may have been paid for, whatever it is."""
        self._lost = True
        self._cutting.open_text()
        self._cutting.write(bytes(before))
        self._step = self._in_rest
        return position

    def _in_rest(self, chunk: bytes, position: int) -> int:
        self._cutting.write(memoryview(chunk)[position:])
        return len(chunk)

    def _between_strings(self, chunk: bytes, position: int) -> int:
        if not self._structure.is_open:
            return self._outside_the_value(chunk, position)
        token = (_TOKEN if self._lines is None else _TOKEN_OR_ENDING).search(chunk, position)
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
            return self._begin_value(end, found.group())
        if self._begins_with_mark(found.group()):
            self._skeleton += found.group()
            return end + 1
        self._step = self._in_opening
        return end

    def _begins_with_mark(self, byte: bytes) -> bool:
        return _BYTE_ORDER_MARK.startswith(bytes(self._skeleton) + byte)

    def _begin_value(self, position: int, bracket: bytes) -> int:
        self._skeleton += bracket
        self._ended = False
        self._structure.take(bracket, len(self._skeleton))
        self._step = self._between_strings
        return position + 1

    def _in_opening(self, chunk: bytes, position: int) -> int:
        """Tell an event stream by its first line from what is neither that nor JSON."""
        self._opening += chunk[position : position + 1]
        is_stream = begins_stream(self._opening)
        if is_stream is False:
            return self._give_up(position + 1, self._opening)
        if is_stream:
            self._lines = EventLines()
            self._step = self._in_lines
            self._in_lines(bytes(self._opening), 0)
        return position + 1

    def _in_lines(self, chunk: bytes, position: int) -> int:
        """Pass by what is no data, between the values of a stream or between the lines of one value."""
        assert self._lines is not None
        end, stop = self._lines.skip(chunk, position)
        self._skeleton += chunk[position:end]
        if stop is Stop.DATA:
            self._step = self._between_strings if self._structure.is_open else self._in_data_line
        elif stop is Stop.EMPTY and self._structure.is_open:  # an event that ends in the midst of its value
            return self._give_up(end)
        return end

    def _in_data_line(self, chunk: bytes, position: int) -> int:
        """Find where the value of a line begins; what is none, as some send to keep a connection open, is passed by."""
        assert self._lines is not None
        found = _NOT_BLANK.search(chunk, position)
        end = found.start() if found else len(chunk)
        self._skeleton += chunk[position:end]
        if found is None:
            return end
        if found.group() in b"{[":
            return self._begin_value(end, found.group())
        self._step = self._in_lines
        self._lines.leave_out()
        return end

    def _behind_value(self, chunk: bytes, position: int) -> int:
        """Find the end of a line whose value is closed."""
        found = _NOT_BLANK.search(chunk, position)
        end = found.start() if found else len(chunk)
        self._skeleton += chunk[position:end]
        if found is None:
            return end
        if found.group() not in b"\r\n":
            return self._give_up(end)
        self._skeleton += found.group()
        self._end_line(found.group())
        return end + 1

    def _end_line(self, ending: bytes) -> None:
        assert self._lines is not None
        self._lines.begin(ending)
        self._step = self._in_lines

    def _take_token(self, token: bytes) -> bool:
        """Follow one structural character, the end of the skeleton now; False when it cannot stand here."""
        if token == _QUOTE:
            self._strings.begin()
            self._step = self._in_string
            return True
        if token in b"\r\n":
            self._end_line(token)
            return True
        if not self._structure.take(token, len(self._skeleton)):
            return False
        if not self._structure.is_open:
            self._ended = True
            if self._lines is not None:
                self._done = self._skeleton.endswith(_DONE)
                self._step = self._behind_value
        return True

    def _in_string(self, chunk: bytes, position: int) -> int:
        position = self._strings.take(chunk, position)
        if self._strings.is_lost:
            before = bytes(self._strings.held)
            self._strings.held.clear()
            return self._give_up(position, before)
        if not self._strings.is_open:
            self._step = self._between_strings
        return position
