"""Searching a library: turns, conversations and images that have what was asked for, newest first, out of one index."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studio.library.conversations import Conversations
from studio.library.database import Database, Value
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.question import Question, Word
from studio.library.records import ConversationSummary, Image
from studio.library.snippets import Snippet, snippet_of, spaced
from studio.library.vocabulary import Vocabulary

_DAY = 86_400_000
_TURNS, _CONVERSATIONS, _IMAGES = (kind << 40 for kind in range(3))  # where their numbers begin (schema/0004)
_NUMBERS_OF_A_DAY, _LAST_DAY = 1 << 24, 65_535
_PAGES_TO_MERGE = 500  # of 4 KB: some tenths of a second
_AT_HAND = 5  # letters; the longest beginning of words that the index keeps
_LOOKED_AT = 100  # conversations whose titles have the words, of which those worked on last are shown

# CROSS JOIN keeps the order of the loops: along the index, newest first, until there are enough.
_TURN = """
    CROSS JOIN turn ON turn.id = searched.id CROSS JOIN conversation ON conversation.id = turn.conversation_id
"""
_KEPT_TURN = """
    AND turn.trashed IS NULL AND conversation.trashed IS NULL AND turn.created >= ? AND turn.created < ?
"""
_TURN_COLUMNS = """
    turn.id, turn.conversation_id, conversation.title, archived, prompt, words, turn.created,
    coalesce(copied_from, turn.id) AS source
"""
_CONVERSATION = "CROSS JOIN conversation ON conversation.id = searched.id"
_KEPT = "AND trashed IS NULL AND created >= ? AND created < ?"
_BLOB = "CROSS JOIN blob ON blob.sha256 = image.blob"
_IMPORTED = f"CROSS JOIN image ON image.id = searched.id {_BLOB}"
_MADE = """
    FROM image JOIN blob ON blob.sha256 = image.blob
    WHERE role = 'main' AND image.trashed IS NULL AND image.turn_id IN (#)
    ORDER BY coalesce(rating, 0) DESC, image.id DESC
"""


@dataclass(frozen=True, slots=True)
class FoundTurn:
    """A turn that was found: what it says where the words stand, and its images, the best first."""

    id: str
    conversation_id: str
    title: str
    is_archived: bool
    snippet: Snippet
    created: int
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image that was found by its turn's words or its own name."""

    image: Image
    snippet: Snippet


class _Asked(NamedTuple):
    """A way along the numbers of one kind of document, newest first."""

    source: str
    number: str
    conditions: str
    values: tuple[Value, ...]

    def sql(self, columns: str, joined: str, kept: str) -> str:
        """The whole question."""
        along = f"FROM {self.source} {joined} WHERE {self.conditions} {kept} ORDER BY {self.number} DESC LIMIT ?"
        return f"SELECT {columns} {along}"


class Search:
    """Questions about everything in one library; callable from any thread, blocking on the disk.

    Models are asked for by their names, too, in `names` by their ids.
    """

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations
        self._vocabulary = Vocabulary(database)

    def turns(self, question: Question, limit: int, names: Mapping[str, str] = {}) -> tuple[FoundTurn, ...]:
        """Turns that have every word, the newest; the title counts, unless it has all of them by itself."""
        asked = _asked(_TURNS, question, _match_turns(question, names, self._terms(question.words)))
        if asked is None:
            return ()
        sql = asked.sql(_TURN_COLUMNS, _TURN, _KEPT_TURN)
        rows = self._database.rows(sql, (*asked.values, *_times(question), limit))
        images = self._images_of({row["source"] for row in rows})
        return tuple(self._turn_of(row, question.words, images.get(row["source"], ())) for row in rows)

    def conversations(self, question: Question, limit: int) -> tuple[ConversationSummary, ...]:
        """Conversations that have every word in their title, last changed first."""
        asked = _asked(_CONVERSATIONS, question, _every(question.words, "said"))
        if asked is None or not question.words or question.models or question.stars:
            return ()
        sql = asked.sql("conversation.id, updated", _CONVERSATION, _KEPT)
        rows = self._database.rows(sql, (*asked.values, *_times(question), _LOOKED_AT))
        last = sorted(rows, key=lambda row: (row[1], row[0]), reverse=True)[:limit]
        return self._conversations.summaries_of([row[0] for row in last])

    def images(self, question: Question, limit: int, turns: Sequence[FoundTurn]) -> tuple[FoundImage, ...]:
        """Images of the turns that were found, and imported ones whose name has every word; newest first."""
        made = (
            FoundImage(image, turn.snippet)
            for turn in turns
            for image in turn.images
            if (image.rating or 0) >= question.stars
        )
        once = {each.image.id: each for each in (*made, *self._imported(question, limit))}  # copies have the same
        return tuple(sorted(once.values(), key=lambda each: (-each.image.created, each.image.id))[:limit])

    def tidy(self) -> None:
        """Merge some of the many small pieces that commits leave of the index, before a commit has to do it."""
        with self._database.transaction():
            self._database.write("INSERT INTO search (search, rank) VALUES ('merge', ?)", (_PAGES_TO_MERGE,))

    def _terms(self, words: Sequence[Word]) -> dict[Word, str]:
        """What the index of turns is asked for each word."""
        return {word: _any_of(self._wholes_of(word)) or _term(word) for word in words}

    def _wholes_of(self, word: Word) -> tuple[str, ...]:
        """The words that begin with one that the index has not at hand: it knows at once where each of them stands."""
        if word.is_whole or len(word.text) <= _AT_HAND or not (word.text.isascii() and word.text.isalnum()):
            return ()
        return self._vocabulary.beginning(word.text)

    def _imported(self, question: Question, limit: int) -> Iterable[FoundImage]:
        asked = _asked(_IMAGES, question, _every(question.words, "said"))
        if asked is None or question.models:
            return ()
        sql = asked.sql(IMAGE_COLUMNS, _IMPORTED, f"{_KEPT} AND coalesce(rating, 0) >= ?")
        rows = self._database.rows(sql, (*asked.values, *_times(question), question.stars, limit))
        images = map(image_of, rows)
        return (FoundImage(image, snippet_of(image.name or "", question.words)) for image in images)

    def _turn_of(self, row: sqlite3.Row, words: Sequence[Word], images: tuple[Image, ...]) -> FoundTurn:
        snippet = self._snippet(row, words)
        return FoundTurn(
            row["id"],
            row["conversation_id"],
            row["title"],
            row["archived"] is not None,
            snippet,
            row["created"],
            images,
        )

    def _snippet(self, row: sqlite3.Row, words: Sequence[Word]) -> Snippet:
        """Of the prompt if that has a word, else of what the model answered, else of the names of what was attached."""
        of_prompt = snippet_of(row["prompt"], words)
        if of_prompt.marks or not words:
            return of_prompt
        of_answer = snippet_of(row["words"] or "", words)
        if of_answer.marks:
            return of_answer
        said = self._database.row("SELECT said FROM search_words WHERE id = ? AND kind = 'turn'", (row["id"],))
        of_names = snippet_of(said[0] if said else "", words)
        return of_names if of_names.marks else of_prompt

    def _images_of(self, turn_ids: Iterable[str]) -> dict[str, tuple[Image, ...]]:
        """The main images of each turn, those with the most stars first, of equals the last."""
        wanted = tuple(turn_ids)
        rows = self._database.rows(f"SELECT {IMAGE_COLUMNS} {_MADE.replace('#', ', '.join('?' * len(wanted)))}", wanted)
        found: dict[str, tuple[Image, ...]] = {}
        for row in rows:
            found[row["turn_id"]] = (*found.get(row["turn_id"], ()), image_of(row))
        return found


def _asked(kind: int, question: Question, match: str) -> _Asked | None:
    """How to go through documents of a kind; None where nothing is asked that it could have."""
    first, last = _numbers(kind, question)
    if match:
        index = "search" if kind == _TURNS else "search_name"
        source = f"{index} CROSS JOIN searched ON searched.number = {index}.rowid"
        conditions = f"{index} MATCH ? AND {index}.rowid BETWEEN ? AND ?"
        return _Asked(source, f"{index}.rowid", conditions, (match, first, last))
    is_about_time = question.since is not None or question.until is not None
    if question.words or question.models or (question.stars and kind == _TURNS) or not is_about_time:
        return None
    return _Asked("searched", "searched.number", "searched.number BETWEEN ? AND ?", (first, last))


def _numbers(kind: int, question: Question) -> tuple[int, int]:
    """The first and the last number that a document of this kind and time can have."""
    since, until = _times(question)
    first, last = (min(max(each // _DAY, 0), _LAST_DAY) for each in (since, until))
    return kind + first * _NUMBERS_OF_A_DAY, kind + (last + 1) * _NUMBERS_OF_A_DAY - 1


def _times(question: Question) -> tuple[int, int]:
    since = -(2**63) if question.since is None else question.since
    return since, 2**63 - 1 if question.until is None else question.until


def _match_turns(question: Question, names: Mapping[str, str], terms: Mapping[Word, str]) -> str:
    """The question in the words of the index, which is asked `terms` for its words."""
    parts = [_model(word, names) for word in question.models]
    if question.stars:
        parts.append(f"marks : star{question.stars}")
    words = question.words
    if len(words) == 1:
        parts.append(f"{_columns(words[0], titled=False)} : {terms[words[0]]}")
    elif words:
        parts += [f"{_columns(word)} : {terms[word]}" for word in words]
        own = (f"{_columns(word, titled=False)} : {_term(_shortened(word))}" for word in words)
        parts.append(f"({' OR '.join(own)})")
    return " AND ".join(parts)


def _columns(word: Word, *, titled: bool = True) -> str:
    """Where a word is looked for; the id of a model only where it is meant: “image” is in most of them."""
    model = "model" if "-" in word.text.strip("-") else ""
    return f"{{said {'title' if titled else ''} {model}}}"


def _every(words: Sequence[Word], columns: str) -> str:
    return " AND ".join(f"{columns} : {_term(word)}" for word in words)


def _model(word: Word, names: Mapping[str, str]) -> str:
    """A model whose id has the word, or whose name has."""
    named = [Word(model, is_whole=True) for model, name in names.items() if snippet_of(name, (word,)).marks]
    return f"model : ({' OR '.join(map(_term, (word, *named)))})"


def _any_of(terms: Sequence[str]) -> str:
    """Any of these words of the index; nothing for none."""
    return f"({' OR '.join(map(_quoted, terms))})" if terms else ""


def _quoted(term: str) -> str:
    return f'"{term}"'


def _term(word: Word) -> str:
    """One term of a question to FTS5, quoted so that nothing in it means anything."""
    text = spaced(word.text).replace('"', " ")
    return _quoted(text) if word.is_whole else f"{_quoted(text)} *"


def _shortened(word: Word) -> Word:
    """A beginning that the index has at hand: looking for longer ones it goes through all that begin so."""
    return word if word.is_whole or not word.text.isalnum() else Word(word.text[:_AT_HAND])
