"""Turns with all that belongs to them, many at once: what a branch shows, in five questions however long it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from studio.library.attempts import ATTEMPT_COLUMNS, attempt_of
from studio.library.database import Database
from studio.library.images import IMAGE_COLUMNS, image_of
from studio.library.records import Attempt, Image, Input, Json, Turn
from studio.library.texts import object_from_json
from studio.library.turns import SELECT_TURN, turn_of

# CROSS JOIN keeps the order of the loops: the turns that are asked for come first. A copy has what its original has.
_TURNS = "WHERE id IN (SELECT value FROM json_each(?))"
_ATTEMPTS = """
    FROM turn CROSS JOIN attempt ON attempt.turn_id = coalesce(turn.copied_from, turn.id)
    LEFT JOIN reply ON reply.attempt_id = attempt.id
    WHERE turn.id IN (SELECT value FROM json_each(?)) ORDER BY turn.id, attempt.number
"""
_IMAGES = """
    FROM turn CROSS JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
    JOIN blob ON blob.sha256 = image.blob
    WHERE turn.id IN (SELECT value FROM json_each(?)) AND image.trashed IS NULL ORDER BY turn.id, image.id
"""
_INPUTS = """
    FROM input CROSS JOIN image ON image.id = input.image_id JOIN blob ON blob.sha256 = image.blob
    WHERE input.turn_id IN (SELECT value FROM json_each(?)) ORDER BY input.turn_id, input.position
"""


@dataclass(slots=True)
class FullTurn:
    """A turn, its inputs, the images of it that are not in the trash, its attempts, and the facts of the last one."""

    turn: Turn
    inputs: tuple[Input, ...] = ()
    images: tuple[Image, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    facts: Json | None = None


class FullTurns:
    """Whole turns of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, turn_ids: Sequence[str]) -> dict[str, FullTurn]:
        """The turns with these ids, by their ids."""
        asked = (json.dumps(list(turn_ids)),)
        rows = self._database.rows
        found = {row[0]: FullTurn(turn_of(row)) for row in rows(f"{SELECT_TURN} {_TURNS}", asked)}
        for row in rows(f"SELECT {ATTEMPT_COLUMNS}, turn.id, reply.facts {_ATTEMPTS}", asked):
            full, facts = found[row[13]], row[14]
            full.attempts += (attempt_of(row),)
            full.facts = None if facts is None else object_from_json(facts)
        for row in rows(f"SELECT {IMAGE_COLUMNS}, turn.id {_IMAGES}", asked):
            found[row[15]].images += (image_of(row),)
        for row in rows(
            f"SELECT {IMAGE_COLUMNS}, input.position, input.role, input.name, input.turn_id {_INPUTS}", asked
        ):
            turn_id = row[18]
            found[turn_id].inputs += (Input(turn_id, row[15], row[16], image_of(row), row[17]),)
        return found
