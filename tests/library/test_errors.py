"""Errors of the system and of SQLite become ours, say what to do, and keep their cause."""

import errno
import os
import sqlite3

import pytest

from studio.library.errors import (
    DiskFailed,
    DiskFull,
    LibraryBug,
    LibraryDamaged,
    LibraryError,
    LibraryInUse,
    LibraryMissing,
    LibraryNotAFolder,
    LibraryReadOnly,
    PathRefused,
    translated,
)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, LibraryReadOnly),
        (errno.EACCES, LibraryReadOnly),
        (errno.ENOENT, LibraryMissing),
        (errno.ENOTDIR, LibraryNotAFolder),
        (errno.ENAMETOOLONG, PathRefused),
        (errno.ELOOP, PathRefused),
        (errno.EIO, DiskFailed),
        (errno.EFBIG, DiskFailed),
    ],
)
def test_errors_of_the_system(number: int, kind: type[LibraryError]) -> None:
    cause = OSError(number, os.strerror(number), "/library/x")
    with pytest.raises(kind, match=r"^The turn was not saved: ") as caught, translated("The turn was not saved"):
        raise cause
    assert caught.value.__cause__ is cause
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY, LibraryInUse),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LibraryInUse),
        (sqlite3.SQLITE_LOCKED, LibraryInUse),
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR_SHMSIZE, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFailed),
        (sqlite3.SQLITE_READONLY, LibraryReadOnly),
        (sqlite3.SQLITE_CORRUPT, LibraryDamaged),
        (sqlite3.SQLITE_NOTADB, LibraryDamaged),
        (sqlite3.SQLITE_CANTOPEN, LibraryMissing),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, LibraryBug),
        (None, LibraryBug),
    ],
)
def test_errors_of_sqlite(code: int | None, kind: type[LibraryError]) -> None:
    cause = sqlite3.DatabaseError("odd")
    if code is not None:
        cause.sqlite_errorcode = code
    with pytest.raises(kind, match=r"^The turn was not saved: ") as caught, translated("The turn was not saved"):
        raise cause
    assert type(caught.value) is kind
    assert caught.value.__cause__ is cause


def test_our_own_errors_pass_as_they_are() -> None:
    with pytest.raises(DiskFull, match=r"^full$"), translated("The turn was not saved"):
        raise DiskFull("full")
