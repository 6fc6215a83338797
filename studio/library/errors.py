"""What can go wrong with a library.

LibraryError
├── LibraryMissing        the folder, or a file in it, is not there
│   └── PictureMissing    the file of one picture
├── LibraryNotAFolder     a file stands where the folder should be
├── PathRefused           no disk takes such a path
├── NotALibrary           `library.sqlite` belongs to another program
├── LibraryReadOnly       the folder may be read, not written
├── LibraryNewer          written by a newer version of Studio
├── LibraryInUse          another window or program holds it
├── DiskFull              no room left, or over quota
├── DiskFailed            the disk or its connection refuses to work
├── LibraryDamaged        bytes are not what was written
│   └── PictureDamaged    the file of one picture
├── LibraryClosed         it was closed meanwhile
├── StudioFileRefused     a .studio file that cannot be taken in
│   ├── StudioFileNewer   it was written by a newer version of Studio
│   ├── StudioFileBroken  it is none, or not what was written
│   └── StudioFileUnsafe  it is made to do harm, or as if
├── UnknownTurn           no such turn
├── AmbiguousTurn         several turns are meant by that
├── PutAway               what a turn was to follow went into the trash while it waited
└── LibraryBug            our own mistake
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

MEND = "Close Studio, move the file away and put the newest copy from the folder backups in its place; pictures stay."
_FULL = "the disk is full. Free some space, then try again."


class LibraryError(Exception):
    """Any failure of a library; its message says what happened and what to do."""


class LibraryMissing(LibraryError):
    """The folder, or a file that should be in it, is not there."""


class PictureMissing(LibraryMissing):
    """The file of one picture is not in its place, or cannot be read; the library goes on without it."""


class LibraryNotAFolder(LibraryError):
    """A file stands where the library's folder should be."""


class PathRefused(LibraryError):
    """A path is too long for the disk, leads in a circle or has a character that no path can have."""


class NotALibrary(LibraryError):
    """The folder holds a `library.sqlite` of some other program."""


class LibraryReadOnly(LibraryError):
    """The folder may be read but not written."""


class LibraryNewer(LibraryError):
    """The library was written by a newer version of Studio."""


class LibraryInUse(LibraryError):
    """Another window or program holds the library."""


class DiskFull(LibraryError):
    """No room is left on the disk, or a quota is used up."""


class DiskFailed(LibraryError):
    """The disk, or the connection to it, refuses to work."""


class LibraryDamaged(LibraryError):
    """Bytes in the library are not what was written there."""


class PictureDamaged(LibraryDamaged):
    """The file of one picture cannot be decoded; the library goes on without it."""


class LibraryClosed(LibraryError):
    """The library was closed while something still wanted to read or change it."""


class StudioFileRefused(LibraryError):
    """A `.studio` file cannot be taken in; nothing of it was."""


class StudioFileNewer(StudioFileRefused):
    """A newer version of Studio wrote the file."""


class StudioFileBroken(StudioFileRefused):
    """The file is no conversation, ends too early, or has bytes that are not what was written."""


class StudioFileUnsafe(StudioFileRefused):
    """The file holds what no export writes: paths that lead elsewhere, links, or far more than it looks like."""


class UnknownTurn(LibraryError):
    """No turn, and nothing a turn made, has this id or ending."""


class AmbiguousTurn(LibraryError):
    """Several turns, or what they made, have an id with this ending."""


class PutAway(LibraryError):
    """What a turn was to follow, or its conversation, went into the trash after it was asked for; it is not begun."""


class LibraryBug(LibraryError):
    """A mistake of Studio itself, not of the person or the disk."""


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn errors of the system and of SQLite into a LibraryError, whose message begins with `doing`."""
    try:
        yield
    except sqlite3.Error as error:
        kind, reason = _of_sqlite(error)
        raise kind(f"{doing}: {reason}") from error
    except OSError as error:
        kind, reason = _of_system(error)
        raise kind(f"{doing}: {reason}") from error


def _of_system(error: OSError) -> tuple[type[LibraryError], str]:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return DiskFull, _FULL
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return LibraryReadOnly, f"writing or reading is not allowed here{where}. Check the rights of the folder."
        case errno.ENOENT:
            return LibraryMissing, f"something is missing{where}. Check that the folder is still in its place."
        case errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            return LibraryNotAFolder, f"a file and a folder stand in each other's place{where}. Move the stranger away."
        case errno.ENAMETOOLONG:
            return PathRefused, f"the path is too long for this disk{where}. Choose a shorter one."
        case errno.ELOOP:
            return PathRefused, f"links in the path lead in a circle{where}. Choose a path without them."
        case _:
            return DiskFailed, f"the disk answered “{error.strerror or error}”{where}. Check the disk, then try again."


def _of_sqlite(error: sqlite3.Error) -> tuple[type[LibraryError], str]:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:  # how a full disk shows itself when the shared index of the WAL must grow
        return DiskFull, _FULL
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return LibraryInUse, "another program is writing to the library. Wait for it to finish, then try again."
        case sqlite3.SQLITE_FULL:
            return DiskFull, _FULL
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return LibraryReadOnly, "the library may only be read. Check the rights of the folder."
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT:
            return LibraryDamaged, f"library.sqlite is damaged ({error}). {MEND}"
        case sqlite3.SQLITE_CANTOPEN:
            return (
                LibraryMissing,
                "library.sqlite cannot be opened. Check that the folder is in its place and readable.",
            )
        case sqlite3.SQLITE_IOERR:
            return DiskFailed, f"the disk answered “{error}”. Check the disk, then try again."
        case _:
            return LibraryBug, f"{error}. This is a mistake in Studio; nothing was changed."
