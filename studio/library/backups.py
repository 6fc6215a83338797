"""Copies of the record: one a day, one before each migration, each a single plain SQLite file that appears whole."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from studio.library.durable import fsync_folder, make_folder, sync_file

_KEPT = 14
_DAILY = re.compile(r"library-\d{4}-\d{2}-\d{2}\.sqlite")


def back_up_daily(connection: sqlite3.Connection, folder: Path, now: int) -> None:
    """Copy the record unless that was done on this day (UTC), and keep the newest 14 daily copies."""
    target = folder / f"library-{_day(now)}.sqlite"
    if target.exists():
        return
    back_up(connection, target)
    for old in sorted(path for path in folder.iterdir() if _DAILY.fullmatch(path.name))[:-_KEPT]:
        old.unlink(missing_ok=True)


def back_up_before(connection: sqlite3.Connection, folder: Path, now: int, number: int) -> None:
    """Copy the record before migration `number`; such copies are never removed."""
    target = folder / f"library-{_day(now)}-before-{number:04}.sqlite"
    if not target.exists():
        back_up(connection, target)


def has_backups(folder: Path) -> bool:
    """Whether there is any copy of a record."""
    return any(folder.glob("library-*.sqlite"))


def back_up(connection: sqlite3.Connection, target: Path) -> None:
    """Copy the record to a file, written beside it and renamed when it is on the disk."""
    make_folder(target.parent)
    part = target.with_suffix(".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb+") as file:
            sync_file(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    fsync_folder(target.parent)


def _day(now: int) -> str:
    return f"{datetime.fromtimestamp(now / 1000, UTC):%Y-%m-%d}"
