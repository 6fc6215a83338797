"""A conversation as a tree of small values: what its turns are shown by, in two questions however many there are."""

from __future__ import annotations

from typing import NamedTuple

from studio.library.database import Database
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.records import AttemptState, Charge, Image, Outcome

# What a copy brought is that of the turn it was copied from.
_COLUMNS = """
    turn.id, turn.parent_id, turn.send_id, turn.prompt, turn.model, turn.connection, turn.created, turn.outcome,
    turn.content_attempt IS NOT NULL, turn.starred IS NOT NULL, turn.folded IS NOT NULL, turn.estimate_micros,
    last.state, last.charge,
    (SELECT sum(actual_micros) FROM attempt WHERE turn_id = coalesce(turn.copied_from, turn.id)), turn.copied_from
"""
_TURNS = """
    FROM turn LEFT JOIN attempt AS last ON last.turn_id = coalesce(turn.copied_from, turn.id)
        AND last.number = (SELECT max(number) FROM attempt WHERE turn_id = coalesce(turn.copied_from, turn.id))
    WHERE turn.conversation_id = ? AND turn.trashed IS NULL ORDER BY turn.id
"""
# CROSS JOIN keeps the order of the loops. Of several, the first image of a turn is its main one: it is read last.
_MAIN_IMAGES = """
    FROM turn CROSS JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
        JOIN blob ON blob.sha256 = image.blob
    WHERE turn.conversation_id = ? AND turn.trashed IS NULL AND image.role = 'main' AND image.trashed IS NULL
    ORDER BY turn.id DESC, image.id DESC
"""


_PLACES = """
    SELECT id, parent_id, send_id, content_attempt IS NOT NULL FROM turn
    WHERE conversation_id = ? AND trashed IS NULL ORDER BY id
"""


class Placed(NamedTuple):
    """Where a turn stands: what it follows, and what it was sent with; whether it can be continued."""

    id: str
    parent_id: str | None
    send_id: str
    goes_on: bool


class Outlined(NamedTuple):
    """A turn as a tree shows it; `state` and `charge` are those of its last attempt, None before there is one.

    `goes_on` says that it can be continued; `image` is its main one, None without one or with that in the trash;
    `is_written` is False of one that only waits to be begun.
    """

    id: str
    parent_id: str | None
    send_id: str
    prompt: str
    model: str
    connection: str
    created: int
    outcome: Outcome | None = None
    goes_on: bool = False
    starred: bool = False
    folded: bool = False
    estimate_micros: int | None = None
    state: AttemptState | None = None
    charge: Charge | None = None
    actual_micros: int | None = None
    copied_from: str | None = None
    image: Image | None = None
    is_written: bool = False


class Outlines:
    """Outlines of the conversations of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, conversation_id: str) -> tuple[Outlined, ...]:
        """The turns of a conversation that are not in the trash, oldest first."""
        values = (conversation_id,)
        found = self._database.rows(f"SELECT {IMAGE_COLUMNS}, turn.id AS of_turn {_MAIN_IMAGES}", values)
        images = {row["of_turn"]: image_of(row) for row in found}
        rows = self._database.rows(f"SELECT {_COLUMNS} {_TURNS}", values)
        return tuple(
            Outlined._make((*row[:8], bool(row[8]), bool(row[9]), bool(row[10]), *row[11:], images.get(row[0]), True))
            for row in rows
        )

    def places(self, conversation_id: str) -> tuple[Placed, ...]:
        """Where the turns of a conversation stand that are not in the trash, oldest first."""
        rows = self._database.rows(_PLACES, (conversation_id,))
        return tuple(Placed(row[0], row[1], row[2], bool(row[3])) for row in rows)
