"""The gallery of one library: which images there are, newest first, and the rows of those that are looked at.

The order of 100,000 images is read as a *spine*: ids alone, straight out of an index, thousands in one step. Whoever
holds it can jump anywhere and asks for the rows of what is visible by id. No OFFSET goes over what was read before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studio.library.database import AFTER_ALL, Database
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.matching import Match, matches_of
from studio.library.records import Image

ID_BYTES = 16
CHUNK = 10_000

Place = tuple[int, str]
"""Where a stretch ends: the time and the id of its last image."""

# Left alone, SQLite takes another index as soon as words are looked for, and then reads all images for a few starred.
_KEPT = "INDEXED BY image_shown", "image.trashed IS NULL AND (image.role IS NULL OR image.role = 'main')"
_WITH_DRAFTS = "INDEXED BY image_newest", "image.trashed IS NULL AND image.role IS NOT 'thought'"
_STARRED = "INDEXED BY image_starred", "image.trashed IS NULL AND image.rating > 0"
_TRASHED = "INDEXED BY image_trashed", "image.trashed IS NOT NULL"
_TRASHED_STARRED = "INDEXED BY image_trashed", "image.trashed IS NOT NULL AND image.rating > 0"

_FROM = "FROM image"
_ROWS = "JOIN blob ON blob.sha256 = image.blob LEFT JOIN turn ON turn.id = image.turn_id WHERE image.id IN"
_TURN = "LEFT JOIN turn ON turn.id = image.turn_id"
_IDS = "SELECT group_concat(id, '')"
_AFTER = "(image.created, image.id) < (?, ?)"
_UP_TO = "(image.created, image.id) >= (?, ?)"
_NEWEST_FIRST = "ORDER BY image.created DESC, image.id DESC"
_WORDS = "coalesce(image.name, '') || ' ' || coalesce(turn.prompt, '')"
_BEFORE_ALL: Place = (-(2**63), "")


class Wanted(NamedTuple):
    """Which images: those whose prompt or name holds every word of `text`, in any case; `starred` ones; the `trashed`.

    Drafts are only among them when asked for, when starred or when in the trash; thoughts only in these last two.
    """

    text: str = ""
    starred: bool = False
    trashed: bool = False
    drafts: bool = False


ALL = Wanted()


class Stretch(NamedTuple):
    """A piece of the spine: ids of 16 bytes each, newest first; `end` is where the next one begins, None at the end."""

    ids: bytes
    end: Place | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An image with the prompt of its turn; None for what no turn made."""

    image: Image
    prompt: str | None


class Gallery:
    """Questions about all images of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, wanted: Wanted = ALL) -> int:
        """How many images there are, whatever their text."""
        index, state = _state_of(wanted)
        row = self._database.row(f"SELECT count(*) {_FROM} {index} WHERE {state}")
        return int(row[0]) if row else 0

    def stretch(self, wanted: Wanted = ALL, after: Place | None = None, limit: int = CHUNK) -> Stretch:
        """The ids among the next `limit` images that follow `after`; with a text, of those that match."""
        words = matches_of(wanted.text)
        return self._matching(wanted, words, after, limit) if words else self._all(wanted, after, limit)

    def rows(self, ids: Sequence[str]) -> tuple[Shown, ...]:
        """The images with these ids (some hundreds at most), in no order; what is gone is left out."""
        marks = ", ".join("?" * len(ids))
        rows = self._database.rows(f"SELECT {IMAGE_COLUMNS}, turn.prompt {_FROM} {_ROWS} ({marks})", tuple(ids))
        return tuple(Shown(image_of(row), row[15]) for row in rows)

    def _all(self, wanted: Wanted, after: Place | None, limit: int) -> Stretch:
        index, state = _state_of(wanted)
        inner = f"SELECT id, created {_FROM} {index} WHERE {state} AND {_AFTER} {_NEWEST_FIRST} LIMIT ?"
        row = self._database.row(f"{_IDS}, min(created) FROM ({inner})", (*(after or AFTER_ALL), limit))
        ids, created = (row[0] or "", row[1]) if row else ("", None)
        is_full = len(ids) == limit * 2 * ID_BYTES
        return Stretch(bytes.fromhex(ids), (int(created), ids[-2 * ID_BYTES :]) if is_full and created else None)

    def _matching(self, wanted: Wanted, words: Sequence[Match], after: Place | None, limit: int) -> Stretch:
        """Look through the next `limit` images and no more, so that a rare word never holds up anybody else."""
        (index, state), begin = _state_of(wanted), after or AFTER_ALL
        end = self._database.row(
            f"SELECT created, id {_FROM} {index} WHERE {state} AND {_AFTER} {_NEWEST_FIRST} LIMIT 1 OFFSET ?",
            (*begin, limit - 1),
        )
        until: Place | None = (end[0], end[1]) if end else None
        has_words = " AND ".join(f"{_WORDS} {word.operator}" for word in words)
        conditions = f"{state} AND {_AFTER} AND {_UP_TO} AND {has_words}"
        inner = f"SELECT image.id {_FROM} {index} {_TURN} WHERE {conditions} {_NEWEST_FIRST}"
        row = self._database.row(
            f"{_IDS} FROM ({inner})", (*begin, *(until or _BEFORE_ALL), *(word.pattern for word in words))
        )
        return Stretch(bytes.fromhex((row and row[0]) or ""), until)


def _state_of(wanted: Wanted) -> tuple[str, str]:
    """The index to go along and the condition it was made for, worded alike (schema/)."""
    if wanted.trashed:
        return _TRASHED_STARRED if wanted.starred else _TRASHED
    if wanted.starred:
        return _STARRED
    return _WITH_DRAFTS if wanted.drafts else _KEPT
