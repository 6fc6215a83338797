"""What is typed into a search, read: words, phrases, models, stars and days; any text is a question, none is a mistake.

    top hat              words that begin so, in any order and case, with or without accents
    "top hat"            these words, one behind the other
    model:pro            drawn by a model whose id or name has a word that begins so
    star:3   ★★★         with an image of so many stars or more; a turn that was starred counts as one
    2026-11   2026-11-22   november 2026        from that time
    after:2026-11        from its beginning on
    before:2026-11-22    before its beginning

What cannot be read like this is words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo

from studio.library.texts import storable

_MOST_WORDS, _LONGEST_WORD = 32, 200  # what is pasted by accident must hold up nobody
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*\s+(20\d\d)")
_NUMBERED = re.compile(r"(20\d\d)(?:-(\d\d?)(?:-(\d\d?))?)?")
_PIECE = re.compile(
    rf"""
    (?:(?P<key>model|stars?|before|after):(?=\S))?
    (?: (?P<time>{_NAMED.pattern}|20\d\d-\d\d?(?:-\d\d?)?)(?!\S) | "(?P<phrase>[^"]*)(?P<end>"?) | (?P<word>[^\s"]+) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for, or several that follow each other; unless it is whole, it is the beginning of one."""

    text: str
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, read; times in milliseconds, `until` is the first that is too late."""

    words: tuple[Word, ...] = ()
    models: tuple[Word, ...] = ()
    stars: int = 0
    since: int | None = None
    until: int | None = None


def read_question(typed: str, zone: tzinfo | None = None) -> Question:
    """Read what was typed; days are those of a clock in `zone`, without one those of this machine's."""
    question = Question()
    for key, word in _pieces(typed):
        question = _with_piece(question, key, word, zone)
    return replace(question, words=_few(question.words), models=_few(question.models))


def _pieces(typed: str) -> Iterator[tuple[str, Word]]:
    """Each word or phrase with the key before it."""
    for found in _PIECE.finditer(storable(typed).replace("\0", " ").translate(_QUOTES)):
        phrase, key = found["phrase"], (found["key"] or "").lower()
        text = " ".join((found["time"] or found["word"] or phrase or "").split())
        yield key, Word(text[:_LONGEST_WORD], is_whole=phrase is not None and bool(found["end"]))


def _with_piece(question: Question, key: str, word: Word, zone: tzinfo | None) -> Question:
    if key == "model":
        return replace(question, models=(*question.models, word))
    if stars := _stars_of(key, word.text):
        return replace(question, stars=max(question.stars, stars))
    is_plain = not key and (word.is_whole or word.text.isdecimal())
    if not is_plain and (span := _span_of(word.text)) is not None:
        begin, end = (_milliseconds(each, zone) for each in span)
        since, until = {"after": (begin, None), "before": (None, begin)}.get(key, (begin, end))
        return _within(question, since, until)
    text = f"{key} {word.text}" if key else word.text
    return replace(question, words=(*question.words, replace(word, text=text)))


def _few(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Those that have a letter or a figure, each once; an index knows nothing else."""
    return tuple(dict.fromkeys(word for word in words if any(map(str.isalnum, word.text))))[:_MOST_WORDS]


def _stars_of(key: str, text: str) -> int:
    if not key and text and not text.strip("★"):
        return min(len(text), 5)
    return int(text) if key in ("star", "stars") and text in ("1", "2", "3", "4", "5") else 0


def _span_of(text: str) -> tuple[date, date] | None:
    """The first day of a year, month or day, and the first after it."""
    if named := _NAMED.fullmatch(text.lower()):
        year, month, day = int(named[2]), _MONTHS.index(named[1]) + 1, 0
    elif numbered := _NUMBERED.fullmatch(text):
        year, month, day = (int(part or 0) for part in numbered.groups())
    else:
        return None
    try:
        begin = date(year, month or 1, day or 1)
    except ValueError:  # no such month or day
        return None
    if day:
        return begin, begin + timedelta(1)
    return begin, date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)


def _milliseconds(day: date, zone: tzinfo | None) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def _within(question: Question, since: int | None, until: int | None) -> Question:
    sinces = [each for each in (question.since, since) if each is not None]
    untils = [each for each in (question.until, until) if each is not None]
    return replace(question, since=max(sinces, default=None), until=min(untils, default=None))
