"""Attempts of unknown fate, or that never went out, until the person has dealt with each: asked again, or let go."""

from collections.abc import Iterable

from studio.library.attempts import Attempts
from studio.library.database import Database
from studio.library.records import Attempt


class Unsettled:
    """What brought nothing whole, with nobody there to be told; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database, attempts: Attempts) -> None:
        self._database = database
        self._attempts = attempts

    def all(self) -> tuple[Attempt, ...]:
        """Attempts of unknown fate, or that never went out, that no person has dealt with, oldest first."""
        return self._attempts.unsettled()

    def settle(self, attempt_ids: Iterable[str], when: int) -> None:
        """Note that a person has dealt with attempts; one that was settled before keeps its time."""
        with self._database.transaction():
            for attempt_id in attempt_ids:
                self._database.write(
                    "UPDATE attempt SET settled = ? WHERE id = ? AND settled IS NULL", (when, attempt_id)
                )

    def bring_back(self, attempt_ids: Iterable[str]) -> None:
        """Let attempts wait for a decision again."""
        with self._database.transaction():
            for attempt_id in attempt_ids:
                self._database.write("UPDATE attempt SET settled = NULL WHERE id = ?", (attempt_id,))
