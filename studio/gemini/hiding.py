"""A key that comes back: found however a server may have written it, and masked before it gets anywhere."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studio.gemini.base64_text import Piece
from studio.gemini.escapes import begin_of, end_of

_SHORTEST_KEY = 8  # what is shorter than any key would mask innocent words
_MAY_BE_ESCAPED = '/"\\'


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a key: itself, the ways to escape it in small letters, and a pattern of every way to write it."""

    raw: bytes
    escapes: tuple[bytes, ...]
    pattern: bytes

    def ways_in(self, text: bytes) -> list[bytes]:
        """Return the ways of which a text may begin with any."""
        ways = [way for way in self.escapes if text[: len(way)].lower() == way]
        return [*ways, self.raw] if text.startswith(self.raw) else ways


class Hiding:
    """Masks one key: each of its characters may stand raw, escaped as in JSON, or percent-escaped.

    JSON that quotes JSON escapes twice. What has been masked is JSON still: an escape is masked whole or not at all.
    `longest` is how many bytes the longest spelling has; 0 hides nothing. `telling` is from how many characters on its
    beginning is taken for it.
    """

    def __init__(self, key: str = "") -> None:
        hidden = key if len(key) >= _SHORTEST_KEY else ""
        self.characters = [Character(each.encode(), _escapes(each), _spellings(each)) for each in hidden]
        self.telling = min(_SHORTEST_KEY, len(hidden) // 2)
        self._pattern = re.compile(b"".join(each.pattern for each in self.characters)) if hidden else None
        self.longest = sum(map(_longest_spelling, hidden))

    def mask(self, text: bytes | bytearray) -> bytes:
        """Put as many asterisks in place of the key, so that no offset changes; the text begins within no escape."""
        masked = bytearray(text)
        for start, end in self._places(text):
            masked[start:end] = b"*" * (end - start)
        return bytes(masked)

    def settled(self, text: bytes | bytearray) -> int:
        """Return up to where a text can be masked, whatever follows it: behind that a key may have begun."""
        end = begin_of(text, max(0, len(text) - max(0, self.longest - 1)))
        return next((start for start, stop in self._places(text) if start < end < stop), end)

    def _places(self, text: bytes | bytearray) -> Iterator[tuple[int, int]]:
        """Yield where the key stands: not the rest of an escape it begins within, but that of one it ends within."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            yield end_of(text, found.start()), end_of(text, found.end())

    def in_words(self, text: str) -> str:
        """Put dots in place of the key, in words that a person will read."""
        if self._pattern is None:
            return text
        return self._pattern.sub("•••".encode(), text.encode(errors="surrogatepass")).decode(errors="surrogatepass")


class MaskedWriter:
    """Passes a text that comes in pieces on to `write`, masked, keeping back what may be the beginning of a key."""

    def __init__(self, hiding: Hiding, write: Callable[[Piece], None]) -> None:
        self._hiding = hiding
        self._write = write
        self._kept_back = b""

    def write(self, piece: Piece) -> None:
        """Take the next bytes."""
        if not self._hiding.longest:
            self._write(piece)
            return
        text = self._kept_back + bytes(piece)
        if end := self._hiding.settled(text):
            self._write(self._hiding.mask(text[:end]))
        self._kept_back = text[end:]

    def finish(self) -> None:
        """Take it that no more comes."""
        if self._kept_back:
            self._write(self._hiding.mask(self._kept_back))
            self._kept_back = b""


def _spellings(character: str) -> bytes:
    """Return a pattern of every way to write one character; its branches begin with a literal, for speed."""
    raw = character.encode()
    ways = [re.escape(raw), b"".join(b"%" + _any_case(f"{byte:02x}") for byte in raw)]
    units = character.encode("utf-16-be").hex()
    ways.append(b"".join(rb"\\\\?u" + _any_case(units[at : at + 4]) for at in range(0, len(units), 4)))
    if character in _MAY_BE_ESCAPED:
        ways.append(b"(?:" + b"|".join(map(re.escape, _slashed(character))) + b")")
    return b"(?:" + b"|".join(reversed(ways)) + b")"


def _escapes(character: str) -> tuple[bytes, ...]:
    units = character.encode("utf-16-be").hex()
    names = ["".join(f"{slash}u{units[at : at + 4]}" for at in range(0, len(units), 4)) for slash in ("\\", "\\\\")]
    slashed = _slashed(character) if character in _MAY_BE_ESCAPED else ()
    percent = "".join(f"%{byte:02x}" for byte in character.encode())
    return (percent.encode(), *(name.encode() for name in names), *slashed)


def _slashed(character: str) -> tuple[bytes, ...]:
    """Return a character escaped with a backslash: that again, in both ways where there are two, and once."""
    once = b"\\" + character.encode()
    return b"\\\\" + once, *((b"\\" + once,) if character == "/" else ()), once


def _longest_spelling(character: str) -> int:
    return max(7 * (len(character.encode("utf-16-be")) // 2), 3 * len(character.encode()))


def _any_case(digits: str) -> bytes:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits).encode()
