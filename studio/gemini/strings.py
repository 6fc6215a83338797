"""The strings of a reply while they arrive: short ones join the skeleton, long ones and pictures become holes."""

from studio.gemini.cutting import Cutting
from studio.gemini.escapes import is_escaped
from studio.gemini.sink import ReplyLimits
from studio.gemini.structure import Structure

_QUOTE = b'"'


class Strings:
    """Takes one string after another, each from behind its opening quote to behind its closing one.

    `is_open` is whether one is under way, `is_lost` whether it cannot be one: a key longer than any that exists.
    """

    def __init__(self, cutting: Cutting, structure: Structure, limits: ReplyLimits) -> None:
        self._cutting = cutting
        self._structure = structure
        self._limits = limits
        self._in_hole = False
        self._escaped = False  # the chunk ended within an escape sequence, on its backslash
        self.held = bytearray()  # of a string that may yet turn out to be long
        self.is_open = self.is_lost = False

    def begin(self) -> None:
        """Stand behind an opening quote, which is in the skeleton."""
        self.held.clear()
        self.is_open = True
        self._in_hole = self._structure.holds_inline_data
        if self._in_hole:
            self._cutting.check(one_more=True)
            self._cutting.open_data()

    def take(self, chunk: bytes, position: int) -> int:
        """Take the characters from `position` on; return where the string, or the chunk, ends."""
        quote = self._find_quote(chunk, position)
        end = len(chunk) if quote < 0 else quote
        if not self._in_hole and self._is_long(len(self.held) + end - position):
            return self._turn_into_hole(position)
        if self._in_hole:
            self._cutting.write(memoryview(chunk)[position:end])
        else:
            self.held += chunk[position:end]
        return end if quote < 0 else self._close(quote)

    def _is_long(self, size: int) -> bool:
        return size > (self._limits.key if self._structure.expects_key else self._limits.string)

    def _turn_into_hole(self, position: int) -> int:
        if self._structure.expects_key:
            self.is_lost = True
            return position
        self._cutting.check(one_more=True)
        self._cutting.open_text()
        self._cutting.write(bytes(self.held))
        self._escaped = is_escaped(self.held, len(self.held))
        self.held.clear()
        self._in_hole = True
        return position

    def _close(self, quote: int) -> int:
        if self._in_hole:
            self._cutting.close()
        else:
            if self._structure.holds_words:
                self._cutting.add_words(bytes(self.held))
            else:
                self._cutting.skeleton += self.held
            self._structure.end_string(bytes(self.held))
        self._cutting.skeleton += _QUOTE
        self.held.clear()
        self.is_open = False
        return quote + 1

    def _find_quote(self, chunk: bytes, position: int) -> int:
        """Return where the string ends in `chunk`, or -1; a backslash that ends the chunk is remembered."""
        start = position + self._escaped
        quote = chunk.find(_QUOTE, start)
        while quote >= 0 and is_escaped(chunk, quote, start):
            quote = chunk.find(_QUOTE, quote + 1)
        self._escaped = quote < 0 and is_escaped(chunk, len(chunk), start)
        return quote
