"""The files of one landing folder: written by one thread while a reply arrives, read back at its end or after a crash.

    manifest.json   whose reply this is; on the disk before anything is sent
    skeleton        the reply without its holes
    0, 1, …         the bytes of each hole; 0.raw, … the text as written, where that is kept too
    journal.jsonl   a line for each whole hole, one for the whole reply, each on the disk after what it tells of

The journal, not a renaming, makes a hole whole: its line also holds size, hash and form, so that a recovery can check
every byte.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from studio.library.durable import fsync_folder, sha256_of, write_whole
from studio.library.errors import LibraryBug
from studio.library.folder import is_picture_stem
from studio.library.hashed_file import HashedFile, Piece
from studio.library.journal import hole_line, read_journal, whole_line
from studio.library.records import HoleKind, Json, Landed, LandedHole
from studio.library.steps import Step

_MANIFEST, _SKELETON, _JOURNAL = "manifest.json", "skeleton", "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Whose reply a landing folder holds, and the stem its pictures will be named with."""

    attempt_id: str
    turn_id: str
    stem: str
    created: int


@dataclass(slots=True)
class _OpenHole:
    number: int
    offset: int
    kind: HoleKind
    data: HashedFile
    raw: HashedFile | None = None

    def files(self) -> Iterator[HashedFile]:
        yield self.data
        if self.raw is not None:
            yield self.raw

    def landed(self, form: Json) -> LandedHole:
        raw = (self.raw.path, self.raw.size, self.raw.sha256) if self.raw is not None else ()
        data = self.data
        return LandedHole(self.number, self.offset, self.kind, form, data.path, data.size, data.sha256, *raw)


class Spool:
    """The writing side; a method returns when its bytes are as safe as it says."""

    def __init__(self, folder: Path, manifest: Manifest, step: Step) -> None:
        self._folder = folder
        self._step = step
        self._hole: _OpenHole | None = None
        self._count = 0
        self.whole: dict[int, LandedHole] = {}
        write_whole(folder / _MANIFEST, json.dumps(asdict(manifest)).encode())
        self._skeleton = HashedFile(folder / _SKELETON)
        self._journal = HashedFile(folder / _JOURNAL)
        fsync_folder(folder)
        step("manifest written")

    def skeleton(self, piece: Piece) -> None:
        """Add to the skeleton; kept if this process dies."""
        self._skeleton.write(piece)
        self._skeleton.flush()

    def open_hole(self, offset: int, kind: HoleKind) -> None:
        """Begin the next hole."""
        self._hole = _OpenHole(self._count, offset, kind, HashedFile(self._folder / str(self._count)))
        self._count += 1

    def write(self, pieces: Sequence[Piece]) -> None:
        """Add to the open hole."""
        self._open_hole().data.write(_joined(pieces))

    def write_raw(self, pieces: Sequence[Piece]) -> None:
        """Add to the raw text of the open hole."""
        hole = self._open_hole()
        if hole.raw is None:
            hole.raw = HashedFile(self._folder / f"{hole.number}.raw")
        hole.raw.write(_joined(pieces))

    def close_hole(self, form: Json) -> None:
        """The open hole is whole: it and the skeleton before it are on the disk, and the journal says so."""
        hole, self._hole = self._open_hole(), None
        for file in (*hole.files(), self._skeleton):
            file.sync()
        fsync_folder(self._folder)
        self._step("hole synced")
        self._note(hole_line(landed := hole.landed(form)))
        self.whole[hole.number] = landed
        self._step("hole noted")
        for file in hole.files():
            file.close()

    def finish(self, complete: bool) -> Landed:
        """Everything is on the disk; a hole still open is left out."""
        self._skeleton.sync()
        self._step("skeleton synced")
        if complete:
            self._note(whole_line(self._skeleton.sha256))
        self._step("reply noted")
        self.close()
        return read_landed(self._folder, check=False)

    def close(self) -> None:
        """Close all files; what is not whole stays as it is."""
        for file in (*(self._hole.files() if self._hole else ()), self._skeleton, self._journal):
            file.close()

    def _open_hole(self) -> _OpenHole:
        if self._hole is None:
            raise LibraryBug("A hole of a reply was written to while none was open.")
        return self._hole

    def _note(self, line: bytes) -> None:
        self._journal.write(line)
        self._journal.sync()


def read_landed(folder: Path, *, check: bool) -> Landed:
    """What a landing folder holds; with `check` only holes whose every byte is as the journal says.

    Without a readable manifest the attempt is known by the folder's name, and pictures would be named after it.
    """
    manifest = _read_manifest(folder)
    skeleton = _bytes_of(folder / _SKELETON)
    journal = read_journal(folder / _JOURNAL)
    return Landed(
        manifest.attempt_id,
        manifest.turn_id,
        manifest.stem,
        manifest.created,
        journal.whole == hashlib.sha256(skeleton).hexdigest(),
        skeleton,
        tuple(hole for hole in journal.holes if not check or _is_sound(hole)),
        folder,
    )


def _read_manifest(folder: Path) -> Manifest:
    unread = Manifest(folder.name, "", f"images/recovered/{folder.name}", 0)
    try:
        manifest = Manifest(**json.loads(_bytes_of(folder / _MANIFEST)))
    except (ValueError, TypeError, RecursionError):
        return unread
    kinds = [type(value) for value in asdict(manifest).values()]
    return manifest if kinds == [str, str, str, int] and is_picture_stem(manifest.stem) else unread


def _joined(pieces: Sequence[Piece]) -> Piece:
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _is_sound(hole: LandedHole) -> bool:
    return _holds(hole.path, hole.size, hole.sha256) and (
        hole.raw_path is None or _holds(hole.raw_path, hole.raw_size, hole.raw_sha256)
    )


def _holds(path: Path, size: int, sha256: str | None) -> bool:
    return path.is_file() and path.stat().st_size == size and sha256_of(path) == sha256
