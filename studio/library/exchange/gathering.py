"""A conversation of a library as a parcel, with where the bytes of its files lie."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from studio.library.database import Database
from studio.library.errors import LibraryBug
from studio.library.exchange.codec import from_plain
from studio.library.exchange.free_path import free_path
from studio.library.exchange.parcel import (
    Parcel,
    ParcelAttempt,
    ParcelContent,
    ParcelForm,
    ParcelHole,
    ParcelImage,
    ParcelInput,
    ParcelReply,
    ParcelTurn,
)
from studio.library.ids import IdMaker
from studio.library.records import Blob
from studio.library.texts import from_json, list_from_json, object_from_json

# The attempts, images and reply of a copy are those of the turn it was copied from.
_TURNS = "SELECT * FROM turn WHERE conversation_id = ? ORDER BY id"
_ATTEMPTS = """
    SELECT attempt.*, turn.id AS own, reply.whole, reply.facts, length(reply.skeleton) AS skeleton_size
    FROM turn JOIN attempt ON attempt.turn_id = coalesce(turn.copied_from, turn.id)
    LEFT JOIN reply ON reply.attempt_id = attempt.id
    WHERE turn.conversation_id = ? AND state <> 'open' ORDER BY attempt.id
"""
_HOLES = """
    SELECT hole.*, turn.id AS own
    FROM turn JOIN attempt ON attempt.turn_id = coalesce(turn.copied_from, turn.id)
    JOIN hole ON hole.attempt_id = attempt.id
    WHERE turn.conversation_id = ? ORDER BY number
"""
_IMAGES = """
    SELECT image.*, turn.id AS own FROM turn JOIN image ON image.turn_id = coalesce(turn.copied_from, turn.id)
    WHERE turn.conversation_id = ? ORDER BY image.id
"""
_INPUTS = """
    SELECT input.* FROM input JOIN turn ON turn.id = input.turn_id WHERE turn.conversation_id = ? ORDER BY position
"""
_SENT = """
    SELECT DISTINCT image.* FROM image JOIN input ON input.image_id = image.id JOIN turn ON turn.id = input.turn_id
    WHERE turn.conversation_id = ? ORDER BY image.id
"""
_BLOB = "SELECT sha256, path, type, size FROM blob WHERE sha256 = ?"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The skeleton of a reply: the attempt it belongs to in the record, and its size in bytes."""

    attempt_id: str
    size: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """A parcel whose files are named but not read: `blobs` and `skeletons` say by path what each of them is."""

    parcel: Parcel
    blobs: Mapping[str, Blob]
    skeletons: Mapping[str, Skeleton]

    @property
    def size(self) -> int:
        """How many bytes all files have."""
        return sum(blob.size for blob in self.blobs.values()) + sum(each.size for each in self.skeletons.values())


def gather(database: Database, ids: IdMaker, conversation_id: str) -> Gathered:
    """Collect all there is of a conversation, as of one moment; what is still under way has no end and stays behind."""
    with database.snapshot():
        return _Gathering(database, ids, conversation_id).all()


class _Gathering:
    def __init__(self, database: Database, ids: IdMaker, conversation_id: str) -> None:
        self._database = database
        self._ids = ids
        self._conversation_id = conversation_id
        self._files = _Files(database)
        self._used: set[str] = set()
        self._generated: set[str] = set()
        self._names: dict[tuple[str, str], str] = {}  # ids of attempts and images, for each turn that has them

    def all(self) -> Gathered:
        row = self._database.row("SELECT * FROM conversation WHERE id = ?", (self._conversation_id,))
        if row is None:
            raise LibraryBug(f"There is no conversation {self._conversation_id} in this library.")
        turns = self._rows(_TURNS)
        attempts = self._attempts()
        images = self._images()
        inputs = _by(self._rows(_INPUTS), lambda each: each["turn_id"])
        parcel = Parcel(
            row["id"],
            row["title"],
            row["created"],
            row["updated"],
            tuple(self._turn(each, attempts[each["id"]], inputs[each["id"]]) for each in turns),
            tuple(images + [self._sent(each) for each in self._rows(_SENT) if each["id"] not in self._generated]),
            (),
        )
        return Gathered(parcel, self._files.blobs, self._files.skeletons)

    def _rows(self, sql: str) -> list[sqlite3.Row]:
        return self._database.rows(sql, (self._conversation_id,))

    def _named(self, row_id: str, turn_id: str) -> str:
        """The id of an attempt or image; where a turn and a copy of it are both here, the copy's is a new one."""
        key = (row_id, turn_id)
        if key not in self._names:
            self._names[key] = row_id if row_id not in self._used else self._ids.new()
            self._used.add(row_id)
        return self._names[key]

    def _attempts(self) -> Mapping[str, list[ParcelAttempt]]:
        holes = _by(self._rows(_HOLES), lambda each: (each["attempt_id"], each["own"]))
        found: dict[str, list[ParcelAttempt]] = defaultdict(list)
        for row in self._rows(_ATTEMPTS):
            found[row["own"]].append(self._attempt(row, holes[row["id"], row["own"]]))
        return found

    def _attempt(self, row: sqlite3.Row, holes: Iterable[sqlite3.Row]) -> ParcelAttempt:
        return ParcelAttempt(
            id=self._named(row["id"], row["own"]),
            number=row["number"],
            created=row["created"],
            ended=row["ended"],
            state=row["state"],
            charge=row["charge"],
            sent=row["sent"],
            http_status=row["http_status"],
            failure=from_json(row["failure"]),
            actual_micros=row["actual_micros"],
            reply=None if row["whole"] is None else self._reply(row, holes),
        )

    def _reply(self, row: sqlite3.Row, holes: Iterable[sqlite3.Row]) -> ParcelReply:
        return ParcelReply(
            skeleton=self._files.skeleton(row["id"], row["skeleton_size"]),
            whole=bool(row["whole"]),
            facts=object_from_json(row["facts"]),
            holes=tuple(self._hole(each) for each in holes),
        )

    def _hole(self, row: sqlite3.Row) -> ParcelHole:
        raw = self._files.blob(row["raw_blob"]) if row["raw_blob"] else None
        form = from_plain(ParcelForm, dict(object_from_json(row["form"])))
        return ParcelHole(row["number"], row["offset"], row["kind"], form, self._files.blob(row["blob"]), raw)

    def _images(self) -> list[ParcelImage]:
        found = []
        for row in self._rows(_IMAGES):
            self._generated.add(row["id"])
            attempt = self._named(row["attempt_id"], row["own"]) if row["attempt_id"] else None
            found.append(self._image(row, self._named(row["id"], row["own"]), row["own"], attempt))
        return found

    def _sent(self, row: sqlite3.Row) -> ParcelImage:
        """An image that came from elsewhere: another conversation's is no more than a file here."""
        return self._image(row, row["id"], None, None)

    def _image(self, row: sqlite3.Row, image_id: str, turn_id: str | None, attempt_id: str | None) -> ParcelImage:
        foreign = row["origin"] == "generated" and attempt_id is None
        return ParcelImage(
            id=image_id,
            file=self._files.blob(row["blob"]),
            origin="imported" if foreign else row["origin"],
            created=row["created"],
            turn=turn_id,
            attempt=attempt_id,
            part=None if foreign else row["part"],
            role=None if foreign else row["role"],
            name=row["name"],
            width=row["width"],
            height=row["height"],
            rating=row["rating"],
            trashed=row["trashed"],
        )

    def _turn(self, row: sqlite3.Row, attempts: list[ParcelAttempt], inputs: list[sqlite3.Row]) -> ParcelTurn:
        content = None
        if row["content_attempt"] is not None:
            attempt = self._named(row["content_attempt"], row["id"])
            content = ParcelContent(attempt, row["content_start"], row["content_end"])
        return ParcelTurn(
            id=row["id"],
            send=row["send_id"],
            origin=row["origin"],
            created=row["created"],
            prompt=row["prompt"],
            settings=object_from_json(row["settings"]),
            connection=row["connection"],
            endpoint=row["endpoint"],
            model=row["model"],
            parent=row["parent_id"],
            decisions=list_from_json(row["decisions"]),
            inputs=tuple(ParcelInput(each["image_id"], each["role"], each["name"]) for each in inputs),
            outcome=row["outcome"],
            words=row["words"],
            content=content,
            attempts=tuple(attempts),
            estimate_micros=row["estimate_micros"],
            starred=row["starred"],
            folded=row["folded"],
            trashed=row["trashed"],
        )


class _Files:
    """The paths that files get: pictures keep the names they have in the library."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._paths: dict[str, str] = {}
        self._taken: set[str] = set()
        self.blobs: dict[str, Blob] = {}
        self.skeletons: dict[str, Skeleton] = {}

    def blob(self, sha256: str) -> str:
        if sha256 not in self._paths:
            row = self._database.row(_BLOB, (sha256,))
            assert row is not None, "a foreign key holds it"
            blob = Blob(*row)
            path = self._paths[sha256] = str(free_path(_path_of(blob), self._taken))
            self.blobs[path] = blob
        return self._paths[sha256]

    def skeleton(self, attempt_id: str, size: int) -> str:
        path = f"replies/{attempt_id}.json"
        self.skeletons[path] = Skeleton(attempt_id, size)
        return path


def _path_of(blob: Blob) -> PurePosixPath:
    path = PurePosixPath(blob.path)
    if path.parts[0] in ("images", "inputs"):
        return PurePosixPath(path.parts[0], path.name)
    return PurePosixPath("texts" if blob.type == "text/plain" else "blobs", blob.sha256)


def _by(rows: Iterable[sqlite3.Row], key: Callable[[sqlite3.Row], object]) -> Mapping[object, list[sqlite3.Row]]:
    groups: dict[object, list[sqlite3.Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
