"""Patterns that find typed words in text: all of them, in any order, in any case and whatever characters they have."""

from typing import NamedTuple

from studio.library.texts import storable

_MOST_WORDS = 32  # as many different ones: what is pasted by accident must hold up nobody
_LONGEST_WORD = 200


class Match(NamedTuple):
    """How a column is compared, with a place for the value, and the value."""

    operator: str
    pattern: str


def matches_of(text: str) -> tuple[Match, ...]:
    """One comparison for each word; a text that all of them hold for has the words, in any order."""
    words = dict.fromkeys(word[:_LONGEST_WORD] for word in storable(text).replace("\0", " ").split())
    return tuple(_match_of(word) for word in list(words)[:_MOST_WORDS])


def _match_of(word: str) -> Match:
    if word.isascii():
        escaped = "".join(f"\\{character}" if character in "\\%_" else character for character in word)
        return Match("LIKE ? ESCAPE '\\'", f"%{escaped}%")
    # LIKE knows any case of ASCII only, GLOB knows sets of any characters: “öl” is to find “Ölfarben”. It is slower.
    return Match("GLOB ?", f"*{''.join(map(_any_case, word))}*")


def _any_case(character: str) -> str:
    if character in "*?[":
        return f"[{character}]"
    every = (character, character.lower(), character.upper(), character.upper().lower(), character.casefold())
    ways = {way for way in every if len(way) == 1}
    if "σ" in ways:
        ways.add("ς")  # as it is written at the end of a word
    return f"[{''.join(sorted(ways))}]" if len(ways) > 1 else character
