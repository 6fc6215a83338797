"""Looking a library over: is the record sound, is every file there as it was, is there anything nobody knows."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.library.durable import sha256_of
from studio.library.errors import translated
from studio.library.ids import is_id
from studio.library.library import Library
from studio.library.records import Attempt, Blob
from studio.library.rooms import is_in_a_room

_WITH_FILES = ("images", "inputs", "blobs")


@dataclass(frozen=True, slots=True)
class Report:
    """What was found; paths are relative to the library.

    `record` are sentences of SQLite, `missing` and `damaged` files of the record, `stray` files that are not in it,
    `landing` folders of replies that were not taken in (or are arriving now).
    """

    record: tuple[str, ...]
    checked: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    stray: tuple[str, ...]
    landing: tuple[str, ...]
    open_attempts: tuple[Attempt, ...]

    @property
    def sound(self) -> bool:
        """Nothing is lost or damaged; stray files and open attempts do no harm."""
        return not (self.record or self.missing or self.damaged)


def verify(library: Library) -> Report:
    """Check every byte of a library; takes as long as reading all of it, and changes nothing."""
    with translated(f"The library {library.folder.root} could not be checked"):
        on_disk = frozenset(
            _files(library)
        )  # before the record is read, so that a file just arriving is not missed there
        blobs = [Blob(*row) for row in library.database.rows("SELECT sha256, path, type, size FROM blob ORDER BY path")]
        missing = tuple(blob.path for blob in blobs if not library.folder.absolute(blob.path).is_file())
        damaged = tuple(blob.path for blob in blobs if blob.path not in missing and not _is_as_written(library, blob))
        return Report(
            record=tuple(_record_faults(library)),
            checked=len(blobs),
            missing=missing,
            damaged=damaged,
            stray=tuple(sorted(on_disk - {blob.path for blob in blobs})),
            landing=tuple(sorted(path.name for path in library.folder.landing.glob("*/") if is_id(path.name))),
            open_attempts=library.turns.open_attempts(),
        )


def _record_faults(library: Library) -> Iterator[str]:
    for row in library.database.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield str(row[0])
    for row in library.database.rows("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} points at a row of {row[2]} that is not there"


def _files(library: Library) -> Iterator[str]:
    for name in _WITH_FILES:
        for path in library.folder.root.joinpath(name).rglob("*"):
            if path.is_file():
                yield library.folder.relative(path)
    for folder, _, names in os.walk(library.folder.landing):  # unlike `rglob` it bears that rooms go meanwhile
        for path in (Path(folder, name) for name in names):
            if not is_in_a_room(path.relative_to(library.folder.landing).parts):
                yield library.folder.relative(path)


def _is_as_written(library: Library, blob: Blob) -> bool:
    path = library.folder.absolute(blob.path)
    return path.stat().st_size == blob.size and sha256_of(path) == blob.sha256
