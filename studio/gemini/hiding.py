"""A key that comes back: found however a server may have written it, and masked before it gets anywhere."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from studio.gemini.base64_text import Piece

_SHORTEST_KEY = 8  # what is shorter than any key would mask innocent words
_MAY_BE_ESCAPED = '/"\\'


@dataclass(frozen=True, slots=True)
class Character:
    """A character of a key: a pattern of every way to write it, and those that are escapes, in small letters."""

    pattern: bytes
    written: tuple[bytes, ...]


class Hiding:
    """Masks one key: each of its characters may stand raw, escaped as in JSON, or percent-escaped.

    JSON that quotes JSON escapes twice. `longest` is how many bytes the longest spelling has; 0 hides nothing.
    `telling` is from how many characters on its beginning is taken for it.
    """

    def __init__(self, key: str = "") -> None:
        hidden = key if len(key) >= _SHORTEST_KEY else ""
        self.characters = [Character(_spellings(each), _escapes(each)) for each in hidden]
        self.telling = min(_SHORTEST_KEY, len(hidden) // 2)
        self._pattern = re.compile(b"".join(each.pattern for each in self.characters)) if hidden else None
        self.longest = sum(map(_longest_spelling, hidden))

    def mask(self, text: bytes | bytearray) -> bytes:
        """Put as many asterisks in place of the key, so that no offset changes."""
        return self._pattern.sub(_asterisks, text) if self._pattern else bytes(text)

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
        text = self._hiding.mask(self._kept_back + bytes(piece))
        end = max(0, len(text) - self._hiding.longest + 1)
        if end:
            self._write(text[:end])
        self._kept_back = text[end:]

    def finish(self) -> None:
        """Take it that no more comes."""
        if self._kept_back:
            self._write(self._kept_back)
            self._kept_back = b""


def _spellings(character: str) -> bytes:
    """Return a pattern of every way to write one character; its branches begin with a literal, for speed."""
    raw = character.encode()
    ways = [re.escape(raw), b"".join(b"%" + _any_case(f"{byte:02x}") for byte in raw)]
    units = character.encode("utf-16-be").hex()
    ways.append(b"".join(rb"\\\\?u" + _any_case(units[at : at + 4]) for at in range(0, len(units), 4)))
    if character in _MAY_BE_ESCAPED:
        ways.append(rb"\\\\?" + re.escape(raw))
    return b"(?:" + b"|".join(reversed(ways)) + b")"


def _escapes(character: str) -> tuple[bytes, ...]:
    units = character.encode("utf-16-be").hex()
    names = ["".join(f"{slash}u{units[at : at + 4]}" for at in range(0, len(units), 4)) for slash in ("\\", "\\\\")]
    names += [f"\\{character}", f"\\\\{character}"] if character in _MAY_BE_ESCAPED else []
    return ("".join(f"%{byte:02x}" for byte in character.encode()).encode(), *(name.encode() for name in names))


def _longest_spelling(character: str) -> int:
    return max(7 * (len(character.encode("utf-16-be")) // 2), 3 * len(character.encode()))


def _any_case(digits: str) -> bytes:
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits).encode()


def _asterisks(match: re.Match[bytes]) -> bytes:
    return b"*" * len(match.group())
