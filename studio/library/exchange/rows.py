"""The rows of a parcel, as the record writes them."""

from collections.abc import Mapping
from pathlib import Path

from studio.library.database import Database, Value
from studio.library.exchange.codec import to_plain
from studio.library.exchange.parcel import Parcel, ParcelAttempt, ParcelImage, ParcelTurn
from studio.library.records import Blob
from studio.library.texts import to_json

_TURN = """
    INSERT INTO turn (id, conversation_id, parent_id, send_id, origin, created, prompt, settings, connection, endpoint,
        model, decisions, outcome, words, content_attempt, content_start, content_end, estimate_micros, starred, folded,
        trashed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INPUT = "INSERT INTO input (turn_id, position, role, image_id, name) VALUES (?, ?, ?, ?, ?)"
_ATTEMPT = """
    INSERT INTO attempt (id, turn_id, number, created, sent, ended, state, http_status, charge, failure, actual_micros,
        settled, imported)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_REPLY = "INSERT INTO reply (attempt_id, skeleton, whole, facts) VALUES (?, ?, ?, ?)"
_HOLE = 'INSERT INTO hole (attempt_id, number, "offset", kind, form, blob, raw_blob) VALUES (?, ?, ?, ?, ?, ?, ?)'
_IMAGE = """
    INSERT INTO image (id, blob, turn_id, attempt_id, part, origin, role, name, width, height, created, rating, trashed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class ParcelRows:
    """Writes parcels whose files are in their places; `now` is when they come in."""

    def __init__(self, database: Database, now: int) -> None:
        self._database = database
        self._now = now

    def write(
        self, parcel: Parcel, blobs: Mapping[str, Blob], files: Mapping[str, Path], there: frozenset[str]
    ) -> None:
        """Inside a transaction: write every row but those of images that are there already.

        `blobs` are what became of files that are kept, `files` is where skeletons are read from, one at a time.
        """
        write = self._database.write
        # A turn can stand before its parent, and names an attempt, which names it; the keys are looked at in the end.
        write("PRAGMA defer_foreign_keys = ON")
        values = (parcel.id, parcel.title, parcel.created, parcel.updated)
        write("INSERT INTO conversation (id, title, created, updated) VALUES (?, ?, ?, ?)", values)
        for turn in parcel.turns:
            self._turn(parcel.id, turn)
            for attempt in turn.attempts:
                self._attempt(turn.id, attempt)
                self._reply(attempt, blobs, files)
        for image in parcel.images:
            if image.id not in there:
                self._image(image, blobs[image.file])
        for turn in parcel.turns:
            self._inputs(turn)  # last, as always: the search looks up the names of the images

    def _turn(self, conversation_id: str, turn: ParcelTurn) -> None:
        content = turn.content
        values: tuple[Value, ...] = (
            *(turn.id, conversation_id, turn.parent, turn.send, turn.origin, turn.created, turn.prompt),
            *(to_json(turn.settings), turn.connection, turn.endpoint, turn.model),
            *(to_json(turn.decisions), turn.outcome, turn.words),
            *((content.attempt, content.start, content.end) if content else (None, None, None)),
            *(turn.estimate_micros, turn.starred, turn.folded, turn.trashed),
        )
        self._database.write(_TURN, values)

    def _inputs(self, turn: ParcelTurn) -> None:
        for position, given in enumerate(turn.inputs):
            self._database.write(_INPUT, (turn.id, position, given.role, given.image, given.name))

    def _attempt(self, turn_id: str, attempt: ParcelAttempt) -> None:
        # Whether to ask again was for the library it comes from to say, and what it cost was paid there.
        is_undecided = attempt.state == "unknown" or (attempt.state == "failed" and attempt.sent is None)
        settled = attempt.ended if is_undecided else None
        values: tuple[Value, ...] = (
            *(attempt.id, turn_id, attempt.number, attempt.created, attempt.sent, attempt.ended, attempt.state),
            *(attempt.http_status, attempt.charge, to_json(attempt.failure), attempt.actual_micros, settled, self._now),
        )
        self._database.write(_ATTEMPT, values)

    def _reply(self, attempt: ParcelAttempt, blobs: Mapping[str, Blob], files: Mapping[str, Path]) -> None:
        reply = attempt.reply
        if reply is None:
            return
        values = (attempt.id, files[reply.skeleton].read_bytes(), int(reply.whole), to_json(reply.facts))
        self._database.write(_REPLY, values)
        for hole in reply.holes:
            form, raw = to_json(to_plain(hole.form)), blobs[hole.raw].sha256 if hole.raw else None
            blob = blobs[hole.file].sha256
            self._database.write(_HOLE, (attempt.id, hole.number, hole.offset, hole.kind, form, blob, raw))

    def _image(self, image: ParcelImage, blob: Blob) -> None:
        values: tuple[Value, ...] = (
            *(image.id, blob.sha256, image.turn, image.attempt, image.part, image.origin, image.role),
            *(image.name, image.width, image.height, image.created, image.rating, image.trashed),
        )
        self._database.write(_IMAGE, values)
