"""A key that comes back in pieces: put together again where words that came one after another are joined."""

import re
from collections.abc import Iterator

from studio.gemini.hiding import Hiding

_ESCAPES = (b"%", b"\\")


class Spread:
    """Masks a key that is spread over several strings, each with but a piece of it.

    A string is on the disk before the next is known, so what ends like the beginning of a key is masked as it comes,
    and so is what goes on with it. Strings may be left out between: thoughts are, when words are joined.
    """

    def __init__(self, hiding: Hiding) -> None:
        self._characters = [(re.compile(each.pattern), each.written) for each in hiding.characters]
        self._longest = hiding.longest
        self._telling = hiding.telling
        self._begun: set[tuple[int, bytes]] = set()  # how much of the key an end may be, and a cut escape behind it

    def mask(self, text: bytes) -> bytes:
        """Take the next string as written, and put as many asterisks in place of its piece of the key."""
        if not self._characters:
            return text
        start, end, begun = len(text), 0, set(self._begun)
        for first, known, written in self._places(text):
            known, place = self._follow(known, written)
            if known == len(self._characters):
                end = max(end, len(text) - len(written) + place) if first < 0 else end
            elif self._may_go_on(known, rest := written[place:]):
                begun.add((known, rest.lower()))
                start = min(start, max(first, 0)) if known >= self._telling else start
        self._begun = begun
        kept = text[end:start]
        return b"*" * end + kept + b"*" * (len(text) - max(start, end))

    def _places(self, text: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Yield where the key may go on, -1, or begin; how much of it is known there, and what is to be read on."""
        for known, cut in self._begun:
            yield -1, known, cut + text
        for first in range(max(0, len(text) - self._longest), len(text)):
            yield first, 0, text[first:]

    def _follow(self, known: int, text: bytes) -> tuple[int, int]:
        """Return how much of the key is known when a text was read on as far as it goes, and how far that is."""
        place = 0
        while known < len(self._characters) and (match := self._characters[known][0].match(text, place)):
            known, place = known + 1, match.end()
        return known, place

    def _may_go_on(self, known: int, rest: bytes) -> bool:
        """Whether a text ends here, if in the middle of an escape."""
        if not rest.startswith(_ESCAPES):
            return not rest
        return any(way.startswith(rest.lower()) for way in self._characters[known][1])
