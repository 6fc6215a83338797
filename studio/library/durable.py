"""Files that stay: bytes forced to the disk, names that appear whole, nothing ever overwritten."""

import hashlib
import os
import sys
from collections.abc import Iterator
from itertools import count, takewhile
from pathlib import Path

_CHUNK = 1 << 20


def sync_file(descriptor: int) -> None:
    """Return when the bytes of an open file, and its length, are on the disk itself."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync leaves the bytes in the drive's own memory there
    elif sys.platform == "win32":
        os.fsync(descriptor)
    else:
        os.fdatasync(descriptor)


def start_writing(descriptor: int, start: int, length: int) -> None:
    """Where the system can: begin to move a stretch of an open file to the disk, without waiting for it."""
    if sys.platform == "linux":
        # The one call of the standard library that does this; that it may also drop the stretch from memory is no loss.
        os.posix_fadvise(descriptor, start, length, os.POSIX_FADV_DONTNEED)


def fsync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; Windows does that by itself."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, all of them safe on the disk."""
    missing = list(takewhile(lambda each: not each.is_dir(), (folder, *folder.parents)))
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        fsync_folder(each.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a small new file and force it to the disk; the folder's own entry is the caller's to sync."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        sync_file(file.fileno())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_hashing(source: Path, target: Path) -> tuple[str, int]:
    """Copy into a new file, forced to the disk; its SHA-256 and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while piece := reader.read(_CHUNK):
            digest.update(piece)
            writer.write(piece)
            size += len(piece)
        writer.flush()
        sync_file(writer.fileno())
    return digest.hexdigest(), size


def place(source: Path, wanted: Path) -> Path:
    """Give a synced file a second, lasting name, `wanted` or one with -2, -3, … before its extension; the name it got.

    Nothing is overwritten. A file already there with the same bytes is taken as the result, so that a placing cut short
    by a crash can be repeated. The source keeps its own name; it lies in the same file system, in a scratch folder.
    """
    make_folder(wanted.parent)
    for target in _candidates(wanted):
        if _add_name(source, target) or _same_bytes(source, target):
            fsync_folder(target.parent)
            return target
    raise AssertionError("unreachable: there is always a next number")


def _candidates(wanted: Path) -> Iterator[Path]:
    yield wanted
    for number in count(2):
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")


def _add_name(source: Path, target: Path) -> bool:
    """False when the name is taken."""
    try:
        target.hardlink_to(source)
    except FileExistsError:
        return False
    except OSError:
        return _copy_to(source, target)
    return True


def _copy_to(source: Path, target: Path) -> bool:
    """For file systems without hard links (exFAT): the copy is made beside the source and renamed when whole."""
    # Rename would replace it; two of us cannot meet here, because whoever places does so in a write transaction.
    if os.path.lexists(target):
        return False
    copy = source.with_name(f"{source.name}.copy")
    copy.unlink(missing_ok=True)
    copy_hashing(source, copy)
    copy.rename(target)
    return True


def _same_bytes(one: Path, other: Path) -> bool:
    if not other.is_file() or one.stat().st_size != other.stat().st_size:
        return False
    return one.samefile(other) or sha256_of(one) == sha256_of(other)
