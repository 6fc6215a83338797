"""Putting a library in order after it was mended, moved or filled by hand: nothing is dropped, no file is changed.

What is searched is written anew, images get the type and the sides that their files have, a file that was moved is
found again by its bytes, and image files that no row knows become imported images where they lie.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from studio.library.database import Value
from studio.library.durable import sha256_of
from studio.library.errors import translated
from studio.library.library import Library
from studio.library.progress import Tell, tell_nobody
from studio.library.records import Blob, Image

_FOLDERS = ("images", "inputs")
_DOCUMENTS = 500  # in one transaction, so that nobody waits long for the next

_GONE = """
    DELETE FROM searched WHERE NOT EXISTS (
        SELECT 1 FROM search_words WHERE search_words.id = searched.id AND search_words.kind = searched.kind
    )
"""
_MISSING = """
    INSERT INTO search_new (id, kind) SELECT id, kind FROM search_words WHERE NOT EXISTS (
        SELECT 1 FROM searched WHERE searched.id = search_words.id AND searched.kind = search_words.kind
    )
"""
_CHANGED = "INSERT INTO search_changed (id, kind) SELECT id, kind FROM searched WHERE number > ? AND number <= ?"
_NEXT = "SELECT max(number) FROM (SELECT number FROM searched WHERE number > ? ORDER BY number LIMIT ?)"
_BLOBS = """
    SELECT DISTINCT blob.sha256, path, type, size FROM blob JOIN image ON image.blob = blob.sha256 ORDER BY path
"""
_MEASURED = "UPDATE image SET width = ?2, height = ?3 WHERE blob = ?1 AND (width IS NOT ?2 OR height IS NOT ?3)"


class Measured(Protocol):
    """What an image file is by its bytes: a MIME type and sides in pixels."""

    @property
    def type(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


Measure = Callable[[Path], Measured | None]
"""Looks into a file; None when it is no image that can be read."""


@dataclass(slots=True)
class Reindexed:
    """What was found and done; files by their paths relative to the library.

    `measured` images had other sides or another type in the record. `found` files were moved by hand and are known
    again, `adopted` ones became imported images. Left as they are: `missing` files, those of a `wrong_size`, strays
    that are `copies` of what is known, and `strangers`, which are no images.
    """

    documents: int = 0
    measured: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong_size: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


def reindex(library: Library, measure: Measure, tell: Tell = tell_nobody) -> Reindexed:
    """Put a library in order, beside whatever else is done in it; replies left behind are to be recovered before.

    What `tell` raises ends the work; what is mended until then stays so.
    """
    with translated(f"The library {library.folder.root} could not be put in order"):
        return _Reindexing(library, measure, tell).run()


class _Reindexing:
    def __init__(self, library: Library, measure: Measure, tell: Tell) -> None:
        self._library = library
        self._database = library.database
        self._measure = measure
        self._tell = tell
        self._done = self._total = 0
        self._result = Reindexed()

    def run(self) -> Reindexed:
        files = sorted(self._files())  # before the record is read: what is just arriving is not taken for a stray
        blobs = [Blob(*row) for row in self._database.rows(_BLOBS)]
        known = {row[0] for row in self._database.rows("SELECT path FROM blob")}
        strays = [path for path in files if path not in known]
        self._begin(len(blobs) + len(strays))
        self._write_documents()
        for path in strays:  # first, because one of them may be a file that is missing
            self._take_up(path)
            self._step()
        for blob in blobs:
            self._check(blob)
            self._step()
        return self._result

    def _begin(self, files: int) -> None:
        row = self._database.row("SELECT count(*) FROM searched")
        self._total = files + (int(row[0]) if row else 0)
        self._tell(0, self._total)

    def _step(self, count: int = 1) -> None:
        self._done = min(self._done + count, self._total)
        self._tell(self._done, self._total)

    def _write_documents(self) -> None:
        """Write the index from the documents, then the documents from the record; what differs tells the index."""
        self._write("INSERT INTO search (search) VALUES ('rebuild')")
        self._write("INSERT INTO search_name (search_name) VALUES ('rebuild')")
        self._write(_GONE)
        last = -1
        while (row := self._database.row(_NEXT, (last, _DOCUMENTS))) is not None and row[0] is not None:
            self._write(_CHANGED, (last, row[0]))
            last = row[0]
            self._step(_DOCUMENTS)
        self._write(_MISSING)
        row = self._database.row("SELECT count(*) FROM searched")
        self._result.documents = int(row[0]) if row else 0

    def _check(self, blob: Blob) -> None:
        """Compare what the record says of a file with the file."""
        row = self._database.row("SELECT path FROM blob WHERE sha256 = ?", (blob.sha256,))  # it may be found by now
        path = row[0] if row else blob.path
        file = self._library.folder.absolute(path)
        if not file.is_file():
            self._result.missing.append(path)
        elif file.stat().st_size != blob.size:
            self._result.wrong_size.append(path)
        elif (measured := self._measure(file)) is not None:
            changed = self._write(_MEASURED, (blob.sha256, measured.width, measured.height))
            changed += self._write(
                "UPDATE blob SET type = ?2 WHERE sha256 = ?1 AND type IS NOT ?2", (blob.sha256, measured.type)
            )
            if changed:
                self._result.measured.append(path)

    def _take_up(self, path: str) -> None:
        """Let a file that no row knows be an image, unless its bytes are known in another place."""
        file = self._library.folder.absolute(path)
        measured = None if file.is_symlink() else self._measure(file)
        if measured is None:
            self._result.strangers.append(path)
            return
        blob = Blob(sha256_of(file), path, measured.type, file.stat().st_size)
        with self._library.transaction():
            list_of = self._list_for(blob)
            if list_of is self._result.found:
                self._write("UPDATE blob SET path = ? WHERE sha256 = ?", (path, blob.sha256))
            elif list_of is self._result.adopted:
                self._adopt(blob, measured)
        list_of.append(path)

    def _list_for(self, blob: Blob) -> list[str]:
        """What a stray with these bytes is, asked where nobody else can write: it may have got its row meanwhile."""
        row = self._database.row("SELECT path, size FROM blob WHERE sha256 = ?", (blob.sha256,))
        if row is None:
            return self._result.adopted
        file = self._library.folder.absolute(row[0])
        is_there = file.is_file() and file.stat().st_size == row[1]
        return self._result.copies if is_there else self._result.found

    def _adopt(self, blob: Blob, measured: Measured) -> None:
        file = self._library.folder.absolute(blob.path)
        self._write(
            "INSERT INTO blob (sha256, path, type, size) VALUES (?, ?, ?, ?)",
            (blob.sha256, blob.path, blob.type, blob.size),
        )
        created = file.stat().st_mtime_ns // 1_000_000
        image = Image(
            self._library.ids.new(), blob, None, None, "imported", None, file.name, measured.width, measured.height,
            created, None, None,
        )  # fmt: skip
        self._library.images.add(image, attempt_id=None)

    def _write(self, sql: str, values: Sequence[Value] = ()) -> int:
        with self._library.transaction():
            return self._database.write(sql, values)

    def _files(self) -> Iterator[str]:
        for name in _FOLDERS:
            for path in self._library.folder.root.joinpath(name).rglob("*"):
                if path.is_file():
                    yield self._library.folder.relative(path)
