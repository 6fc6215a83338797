"""Replies: taken from their landing folder into the library, and given back as they were received.

The order makes a crash harmless at any point: files get their lasting names as second names (hard links), then one
transaction writes every row, and only then the landing folder goes. Until that transaction is kept the attempt is open
and its landing folder whole, so the next recovery does the same again and meets its own files under the same names.
"""

from studio.library.attempts import Attempts
from studio.library.blobs import EXTENSIONS, OTHER_EXTENSION, Blobs
from studio.library.database import Database
from studio.library.errors import LibraryBug, translated
from studio.library.folder import Folder, blob_path
from studio.library.ids import IdMaker
from studio.library.images import Images
from studio.library.records import (
    Blob,
    Commit,
    Committed,
    Image,
    Json,
    Landed,
    LandedHole,
    Picture,
)
from studio.library.rooms import remove_room
from studio.library.steps import Step
from studio.library.stored_reply import StoredHole, StoredReply
from studio.library.texts import object_from_json, storable, to_json

_HOLE = 'INSERT INTO hole (attempt_id, number, "offset", kind, form, blob, raw_blob) VALUES (?, ?, ?, ?, ?, ?, ?)'
_HOLES = """
    SELECT number, "offset", kind, form, blob.sha256, blob.size, blob.path, raw.path AS raw_path
    FROM hole JOIN blob ON blob.sha256 = hole.blob LEFT JOIN blob AS raw ON raw.sha256 = hole.raw_blob
    WHERE attempt_id = ? ORDER BY number
"""
# With the copies of the turn: they may have been made while the reply was on its way.
_OUTCOME = """
    UPDATE turn SET outcome = coalesce(?2, outcome), words = coalesce(?3, words) WHERE id = ?1 OR copied_from = ?1
"""
_CONTENT = """
    UPDATE turn SET content_attempt = ?2, content_start = ?3, content_end = ?4 WHERE id = ?1 OR copied_from = ?1
"""
_TYPES = {"data": "application/octet-stream", "text": "text/plain"}


class Replies:
    """The replies of one library."""

    def __init__(
        self,
        database: Database,
        folder: Folder,
        blobs: Blobs,
        images: Images,
        attempts: Attempts,
        ids: IdMaker,
        step: Step,
    ) -> None:
        self._database = database
        self._folder = folder
        self._blobs = blobs
        self._images = images
        self._attempts = attempts
        self._ids = ids
        self._step = step

    def commit(self, attempt_id: str, landed: Landed, commit: Commit) -> Committed:
        """Take a landed reply into the library and end its attempt; repeated after that, it only reports."""
        _check(landed, commit)
        if self._database.in_transaction:
            raise LibraryBug("A reply was committed inside another transaction, which could still take it back.")
        with translated("The reply is safe in its landing folder but could not be taken into the library"):
            with self._database.transaction():
                if self._attempts.get(attempt_id).state == "open":
                    self._write(attempt_id, landed, commit)
                self._step("rows written")
            self._step("committed")
            remove_room(landed.folder)
            self._step("folder removed")
        return Committed(self._attempts.get(attempt_id), self._images.of_attempt(attempt_id))

    def facts(self, attempt_id: str) -> Json:
        """What was read from the reply of an attempt, {} when it left none."""
        row = self._database.row("SELECT facts FROM reply WHERE attempt_id = ?", (attempt_id,))
        return {} if row is None else object_from_json(row["facts"])

    def read(self, attempt_id: str) -> StoredReply | None:
        """The reply of an attempt, None when it left none."""
        row = self._database.row("SELECT skeleton, whole, facts FROM reply WHERE attempt_id = ?", (attempt_id,))
        if row is None:
            return None
        holes = tuple(
            StoredHole(
                hole["number"],
                hole["offset"],
                hole["kind"],
                object_from_json(hole["form"]),
                hole["sha256"],
                hole["size"],
                self._folder.absolute(hole["path"]),
                self._folder.absolute(hole["raw_path"]) if hole["raw_path"] else None,
            )
            for hole in self._database.rows(_HOLES, (attempt_id,))
        )
        return StoredReply(attempt_id, row["skeleton"], bool(row["whole"]), object_from_json(row["facts"]), holes)

    def _write(self, attempt_id: str, landed: Landed, commit: Commit) -> None:
        blobs = self._keep_blobs(landed, commit)
        self._write_reply(attempt_id, landed, commit, blobs)
        for index, picture in enumerate(commit.pictures):
            blob = self._keep_picture(landed, index, picture) or blobs[picture.hole or 0]
            self._images.add(self._image(landed, commit, picture, blob), attempt_id)
        self._write_turn(attempt_id, landed.turn_id, commit)
        self._attempts.end(
            attempt_id,
            commit.state,
            commit.charge,
            commit.ended,
            commit.failure,
            commit.http_status,
            commit.actual_micros,
        )

    def _keep_blobs(self, landed: Landed, commit: Commit) -> dict[int, Blob]:
        """The blob of each hole, by its number; pictures get a name in `images/`, all else goes to `blobs/`."""
        names = {picture.hole: _picture_blob(landed, index, picture) for index, picture in enumerate(commit.pictures)}
        blobs: dict[int, Blob] = {}
        for hole in landed.holes:
            path, mime = names.get(hole.number, (blob_path(hole.sha256), _TYPES[hole.kind]))
            blobs[hole.number] = self._blobs.keep(hole.path, Blob(hole.sha256, path, mime, hole.size))
            self._step("file placed")
        return blobs

    def _keep_picture(self, landed: Landed, index: int, picture: Picture) -> Blob | None:
        """The blob of a picture that stood elsewhere than in a hole."""
        file = picture.file
        if file is None:
            return None
        path, mime = _picture_blob(landed, index, picture)
        return self._blobs.keep(file.path, Blob(file.sha256, path, mime, file.size))

    def _write_reply(self, attempt_id: str, landed: Landed, commit: Commit, blobs: dict[int, Blob]) -> None:
        self._database.write(
            "INSERT INTO reply (attempt_id, skeleton, whole, facts) VALUES (?, ?, ?, ?)",
            (attempt_id, landed.skeleton, int(landed.complete), to_json(commit.facts or {})),
        )
        for hole in landed.holes:
            form = to_json(hole.form)
            raw = self._keep_raw(hole)
            blob = blobs[hole.number].sha256
            self._database.write(_HOLE, (attempt_id, hole.number, hole.offset, hole.kind, form, blob, raw))

    def _keep_raw(self, hole: LandedHole) -> str | None:
        if hole.raw_path is None or hole.raw_sha256 is None:
            return None
        blob = Blob(hole.raw_sha256, blob_path(hole.raw_sha256), _TYPES["text"], hole.raw_size)
        return self._blobs.keep(hole.raw_path, blob).sha256

    def _write_turn(self, attempt_id: str, turn_id: str, commit: Commit) -> None:
        words = commit.words if commit.words is None else storable(commit.words)
        self._database.write(_OUTCOME, (turn_id, commit.outcome, words))
        if commit.content is not None:
            self._database.write(_CONTENT, (turn_id, attempt_id, *commit.content))

    def _image(self, landed: Landed, commit: Commit, picture: Picture, blob: Blob) -> Image:
        return Image(
            id=self._ids.new(),
            blob=blob,
            turn_id=landed.turn_id,
            part=picture.part,
            origin="generated",
            role=picture.role,
            name=None,
            width=picture.width or None,
            height=picture.height or None,
            created=commit.ended,
            rating=None,
            trashed=None,
        )


def _picture_blob(landed: Landed, index: int, picture: Picture) -> tuple[str, str]:
    number = f"-{index + 1}" if index else ""
    return f"{landed.stem}{number}.{EXTENSIONS.get(picture.type, OTHER_EXTENSION)}", picture.type


def _check(landed: Landed, commit: Commit) -> None:
    data_holes = {hole.number for hole in landed.holes if hole.kind == "data"}
    in_holes = {picture.hole or 0 for picture in commit.pictures if picture.file is None}
    if strangers := in_holes - data_holes:
        raise LibraryBug(f"Pictures are said to be in holes {sorted(strangers)}, which hold no data.")
    if commit.content is not None and not 0 <= commit.content[0] <= commit.content[1] <= len(landed.skeleton):
        raise LibraryBug(f"The model Content {commit.content} lies outside of the reply.")
