"""The lines of an event stream (`text/event-stream`), as far as they are no JSON: which is data, and where it begins.

No line is ever held: a picture comes in one of several megabytes.
"""

import re
from enum import Enum

_NAMES = (b":", b"data:", b"event:", b"id:", b"retry:")
_DATA = b"data:"
_ENDING = re.compile(rb"[\r\n]")


class Stop(Enum):
    """What a run of lines that matter to nobody ends with."""

    DATA = "data"
    EMPTY = "empty"


def begins_stream(beginning: bytes | bytearray) -> bool | None:
    """Return whether a body that begins so is an event stream; None while that cannot be told."""
    if bytes(beginning) in _NAMES:
        return True
    return None if any(name.startswith(beginning) for name in _NAMES) else False


class EventLines:
    """Follows the lines outside of values, whatever the chunks; lines end in CR, LF or both."""

    def __init__(self) -> None:
        self._name = bytearray()  # the beginning of the line, until it tells what the line is
        self._skips = False  # the rest of the line matters to nobody
        self._behind_return = False  # a line feed that comes next belongs to the line before

    def begin(self, ending: bytes) -> None:
        """Stand at the beginning of a line, behind the first byte of the ending of another."""
        self._name.clear()
        self._skips = False
        self._behind_return = ending == b"\r"

    def leave_out(self) -> None:
        """Let the rest of this line be of no interest."""
        self._skips = True

    def skip(self, chunk: bytes, position: int) -> tuple[int, Stop | None]:
        """Return where the lines that matter to nobody end, and what follows or ended them; None at the chunk's end."""
        while position < len(chunk):
            if self._skips:
                ending = _ENDING.search(chunk, position)
                if ending is None:
                    return len(chunk), None
                self.begin(ending.group())
                position = ending.end()
                continue
            byte = chunk[position : position + 1]
            position += 1
            if (stop := self._take(byte)) is not None:
                return position, stop
        return position, None

    def _take(self, byte: bytes) -> Stop | None:
        behind_return, self._behind_return = self._behind_return, False
        if byte == b"\n" and behind_return:
            return None
        if byte in b"\r\n":
            empty = not self._name
            self.begin(byte)
            return Stop.EMPTY if empty else None
        self._name += byte
        if self._name == _DATA:
            return Stop.DATA
        self._skips = len(self._name) >= len(_DATA)
        return None
