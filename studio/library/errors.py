# ruff: noqa: N818 - the names say what is wrong, each ends up in a sentence, none needs the word Error
"""What can go wrong with a library.

LibraryError
├── LibraryMissing        the folder, or a file in it, is not there
├── LibraryNotAFolder     a file stands where the folder should be
├── NotALibrary           `library.sqlite` belongs to another program
├── LibraryReadOnly       the folder may be read, not written
├── LibraryNewer          written by a newer version of Studio
├── LibraryInUse          another window or program holds it
├── DiskFull              no room left, or over quota
├── DiskFailed            the disk or its connection refuses to work
├── LibraryDamaged        bytes are not what was written
├── UnknownTurn           no such turn
├── AmbiguousTurn         several turns end like that
└── LibraryBug            our own mistake
"""


class LibraryError(Exception):
    """Any failure of a library; its message says what happened and what to do."""


class LibraryMissing(LibraryError):
    """The folder, or a file that should be in it, is not there."""


class LibraryNotAFolder(LibraryError):
    """A file stands where the library's folder should be."""


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


class UnknownTurn(LibraryError):
    """No turn has this id or ending."""


class AmbiguousTurn(LibraryError):
    """Several turns have an id with this ending."""


class LibraryBug(LibraryError):
    """A mistake of Studio itself, not of the person or the disk."""
