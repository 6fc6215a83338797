"""Opening the record of a library folder: made, checked, migrated and backed up by one process at a time."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from studio.library.backups import back_up_before, back_up_daily, has_backups
from studio.library.database import Database, connect, has_log, has_log_index, make_reliable
from studio.library.durable import make_folder
from studio.library.errors import (
    MEND,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryNotAFolder,
    LibraryReadOnly,
    PathRefused,
    translated,
)
from studio.library.folder import Folder
from studio.library.ids import Clock
from studio.library.locks import opening_lock
from studio.library.migrations import Migration, check_origin, known_migrations, migrate

_COPY = "Copy the folder to a place that may be written and open it there."


@dataclass(frozen=True, slots=True)
class Opened:
    """An open record; `backup_failure` says why today's copy could not be made, which is no reason not to open.

    `backup_due` says that whoever opened it wanted to make that copy later.
    """

    database: Database
    read_only: bool
    backup_failure: LibraryError | None = None
    backup_due: bool = False


def open_record(folder: Folder, *, create: bool, read_only: bool | None, clock: Clock, back_up: bool) -> Opened:
    """Open the record, made when `create` and missing; `read_only=None` means: if the folder cannot be written.

    Without `back_up` the day's copy is left to `back_up_today`; before a migration there is always one.
    """
    with translated(f"The library {folder.root} could not be opened"):
        _check_folder(folder, create)
        writable = _is_writable(folder)
        if read_only is False and not writable:
            raise LibraryReadOnly(f"The folder {folder.root} may not be written. Check its rights or choose another.")
        if read_only or not writable:
            return _open_to_read(folder, writable)
        make_folder(folder.root)
        with opening_lock(folder):
            return _open_to_write(folder, clock, back_up)


def back_up_today(folder: Folder, clock: Clock) -> None:
    """Copy the record of an open library unless that was done on this day; its readers and writers go on meanwhile."""
    with (
        translated("Today's copy of the record could not be made"),
        opening_lock(folder),
        closing(connect(folder.database, read_only=True)) as connection,
    ):
        back_up_daily(connection, folder.backups, clock())


def _check_folder(folder: Folder, create: bool) -> None:
    _check_path(folder.root)
    if folder.root.exists() and not folder.root.is_dir():
        raise LibraryNotAFolder(
            f"{folder.root} is a file. A library is a folder: choose another place or move the file."
        )
    if not create and not folder.database.is_file():
        raise LibraryMissing(f"There is no library at {folder.root}. Check the path.")


def _check_path(root: Path) -> None:
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            root.lstat()
    except ValueError as error:  # a NUL or half of a surrogate pair
        raise PathRefused(f"No folder can have the path {str(root)!r}: choose another.") from error


def _is_writable(folder: Folder) -> bool:
    if not folder.root.exists():
        return True  # making it will tell
    return os.access(folder.root, os.W_OK) and (not folder.database.exists() or os.access(folder.database, os.W_OK))


def _open_to_read(folder: Folder, writable: bool) -> Opened:
    if not folder.database.is_file():
        raise LibraryMissing(f"There is no library at {folder.root}, and none can be made by reading only.")
    if has_log(folder.database) and not writable and not has_log_index(folder.database):
        raise LibraryReadOnly(f"The library {folder.root} was not closed properly and must be written once. {_COPY}")
    newest = known_migrations()[-1].number
    connection = connect(folder.database, read_only=True)
    try:
        version = check_origin(connection, newest)
        if version < newest:
            raise LibraryReadOnly(
                f"The library {folder.root} has an older form and must be written once to be brought up to date. "
                f"{_COPY}"
            )
    except BaseException:
        connection.close()
        raise
    return Opened(Database(connection, version, read_only=True), True)


def _open_to_write(folder: Folder, clock: Clock, back_up: bool) -> Opened:
    if not folder.database.exists() and has_backups(folder.backups):
        raise LibraryDamaged(f"library.sqlite is missing from {folder.root}, although copies of it are there. {MEND}")
    migrations = known_migrations()
    connection = connect(folder.database, read_only=False)
    try:
        version = check_origin(connection, migrations[-1].number)
        make_reliable(connection)
        folder.create()
        # A record just made has nothing to copy, and would stand in the way of the first day's real copy.
        failure = _try_daily_backup(connection, folder, clock()) if version and back_up else None
        _bring_up_to_date(connection, folder, migrations[version:], clock(), is_new=not version)
    except BaseException:
        connection.close()
        raise
    database = Database(connection, migrations[-1].number, read_only=False)
    return Opened(database, False, failure, bool(version) and not back_up)


def _bring_up_to_date(
    connection: sqlite3.Connection, folder: Folder, missing: Sequence[Migration], now: int, *, is_new: bool
) -> None:
    for migration in missing:
        if not is_new:
            back_up_before(connection, folder.backups, now, migration.number)
        migrate(connection, migration)


def _try_daily_backup(connection: sqlite3.Connection, folder: Folder, now: int) -> LibraryError | None:
    try:
        with translated("Today's copy of the record could not be made"):
            back_up_daily(connection, folder.backups, now)
    except LibraryError as error:
        return error
    return None
