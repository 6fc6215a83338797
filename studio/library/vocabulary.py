"""The words that were ever said in turns, by their beginning, out of the index that finds turns by them."""

from studio.library.database import Database

_NAMED = 16  # words are named one by one up to so many
# From each word to the next one after it: going through all places where they stand would take as long as finding them.
_BEGINNING = """
    WITH RECURSIVE found (term) AS (
        SELECT (SELECT term FROM search_term WHERE term >= ?1 LIMIT 1)
        UNION ALL SELECT (SELECT next.term FROM search_term AS next WHERE next.term >= found.term || char(0) LIMIT 1)
        FROM found WHERE found.term < ?2
    )
    SELECT term FROM found WHERE term < ?2 LIMIT ?3
"""
_AFTER_ALL = "\U0010ffff"


class Vocabulary:
    """The words of one library; callable from any thread, blocking on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beginning(self, letters: str) -> tuple[str, ...]:
        """The words that begin with these letters of a to z and figures; none where they are too many to be named."""
        first = letters.lower()
        rows = self._database.rows(_BEGINNING, (first, first + _AFTER_ALL, _NAMED + 1))
        return tuple(row[0] for row in rows) if len(rows) <= _NAMED else ()
