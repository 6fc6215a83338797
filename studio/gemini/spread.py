"""A key that comes back in pieces: put together again where words that came one after another are joined."""

import re
from collections.abc import Iterator

from studio.gemini.escapes import end_of
from studio.gemini.hiding import Hiding

_ESCAPES = (b"%", b"\\")


class Spread:
    """Masks a key that is spread over several strings, each with but a piece of it.

    A string is on the disk before the next is known, so what ends like the beginning of a key is masked as it comes,
    and so is what goes on with it. Strings may be left out between: thoughts are, when words are joined.
    """

    def __init__(self, hiding: Hiding) -> None:
        self._characters = hiding.characters
        self._patterns = [re.compile(each.pattern) for each in hiding.characters]
        self._longest = hiding.longest
        self._telling = hiding.telling
        self._begun: set[tuple[int, bytes]] = set()  # how much of the key an end may be, and a cut escape behind it

    def mask(self, text: bytes) -> bytes:
        """Take the next string as written, and put as many asterisks in place of its piece of the key."""
        if not self._characters:
            return text
        start, end, begun = len(text), 0, set(self._begun)
        for first, known, rest in self._ends(text):
            if known == len(self._characters):
                end = max(end, len(text) - len(rest)) if first < 0 else end
            else:
                begun.add((known, rest))
                start = min(start, max(first, 0)) if known >= self._telling else start
        self._begun = begun
        end, start = end_of(text, end), end_of(text, start)
        return b"*" * end + text[end:start] + b"*" * (len(text) - max(start, end))

    def _ends(self, text: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Yield where the key may begin, -1 for before; how much of it is known in the end, and what is left then."""
        for known, cut in self._begun:
            yield from ((-1, *end) for end in self._follow(known, cut + text))
        for first in range(max(0, len(text) - self._longest), len(text)):
            if text.startswith(_ESCAPES, first) or self._patterns[0].match(text, first):
                yield from ((first, *end) for end in self._follow(0, text[first:]))

    def _follow(self, known: int, text: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield how much of the key may be known at the end of a text, or all of it before, and what is left then.

        What is escaped once and twice begins alike, so there may be several ways.
        """
        ways = {(known, text)}
        while ways:
            known, text = ways.pop()
            if known == len(self._characters):
                yield known, text
                continue
            if self._may_go_on(known, text):
                yield known, text.lower()
            if self._patterns[known].match(text):
                ways |= {(known + 1, text[len(way) :]) for way in self._characters[known].ways_in(text)}

    def _may_go_on(self, known: int, rest: bytes) -> bool:
        """Whether a text ends here, if in the middle of an escape."""
        if not rest.startswith(_ESCAPES):
            return not rest
        return any(way.startswith(rest.lower()) for way in self._characters[known].escapes)
