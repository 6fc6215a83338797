"""Taking a `.studio` file into a library: all of it or nothing, whoever made the file and whenever it is cut short."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from studio.library.answers import parts_of, put_together
from studio.library.blobs import EXTENSIONS, OTHER_EXTENSION, Blobs
from studio.library.durable import fsync_folder
from studio.library.errors import DiskFull, LibraryError, StudioFileBroken, translated
from studio.library.exchange.archive import StudioArchive, opened
from studio.library.exchange.contents import parsed
from studio.library.exchange.parcel import Parcel, ParcelContent, ParcelFile, ParcelImage
from studio.library.exchange.renaming import new_ids, renamed
from studio.library.exchange.rows import ParcelRows
from studio.library.folder import blob_path, input_stem, safe_name
from studio.library.hashed_file import HashedFile
from studio.library.library import Library
from studio.library.progress import Counter, Tell, tell_nobody
from studio.library.records import Blob, Json
from studio.library.rooms import Room, Rooms

_ROOM = 64 << 20  # bytes left free on the disk
_TAKEN = "SELECT id FROM {table} WHERE id = ?"
_NAMED = "SELECT 1 FROM blob WHERE path = ?"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the conversation's id here; `again` when one of that id was here already, which stays as it is."""

    conversation_id: str
    title: str
    turns: int
    images: int
    again: bool


class StudioFileReader:
    """Takes `.studio` files into one library; callable from any thread, blocking on the disk."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._blobs = Blobs(library.database, library.folder)
        self._rooms = Rooms(library.folder)

    def take_in(self, source: Path, tell: Tell = tell_nobody) -> Imported:
        """Take a whole conversation in; nothing of it is there after a failure.

        Raises StudioFileRefused for the file, any other LibraryError for the library, and what `tell` raises.
        """
        with opened(source) as archive, translated(f"{source.name} could not be taken into the library"):
            self._check_room(archive.size)
            with self._rooms.open(self._library.ids.new()) as room:
                try:
                    counter = Counter(archive.size, tell)
                    files = _unpack(archive, room, counter)
                    _check_answers(archive.parcel, files)
                    placed: dict[str, Path] = {}
                    with self._taken_back(placed):
                        blobs = self._place(archive.parcel, files, placed, counter)
                        return self._write(archive.parcel, files, blobs, placed)
                finally:
                    room.remove()

    def _check_room(self, size: int) -> None:
        free = shutil.disk_usage(self._library.folder.root).free
        if free < size + _ROOM:
            raise DiskFull(
                f"The conversation needs {size / 1e6:,.0f} MB; only {free / 1e6:,.0f} MB are free on its disk."
                " Nothing was imported. Free some space, then try again."
            )

    def _write(
        self, parcel: Parcel, files: Mapping[str, Path], blobs: dict[str, Blob], placed: dict[str, Path]
    ) -> Imported:
        """Write the rows, in one transaction."""
        with self._library.transaction():
            for path, blob in blobs.items():
                if not self._library.folder.absolute(blob.path).is_file():  # another import has taken its files back
                    blobs[path] = self._placed(files[path], blob, placed)
            there = self._images_here(parcel)
            again = self._is_taken("conversation", parcel.id)
            if again or self._is_any_taken(parcel, there):
                parcel = renamed(parcel, new_ids(parcel, self._library.ids, there))
            for blob in blobs.values():
                self._blobs.note(blob)
            ParcelRows(self._library.database, self._library.clock()).write(parcel, blobs, files, there)
        made = sum(image.origin == "generated" for image in parcel.images)
        return Imported(parcel.id, parcel.title, len(parcel.turns), made, again)

    def _images_here(self, parcel: Parcel) -> frozenset[str]:
        """Images that were sent along and that this library has already, as the same image and the same bytes."""
        sha256 = {file.path: file.sha256 for file in parcel.files}
        sent = [image for image in parcel.images if image.origin != "generated"]
        here = ((image, self._library.images.find(image.id)) for image in sent)
        return frozenset(image.id for image, found in here if found and found.blob.sha256 == sha256[image.file])

    def _is_any_taken(self, parcel: Parcel, there: frozenset[str]) -> bool:
        ids = {
            "turn": [turn.id for turn in parcel.turns],
            "attempt": [attempt.id for turn in parcel.turns for attempt in turn.attempts],
            "image": [image.id for image in parcel.images if image.id not in there],
        }
        return any(self._is_taken(table, each) for table, those in ids.items() for each in those)

    def _is_taken(self, table: str, row_id: str) -> bool:
        return self._library.database.row(_TAKEN.format(table=table), (row_id,)) is not None

    def _place(
        self, parcel: Parcel, files: Mapping[str, Path], placed: dict[str, Path], counter: Counter
    ) -> dict[str, Blob]:
        """Give the files their lasting places, each in a transaction of its own, so that nobody waits for long."""
        images = {image.file: image for image in reversed(parcel.images)}
        blobs: dict[str, Blob] = {}
        for file in _kept(parcel):
            counter.add(0)  # it may be stopped here too
            wanted = Blob(file.sha256, _wanted(file, images.get(file.path)), file.type, file.size)
            with self._library.transaction():  # no two place a file at the same time
                blobs[file.path] = self._placed(files[file.path], wanted, placed)
        return blobs

    def _placed(self, source: Path, wanted: Blob, placed: dict[str, Path]) -> Blob:
        blob = self._blobs.place(source, wanted)
        placed[blob.path] = source
        return blob

    @contextmanager
    def _taken_back(self, placed: Mapping[str, Path]) -> Iterator[None]:
        """Should it fail, take away what was placed: the files that are still one with what lies in the room.

        One that somebody else has found there and written into the record meanwhile is theirs by now.
        """
        try:
            yield
        except BaseException:
            with suppress(LibraryError, OSError), self._library.transaction():  # what ended it is told, not this
                for path, source in placed.items():
                    file = self._library.folder.absolute(path)
                    if file.exists() and file.samefile(source) and self._library.database.row(_NAMED, (path,)) is None:
                        file.unlink()
            raise


def _unpack(archive: StudioArchive, room: Room, counter: Counter) -> Mapping[str, Path]:
    """Every file of an archive in a room, each checked, and safe on the disk if it is to stay a file."""
    files: dict[str, Path] = {}
    kept = {file.path for file in _kept(archive.parcel)}
    for number, file in enumerate(archive.parcel.files):
        target = HashedFile(room.path / str(number))
        try:
            for piece in archive.pieces(file.path):
                target.write(piece)
                counter.add(len(piece))
            if file.path in kept:
                target.sync()
            else:
                target.flush()
        finally:
            target.close()
        if target.size != file.size or target.sha256 != file.sha256:
            raise StudioFileBroken(f"{file.path!r} is not what was written into the file.")
        files[file.path] = target.path
    fsync_folder(room.path)
    return files


def _check_answers(parcel: Parcel, files: Mapping[str, Path]) -> None:
    """What would be sent again as a model's turn has to be one."""
    for turn in parcel.turns:
        replies = {attempt.id: attempt.reply for attempt in turn.attempts if attempt.reply}
        for reply in replies.values():
            size = files[reply.skeleton].stat().st_size
            if any(not 0 < hole.offset < size for hole in reply.holes):
                raise StudioFileBroken("A string of a reply was cut out of a place that is not there.")
        if turn.content is not None:
            reply = replies[turn.content.attempt]
            if not _is_answer(files[reply.skeleton].read_bytes(), turn.content, reply.facts):
                raise StudioFileBroken("The answer of a turn is in a place of its reply that holds none.")


def _is_answer(skeleton: bytes, content: ParcelContent, facts: Json) -> bool:
    try:
        parts = parts_of(facts, len(skeleton))
    except ValueError:
        return False
    start, end = content.start, content.end
    if not start < end <= len(skeleton) or (parts and (start, end) != (parts[0][0][0], parts[-1][-1][1])):
        return False
    return parsed(put_together(lambda first, last: skeleton[first:last], start, end, parts)) is not None


def _kept(parcel: Parcel) -> Iterable[ParcelFile]:
    """The files that become blobs: those that an image or a string of a reply is in."""
    used = {image.file for image in parcel.images}
    for reply in (attempt.reply for turn in parcel.turns for attempt in turn.attempts if attempt.reply):
        used |= {hole.file for hole in reply.holes} | {hole.raw for hole in reply.holes if hole.raw}
    return (file for file in parcel.files if file.path in used)


def _wanted(file: ParcelFile, image: ParcelImage | None) -> str:
    """The path that a file should get in the library; of its own name the words are taken, never the way."""
    if image is None:
        return blob_path(file.sha256)
    ending = EXTENSIONS.get(file.type, OTHER_EXTENSION)
    if image.origin == "imported":
        return f"{input_stem(image.created, image.name, image.id)}.{ending}"
    when = datetime.fromtimestamp(image.created / 1000).astimezone()
    return f"images/{when:%Y-%m}/{when:%d}/{safe_name(PurePosixPath(file.path).stem)}.{ending}"
