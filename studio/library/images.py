"""Images: what a person sees, rows of their own over shared bytes."""

import sqlite3
from pathlib import Path

from studio.library.attempts import ORIGINAL
from studio.library.blobs import EXTENSIONS, OTHER_EXTENSION, Blobs
from studio.library.database import AFTER_ALL, Database, Value
from studio.library.durable import copy_hashing
from studio.library.errors import LibraryBug, translated
from studio.library.folder import Folder, input_stem
from studio.library.ids import Clock, IdMaker
from studio.library.records import Blob, Image
from studio.library.rooms import Rooms
from studio.library.texts import storable

# The columns of a whole Image, in its order, those of its Blob in second place (`image_of`).
IMAGE_COLUMNS = """
    image.id, blob.sha256, blob.path, blob.type, blob.size, image.turn_id, image.part, image.origin, image.role,
    image.name, image.width, image.height, image.created, image.rating, image.trashed
"""
_FROM = "FROM image JOIN blob ON blob.sha256 = image.blob WHERE"
_PAGE = "AND (created, image.id) < (?, ?) ORDER BY created DESC, image.id DESC LIMIT ?"
_RATINGS = (None, -1, 1, 2, 3, 4, 5)


class Images:
    """The images of one library; callable from any thread, blocking on the disk."""

    def __init__(
        self, database: Database, folder: Folder, blobs: Blobs, rooms: Rooms, ids: IdMaker, clock: Clock
    ) -> None:
        self._database = database
        self._folder = folder
        self._blobs = blobs
        self._rooms = rooms
        self._ids = ids
        self._clock = clock

    def import_file(self, source: Path, *, mime: str, width: int | None, height: int | None, name: str | None) -> Image:
        """Copy a prepared file durably into `inputs/`; `name` is the file name its owner knew it by."""
        image_id, created = self._ids.new(), self._clock()
        wanted = f"{input_stem(created, name, image_id)}.{EXTENSIONS.get(mime, OTHER_EXTENSION)}"
        with translated(f"The file {source} could not be taken into the library"), self._rooms.open(image_id) as room:
            try:
                copy = room.path / "copy"
                sha256, size = copy_hashing(source, copy)
                with self._database.transaction():
                    blob = self._blobs.keep(copy, Blob(sha256, wanted, mime, size))
                    image = Image(
                        image_id, blob, None, None, "imported", None, name and storable(name), width, height, created,
                        None, None,
                    )  # fmt: skip
                    self.add(image, attempt_id=None)
            finally:
                room.remove()
        return image

    def add(self, image: Image, attempt_id: str | None) -> None:
        """Inside a transaction: write the row of an image whose blob is kept."""
        self._database.write(
            "INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, name, width, height, created)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(image.id, image.blob.sha256, image.turn_id, attempt_id, image.part, image.origin, image.role),
                *(image.name, image.width, image.height, image.created),
            ),
        )

    def get(self, image_id: str) -> Image:
        """The image with this id."""
        found = self.find(image_id)
        if found is None:
            raise LibraryBug(f"There is no image {image_id} in this library.")
        return found

    def find(self, image_id: str) -> Image | None:
        """The image with this id, None when there is none."""
        return next(iter(self._all("image.id = ?", image_id)), None)

    def of_turn(self, turn_id: str) -> tuple[Image, ...]:
        """What the attempts of a turn generated, in the order it came; of a copy, those of its original."""
        return self._all(f"turn_id = {ORIGINAL} ORDER BY image.id", turn_id)

    def of_attempt(self, attempt_id: str) -> tuple[Image, ...]:
        """What one attempt generated, in the order it came."""
        return self._all("attempt_id = ? ORDER BY image.id", attempt_id)

    def newest(self, limit: int, before: Image | None = None, trashed: bool = False) -> tuple[Image, ...]:
        """A page of images, newest first, that follow `before`."""
        created, last_id = (before.created, before.id) if before else AFTER_ALL
        state = "trashed IS NOT NULL" if trashed else "trashed IS NULL"
        return self._all(f"{state} {_PAGE}", created, last_id, limit)

    def absolute_path(self, image: Image) -> Path:
        """Where the file of an image lies on this machine."""
        return self._folder.absolute(image.blob.path)

    def rate(self, image_id: str, rating: int | None) -> None:
        """Rate 1 to 5, reject with -1, or take the rating away with None."""
        if rating not in _RATINGS:
            raise LibraryBug(f"A rating is 1 to 5, -1 or nothing, not {rating}.")
        self._set("UPDATE image SET rating = ? WHERE id = ?", rating, image_id)

    def trash(self, image_id: str, when: int) -> None:
        """Put an image into the trash; its file stays."""
        self._set("UPDATE image SET trashed = ? WHERE id = ?", when, image_id)

    def restore(self, image_id: str) -> None:
        """Take an image out of the trash."""
        self._set("UPDATE image SET trashed = ? WHERE id = ?", None, image_id)

    def _all(self, rest: str, *values: Value) -> tuple[Image, ...]:
        return tuple(map(image_of, self._database.rows(f"SELECT {IMAGE_COLUMNS} {_FROM} {rest}", values)))

    def _set(self, statement: str, value: int | None, image_id: str) -> None:
        with self._database.transaction():
            if not self._database.write(statement, (value, image_id)):
                raise LibraryBug(f"There is no image {image_id} in this library.")


def image_of(row: sqlite3.Row) -> Image:
    """The image in a row that begins with `IMAGE_COLUMNS`."""
    return Image(row[0], Blob(*row[1:5]), *row[5:15])
