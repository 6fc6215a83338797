"""The queue: wishes that a person has sent and that wait for their turn, in order, so that no crash loses one."""

import sqlite3
from collections.abc import Iterable, Sequence

from studio.library.database import Database
from studio.library.records import QueuedWish
from studio.library.texts import object_from_json, to_json

_SELECT = "SELECT id, created, connection_id, connection, wish FROM queued ORDER BY position, id"
_INSERT = """
    INSERT INTO queued (id, position, created, connection_id, connection, wish)
    SELECT ?, coalesce(max(position), 0) + 1, ?, ?, ?, ? FROM queued
"""


class Queue:
    """What waits to be sent; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, wishes: Iterable[QueuedWish]) -> None:
        """Write wishes down behind all others, all of them or none."""
        with self._database.transaction():
            for each in wishes:
                values = (each.id, each.created, each.connection_id, each.connection, to_json(each.wish))
                self._database.write(_INSERT, values)

    def all(self) -> tuple[QueuedWish, ...]:
        """Everything that waits, in order."""
        return tuple(map(_queued_of, self._database.rows(_SELECT)))

    def drop(self, ids: Iterable[str]) -> None:
        """Forget wishes that were begun or are wanted no more; one that is not there is no mistake."""
        with self._database.transaction():
            for wish_id in ids:
                self._database.write("DELETE FROM queued WHERE id = ?", (wish_id,))

    def arrange(self, ids: Sequence[str]) -> None:
        """Put these wishes into this order, behind any others; those that are not there any more are passed over."""
        with self._database.transaction():
            for wish_id in ids:
                self._database.write(
                    "UPDATE queued SET position = (SELECT max(position) + 1 FROM queued) WHERE id = ?", (wish_id,)
                )


def _queued_of(row: sqlite3.Row) -> QueuedWish:
    return QueuedWish(**{**dict(row), "wish": object_from_json(row["wish"])})
