"""The structure of JSON while it arrives: which key the next value stands under, and where whole replies end."""

import re
from array import array
from dataclasses import dataclass

from studio.gemini.errors import ReplyTooLarge
from studio.gemini.sink import ReplyLimits

_INLINE_DATA = (b"inlineData", b"inline_data")
_LAST_WORDS = (b"finishReason", b"finish_reason", b"blockReason", b"block_reason")
_BACKSLASH = b"\\"


@dataclass(slots=True)
class _Level:
    """An object or array that is open, and the key its next value stands under."""

    is_object: bool
    key: bytes = b""


class Structure:
    """Follows the structural characters of one value, or of several that come one after another.

    `ends` are where the objects that stand alone, or in an array that does, begin and end, one after another: each is a
    reply, or a piece of one.
    ReplyTooLarge when there are more of them than may be. `is_finished` is whether one of them says why it ends.
    """

    def __init__(self, limits: ReplyLimits) -> None:
        self._limits = limits
        self._stack: list[_Level] = []
        self._start = 0
        self.expects_key = False
        self.is_finished = False
        self.ends = array("L")

    @property
    def is_open(self) -> bool:
        """Whether a value is under way."""
        return bool(self._stack)

    @property
    def holds_inline_data(self) -> bool:
        """Whether a string that begins here is the base64 of a picture."""
        return (
            not self.expects_key
            and len(self._stack) > 1
            and self._stack[-1].is_object
            and self._stack[-1].key == b"data"
            and self._stack[-2].key in _INLINE_DATA
        )

    @property
    def holds_words(self) -> bool:
        """Whether a string that begins here is what a model says."""
        return not self.expects_key and bool(self._stack) and self._stack[-1].key == b"text"

    def take(self, token: bytes, end: int) -> bool:
        """Follow one structural character that ends at `end`; False when it cannot stand here."""
        if token in b"{[":
            return self._open(token == b"{", end - 1)
        if token in b"}]":
            return self._close(token == b"}", end)
        self.expects_key = token == b"," and self._stack[-1].is_object
        return True

    def end_string(self, written: bytes) -> None:
        """Take a string that is no hole, as written."""
        if self.expects_key:
            self._stack[-1].key = _plain_key(written)
        elif written and self._stack[-1].key in _LAST_WORDS:
            self.is_finished = True

    def _open(self, is_object: bool, start: int) -> bool:
        if is_object and self._is_outermost():
            self._start = start
        self._stack.append(_Level(is_object))
        self.expects_key = is_object
        return len(self._stack) <= self._limits.depth

    def _close(self, is_object: bool, end: int) -> bool:
        if not self._stack or self._stack.pop().is_object != is_object:
            return False
        if is_object and self._is_outermost():
            self.ends.extend((self._start, end))
            if len(self.ends) > 2 * self._limits.pieces:
                raise ReplyTooLarge(
                    f"The reply comes in more than {self._limits.pieces} pieces. What came of its images is kept."
                )
        self.expects_key = False
        return True

    def _is_outermost(self) -> bool:
        return not self._stack or (len(self._stack) == 1 and not self._stack[0].is_object)


def _plain_key(written: bytes) -> bytes:
    r"""Undo escapes in a key, which may be written `\u0064ata`."""
    if _BACKSLASH not in written:
        return written
    return re.sub(rb"\\u00([0-7][0-9a-fA-F])", lambda m: bytes((int(m.group(1), 16),)), written)
