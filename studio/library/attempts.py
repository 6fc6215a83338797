"""Attempts: each one POST for a turn, written down before anything is sent and ended once."""

import sqlite3

from studio.library.database import Database
from studio.library.errors import LibraryBug
from studio.library.records import Attempt, Charge, EndState, Json
from studio.library.texts import from_json, to_json

# The columns of an Attempt, in its order (`attempt_of`).
ATTEMPT_COLUMNS = """
    attempt.id, attempt.turn_id, attempt.number, attempt.created, attempt.sent, attempt.ended, attempt.state,
    attempt.http_status, attempt.charge, attempt.failure, attempt.actual_micros, attempt.settled, attempt.imported
"""
_FROM = "FROM attempt WHERE"
# The turn that made what a turn has, with a place for its id.
ORIGINAL = "(SELECT coalesce(copied_from, id) FROM turn WHERE id = ?)"
_BEGIN = """
    INSERT INTO attempt (id, turn_id, number, created, state)
    SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, 'open' FROM attempt WHERE turn_id = ?2
"""
_UNSETTLED = "(state = 'unknown' OR (state = 'failed' AND sent IS NULL)) AND settled IS NULL ORDER BY id"
_END = """
    UPDATE attempt SET state = ?, charge = ?, ended = ?, failure = ?, http_status = ?, actual_micros = ?
    WHERE id = ? AND state = 'open'
"""


class Attempts:
    """The attempts of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, turn_id: str, attempt_id: str, created: int) -> Attempt:
        """Write the next attempt of a turn down, open."""
        with self._database.transaction():
            self._database.write(_BEGIN, (attempt_id, turn_id, created))
            return self.get(attempt_id)

    def mark_sent(self, attempt_id: str, when: int) -> None:
        """Note that from now on a server may have heard of the attempt."""
        with self._database.transaction():
            if not self._database.write(
                "UPDATE attempt SET sent = ? WHERE id = ? AND state = 'open'", (when, attempt_id)
            ):
                raise LibraryBug(f"There is no open attempt {attempt_id} that could be sent.")

    def take_back_sent(self, attempt_id: str) -> None:
        """Note that of an open attempt nothing has gone out after all."""
        with self._database.transaction():
            self._database.write("UPDATE attempt SET sent = NULL WHERE id = ? AND state = 'open'", (attempt_id,))

    def end(
        self,
        attempt_id: str,
        state: EndState,
        charge: Charge,
        when: int,
        failure: Json | None = None,
        http_status: int | None = None,
        actual_micros: int | None = None,
    ) -> bool:
        """End an open attempt; False, changing nothing, when it was ended already."""
        with self._database.transaction():
            values = (state, charge, when, to_json(failure), http_status, actual_micros, attempt_id)
            return bool(self._database.write(_END, values))

    def find(self, attempt_id: str) -> Attempt | None:
        """The attempt with this id, or None."""
        found = self._all("id = ?", attempt_id)
        return found[0] if found else None

    def get(self, attempt_id: str) -> Attempt:
        """The attempt with this id."""
        found = self.find(attempt_id)
        if found is None:
            raise LibraryBug(f"There is no attempt {attempt_id} in this library.")
        return found

    def open_ones(self) -> tuple[Attempt, ...]:
        """Attempts without an end, oldest first."""
        return self._all("state = 'open' ORDER BY id")

    def unsettled(self) -> tuple[Attempt, ...]:
        """Attempts of unknown fate, or that never went out, that no person has dealt with, oldest first."""
        return self._all(_UNSETTLED)

    def of_turn(self, turn_id: str) -> tuple[Attempt, ...]:
        """The attempts of a turn, in order; of a copy, those of its original."""
        return self._all(f"turn_id = {ORIGINAL} ORDER BY number", turn_id)

    def _all(self, rest: str, *values: str) -> tuple[Attempt, ...]:
        rows = self._database.rows(f"SELECT {ATTEMPT_COLUMNS} {_FROM} {rest}", values)
        return tuple(map(attempt_of, rows))


def attempt_of(row: sqlite3.Row) -> Attempt:
    """The attempt in a row that begins with `ATTEMPT_COLUMNS`."""
    return Attempt._make((*row[:9], from_json(row[9]), *row[10:13]))
