"""The one wrapper over SQLite: one connection for all threads of a process, transactions that are safe on the disk."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.library.errors import LibraryBug, LibraryClosed, LibraryNewer, LibraryReadOnly, translated

Value = str | int | bytes | None

AFTER_ALL = (2**63 - 1, "~")  # a time and an id that every row comes before: where the first page begins

_BUSY_SECONDS = 10.0


class Database:
    """An open record; reads at any time, writes only inside `transaction`."""

    def __init__(self, connection: sqlite3.Connection, version: int, read_only: bool) -> None:
        self._connection = connection
        self._version = version
        self._read_only = read_only
        self._lock = threading.RLock()
        self._depth = 0
        self._closed = False

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """All rows of a question."""
        with self._open(), translated("The library could not be read"):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row, or None."""
        with self._open(), translated("The library could not be read"):
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def write(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run one change inside the running transaction; the number of rows it touched."""
        with self._open(), translated("The library could not be changed"):
            if not self._depth:
                raise LibraryBug("A change of the library was made outside a transaction; nothing was changed.")
            return self._connection.execute(sql, values).rowcount

    @property
    def in_transaction(self) -> bool:
        """Whether the calling thread is inside a transaction; waits for that of another thread to end."""
        with self._lock:
            return self._depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything written inside, on the disk for good, or nothing of it; an inner one is part of the outer."""
        with self._open():
            if not self._depth:
                self._begin()
            self._depth += 1
            try:
                yield
                if self._depth == 1:
                    with translated("The library could not be changed"):
                        self._connection.execute("COMMIT")
            except BaseException:
                if self._depth == 1 and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read everything inside as of one moment, whatever others write meanwhile; nothing is written inside."""
        with self._open():
            if self._depth:
                yield
                return
            with translated("The library could not be read"):
                self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("ROLLBACK")

    def data_version(self) -> int:
        """A number that changes when another connection has changed the record."""
        return int(self.rows("PRAGMA data_version")[0][0])

    def close(self) -> None:
        """Close the connection; calling it again does nothing."""
        with self._lock, translated("The library could not be closed"):
            self._closed = True
            self._connection.close()

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Hold the connection, as long as it is one."""
        with self._lock:
            if self._closed:
                raise LibraryClosed("The library has been closed.")
            yield

    def _begin(self) -> None:
        if self._read_only:
            raise LibraryReadOnly("This library is open for reading only. Open it from a folder that may be written.")
        with translated("The library could not be changed"):
            self._connection.execute("BEGIN IMMEDIATE")
        version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if version != self._version:
            self._connection.execute("ROLLBACK")
            raise LibraryNewer("A newer Studio has just changed this library's form. Close this one and use the newer.")


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection that has changed nothing yet; a folder that cannot be written is read as it lies there."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{_mode(path, read_only)}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )
    connection.row_factory = sqlite3.Row
    return connection


def make_reliable(connection: sqlite3.Connection) -> None:
    """Set what the record relies on; only for a file that is known to be ours, because this changes it."""
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", "fullfsync = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _mode(path: Path, read_only: bool) -> str:
    if not read_only:
        return "mode=rwc"
    # Without a write-ahead log nobody is writing, and immutable needs no files beside the record. With one, its pages
    # belong to the record and immutable would not see them.
    return "mode=ro" if has_log(path) else "mode=ro&immutable=1"


def has_log(path: Path) -> bool:
    """Whether there are changes that stand in the write-ahead log only."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0


def has_log_index(path: Path) -> bool:
    """Whether the log can be read in a folder that cannot be written."""
    return path.with_name(f"{path.name}-shm").is_file()
