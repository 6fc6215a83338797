"""What the bytes of a reply are, one after another: structure, strings, the lines of a stream, or no JSON at all."""

import re
from collections.abc import Callable

from studio.gemini.cutting import Cutting
from studio.gemini.event_lines import EventLines, Stop, begins_stream
from studio.gemini.strings import Strings
from studio.gemini.structure import Structure

_TOKEN = re.compile(rb'["{}\[\],:]')
_TOKEN_OR_ENDING = re.compile(rb'["{}\[\],:\r\n]')
_NOT_SPACE = re.compile(rb"[^ \t\r\n]")
_NOT_BLANK = re.compile(rb"[^ \t]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_QUOTE = b'"'
_DONE = b"[DONE]"  # what some gateways end a stream with


class Reading:
    """Goes through chunks and gives each byte its place: in the skeleton, or in a hole.

    `is_events` says that they are an event stream, `is_closed` that the value is closed, or of a stream the last one so
    far, `is_done` that the stream says that nothing follows, `is_lost` that this is no JSON: the rest is one hole.
    """

    def __init__(self, cutting: Cutting, structure: Structure, strings: Strings) -> None:
        self._cutting = cutting
        self._structure = structure
        self._strings = strings
        self._lines: EventLines | None = None
        self._opening = bytearray()  # what may turn out to be the first line of a stream
        self._step: Callable[[bytes, int], int] = self._between_strings
        self.is_closed = self.is_done = self.is_lost = False

    @property
    def is_events(self) -> bool:
        """Whether the values come as events of a stream."""
        return self._lines is not None

    def take(self, chunk: bytes) -> None:
        """Go through the next bytes."""
        position = 0
        while position < len(chunk):
            position = self._step(chunk, position)

    def finish(self) -> None:
        """Take it that no more comes: a string cut off half way joins the skeleton, what is no JSON is whole."""
        self._cutting.skeleton += self._opening if self._step == self._in_opening else self._strings.held
        if self._step == self._in_rest:
            self._cutting.close()
        self._strings.held.clear()
        self._step = self._between_strings

    def _give_up(self, position: int, before: bytes | bytearray = b"") -> int:
        """Keep the rest as received, from `before` on: it may have been paid for, whatever it is."""
        self.is_lost = True
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
        self._cutting.skeleton += chunk[position:end]
        if token and not self._take_token(token.group()):
            return self._give_up(end)
        return end

    def _pass_by(self, other: re.Pattern[bytes], chunk: bytes, position: int) -> tuple[int, bytes]:
        """Return where the blanks end, and the byte behind them: b"" at the end of the chunk."""
        found = other.search(chunk, position)
        end = found.start() if found else len(chunk)
        self._cutting.skeleton += chunk[position:end]
        return end, found.group() if found else b""

    def _outside_the_value(self, chunk: bytes, position: int) -> int:
        end, byte = self._pass_by(_NOT_SPACE, chunk, position)
        if not byte or self.is_closed:
            return self._give_up(end) if byte else end
        if byte in b"{[":
            return self._begin_value(end, byte)
        if self._begins_with_mark(byte):
            self._cutting.skeleton += byte
            return end + 1
        self._step = self._in_opening
        return end

    def _begins_with_mark(self, byte: bytes) -> bool:
        return _BYTE_ORDER_MARK.startswith(bytes(self._cutting.skeleton) + byte)

    def _begin_value(self, position: int, bracket: bytes) -> int:
        self._cutting.skeleton += bracket
        self.is_closed = False
        self._structure.take(bracket, len(self._cutting.skeleton))
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
        self._cutting.skeleton += chunk[position:end]
        if stop is Stop.DATA:
            self._step = self._between_strings if self._structure.is_open else self._in_data_line
        elif stop is Stop.EMPTY and self._structure.is_open:  # an event that ends in the midst of its value
            return self._give_up(end)
        return end

    def _in_data_line(self, chunk: bytes, position: int) -> int:
        """Find where the value of a line begins; what is none, as some send to keep a connection open, is passed by."""
        assert self._lines is not None
        end, byte = self._pass_by(_NOT_BLANK, chunk, position)
        if not byte:
            return end
        if byte in b"{[":
            return self._begin_value(end, byte)
        self._step = self._in_lines
        self._lines.leave_out()
        return end

    def _behind_value(self, chunk: bytes, position: int) -> int:
        """Find the end of a line whose value is closed."""
        end, byte = self._pass_by(_NOT_BLANK, chunk, position)
        if not byte:
            return end
        if byte not in b"\r\n":
            return self._give_up(end)
        self._cutting.skeleton += byte
        self._end_line(byte)
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
        if not self._structure.take(token, len(self._cutting.skeleton)):
            return False
        if not self._structure.is_open:
            self.is_closed = True
            if self._lines is not None:
                self.is_done = self._cutting.skeleton.endswith(_DONE)
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
