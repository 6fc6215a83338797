"""Looking into a `.studio` file that anybody may have made: nothing in it is believed before it was checked."""

import json
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.library.errors import StudioFileBroken, StudioFileNewer, StudioFileRefused, StudioFileUnsafe
from studio.library.exchange.codec import from_plain
from studio.library.exchange.parcel import FORMAT, VERSION, Parcel
from studio.library.exchange.relations import check_relations
from studio.library.exchange.studio_file import README, RECORD

_CHUNK = 1 << 20
_MOST_ENTRIES = 200_000
_LONGEST_RECORD = 96 << 20
_LONGEST_PACKED = 64 << 20  # a text: a skeleton has three megabytes at most, a signature some
_MOST_GROWTH = 200  # how many times its own size the file may unpack to: JSON is packed ten to one, pictures not at all
_GROWTH_FLOOR = 16 << 20
_SIGNS_OF_A_ZIP = (b"PK\3\4", b"PK\5\6")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    zlib.error,
    struct.error,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
)


class StudioArchive:
    """A `.studio` file that is open, found to be harmless, and its parcel."""

    def __init__(self, archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], parcel: Parcel) -> None:
        self._archive = archive
        self._entries = entries
        self.parcel = parcel

    @property
    def size(self) -> int:
        """How many bytes all its files have."""
        return sum(file.size for file in self.parcel.files)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of a file, which are as many as the archive says or StudioFileBroken comes."""
        with _read_errors(path), self._archive.open(self._entries[path]) as file:
            while piece := file.read(_CHUNK):
                yield piece


@contextmanager
def opened(source: Path) -> Iterator[StudioArchive]:
    """Open a `.studio` file; StudioFileRefused of the kind that fits when it is none, or none that can be taken in."""
    try:
        if not stat.S_ISREG(source.stat().st_mode):
            raise StudioFileBroken(f"{source} is no file.")
        file = source.open("rb")
    except OSError as error:
        raise StudioFileRefused(f"{source} cannot be read: {error.strerror}. Check its path and its rights.") from error
    with file:
        size = file.seek(0, 2)
        file.seek(0)
        if file.read(4) not in _SIGNS_OF_A_ZIP:
            raise StudioFileBroken(f"{source.name} is no Studio conversation.")
        with _read_errors(source.name):
            archive = zipfile.ZipFile(file)
        with archive:
            entries = _checked(archive, size)
            yield StudioArchive(archive, entries, _parcel(archive, entries))


@contextmanager
def _read_errors(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise StudioFileBroken(f"{name} is damaged or not all of it is there ({error}).") from error
    except OSError as error:
        raise StudioFileRefused(f"{name} cannot be read any further: {error.strerror}.") from error


def _checked(archive: zipfile.ZipFile, size: int) -> Mapping[str, zipfile.ZipInfo]:
    """The entries by their paths; StudioFileUnsafe for what no export writes."""
    found = archive.infolist()
    if len(found) > _MOST_ENTRIES:
        raise StudioFileUnsafe(f"The file holds {len(found):,} entries, more than any conversation has.")
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in found:
        _check(entry)
        if entry.filename in entries:
            raise StudioFileUnsafe(f"The file holds {entry.filename!r} twice.")
        entries[entry.filename] = entry
    total = sum(entry.file_size for entry in found)
    if total > _GROWTH_FLOOR + _MOST_GROWTH * size:
        raise StudioFileUnsafe(f"The file of {size:,} bytes would unpack to {total:,}: it is made to fill the disk.")
    return entries


def _check(entry: zipfile.ZipInfo) -> None:
    # `filename` ends at a NUL, which `orig_filename` still has.
    name = entry.orig_filename
    parts = name.replace("\\", "/").removesuffix("/").split("/")
    if not name.isprintable() or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise StudioFileUnsafe(f"The file holds a path that leads elsewhere: {name!r}.")
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise StudioFileUnsafe(f"The file holds {name!r}, which is a link or no file at all.")
    if entry.flag_bits & 1:
        raise StudioFileBroken(f"The file holds {name!r} encrypted, which no export is.")
    if entry.compress_type == zipfile.ZIP_DEFLATED and name != RECORD and entry.file_size > _LONGEST_PACKED:
        raise StudioFileUnsafe(f"The file holds {name!r} packed from {entry.file_size:,} bytes, longer than any text.")


def _parcel(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> Parcel:
    document = _document(archive, entries)
    if document.get("format") != FORMAT:
        raise StudioFileBroken("The file is a zip, but no Studio conversation.")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise StudioFileBroken("The file does not say of which version it is.")
    if version > VERSION:
        raise StudioFileNewer(
            f"The file was written by a newer Studio (form {version}, this one knows {VERSION}). Nothing was imported."
        )
    parcel = from_plain(Parcel, document)
    for file in parcel.files:
        entry = entries.get(file.path)
        if entry is None or entry.is_dir() or file.path in (README, RECORD):
            raise StudioFileBroken(f"{file.path!r} is missing from the file.")
        if entry.file_size != file.size:
            raise StudioFileBroken(f"{file.path!r} has {entry.file_size:,} bytes, but should have {file.size:,}.")
    check_relations(parcel)
    return parcel


def _document(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]) -> dict[str, Any]:
    entry = entries.get(RECORD)
    if entry is None:
        raise StudioFileBroken("The file is a zip, but no Studio conversation.")
    if entry.file_size > _LONGEST_RECORD:
        raise StudioFileUnsafe(f"conversation.json has {entry.file_size:,} bytes, more than any conversation.")
    with _read_errors(RECORD), archive.open(entry) as file:
        written = file.read()
    try:
        document = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise StudioFileBroken("conversation.json in the file cannot be read.") from error
    if not isinstance(document, dict):
        raise StudioFileBroken("conversation.json in the file holds no conversation.")
    return document
