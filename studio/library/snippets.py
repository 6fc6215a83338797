"""The piece of a text in which words were found, in one line, and where in it they stand."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from studio.library.question import Word

_LOOKED_THROUGH, _LONGEST, _BEFORE = 20_000, 240, 24
# The same letters as in schema/0004_search.sql: of scripts that are written without spaces.
_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
_EACH_ALONE = re.compile(f"([{_ALONE}])")
_TOKEN, _BETWEEN = re.compile(r"[^\W_]+"), r"[\W_]*"


class Snippet(NamedTuple):
    """A line of text; `marks` are from and to (exclusive) of what was looked for in it."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def spaced(text: str) -> str:
    """The text as the index has it: letters of scripts without spaces stand alone."""
    return _EACH_ALONE.sub(r" \1 ", text)


def snippet_of(text: str, words: Sequence[Word]) -> Snippet:
    """The line around the first of these words; without any, the beginning."""
    line = " ".join(text[:_LOOKED_THROUGH].split())
    marks = _marks(line, words)
    start = _start(line, marks[0][0]) if marks else 0
    dots = "… " if start else ""
    shift, end = start - len(dots), start + _LONGEST
    shown = tuple((begin - shift, min(stop, end) - shift) for begin, stop in marks if begin < end)
    return Snippet(dots + line[start:end], shown)


def _start(line: str, mark: int) -> int:
    """Where to begin for a mark to be seen: at a word a little before it."""
    if mark <= 2 * _BEFORE:
        return 0
    space = line.find(" ", mark - _BEFORE, mark)
    return mark if space < 0 else space + 1


def _marks(line: str, words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    longest_first = sorted(words, key=lambda word: -len(word.text))
    patterns = [pattern for word in longest_first if (pattern := _pattern(word))]
    if not patterns:
        return ()
    folded, places = _folded(line)
    found = re.finditer("|".join(patterns), folded)
    return tuple((places[each.start()], places[each.end() - 1] + 1) for each in found)


def _pattern(word: Word) -> str:
    """Finds a word where the index does: at the beginning of one, letters that stand alone anywhere."""
    folded = _folded(word.text)[0]
    tokens = _TOKEN.findall(spaced(folded))
    begin = "" if _EACH_ALONE.match(folded) else r"(?<![^\W_])"
    end = r"(?![^\W_])" if word.is_whole and tokens and not _EACH_ALONE.match(tokens[-1]) else ""
    return f"{begin}{_BETWEEN.join(map(re.escape, tokens))}{end}" if tokens else ""


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text in lower case without accents, and where each of its letters came from."""
    if text.isascii():
        return text.lower(), range(len(text))
    pairs = [(letter, place) for place, whole in enumerate(text) for letter in _plain(whole)]
    return "".join(letter for letter, _ in pairs), [place for _, place in pairs]


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    return "".join(each for each in unicodedata.normalize("NFD", letter.lower()) if not unicodedata.combining(each))
