"""Writing a conversation as one `.studio` file: a zip of its record, its replies as received, and its pictures."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from studio.library.answers import parts_of
from studio.library.database import Database
from studio.library.errors import LibraryError, PictureDamaged, PictureMissing, translated
from studio.library.exchange.codec import to_plain
from studio.library.exchange.contents import generation_config, model_content, user_content
from studio.library.exchange.gathering import Gathered, gather
from studio.library.exchange.parcel import FORMAT, VERSION, Parcel, ParcelFile, ParcelTurn
from studio.library.export import give_name, new_beside, sync, take_place
from studio.library.library import Library
from studio.library.progress import Counter, Tell, tell_nobody
from studio.library.records import Blob
from studio.library.texts import storable

RECORD, README = "conversation.json", "README.txt"

_CHUNK = 1 << 20
_README = """\
This is a conversation of Studio: a tree of turns, each a prompt and what a model answered.
Open it with Studio ("Import…", or drop it on the window), or unpack it like any zip.

conversation.json  the turns: who follows whom, prompt, settings, model, outcome, cost; and as "contents" what was said
                   in the words of Gemini's generateContent. Images are named there by their paths in here.
images/            what was generated, byte for byte as it came
inputs/            what was sent along
replies/           each reply as it was received; strings that were long were cut out of it, and conversation.json says
                   at which byte, how they were written, and which file holds them
texts/, blobs/     such strings: signatures above all, which a model wants back unchanged to go on

Times are milliseconds since 1970 in UTC, money is millionths of a dollar. No key is in here.
"""


class StudioFileWriter:
    """Writes conversations of one library; callable from any thread, blocking on the disk."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def write(self, conversation_id: str, target: Path, *, over: bool = False, tell: Tell = tell_nobody) -> Path:
        """Write a conversation to a path, or with a number beside a file of that name unless it is to be written over.

        The file appears when it is whole. Raises LibraryError, PictureMissing and PictureDamaged among them, and what
        `tell` raises.
        """
        gathered = gather(self._library.database, self._library.ids, conversation_id)
        with translated(f"The conversation could not be saved as {target}"):
            target.parent.mkdir(parents=True, exist_ok=True)
            with new_beside(target.parent) as file:
                self._fill(file, gathered, Counter(gathered.size, tell))
                beside = sync(file)
                if not over:
                    return give_name(beside, target)
                take_place(beside, target)
                return target

    def _fill(self, file: BinaryIO, gathered: Gathered, counter: Counter) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            when = gathered.parcel.updated
            _add(archive, README, _README.encode(), when)
            files = dict(self._files(archive, gathered, counter))
            parcel = replace(gathered.parcel, files=tuple(files.values()))
            _add(archive, RECORD, self._record(parcel, gathered, files), when)

    def _files(
        self, archive: zipfile.ZipFile, gathered: Gathered, counter: Counter
    ) -> Iterator[tuple[str, ParcelFile]]:
        """Copy every file into the archive; what came of each."""
        when = gathered.parcel.updated
        for path, blob in gathered.blobs.items():
            self._copy(archive, path, blob, when, counter)
            yield path, ParcelFile(path, blob.sha256, blob.type, blob.size)
        for path, skeleton in gathered.skeletons.items():
            content = _skeleton(self._library.database, skeleton.attempt_id)
            _add(archive, path, content, when)
            counter.add(len(content))
            yield path, ParcelFile(path, hashlib.sha256(content).hexdigest(), "application/json", len(content))

    def _copy(self, archive: zipfile.ZipFile, path: str, blob: Blob, when: int, counter: Counter) -> None:
        digest = hashlib.sha256()
        entry = _entry(path, when, packed=blob.type == "text/plain")
        entry.file_size = blob.size  # so that the archive knows beforehand whether it needs its long form
        with _opened(self._library, blob) as source, archive.open(entry, "w") as copy:
            while piece := source.read(_CHUNK):
                digest.update(piece)
                copy.write(piece)
                counter.add(len(piece))
        if digest.hexdigest() != blob.sha256:
            raise PictureDamaged(
                f"The file {blob.path} of this conversation is not what was written there; it cannot leave whole. Put"
                " the file back from a copy, or export as Markdown, which leaves out what is damaged."
            )

    def _record(self, parcel: Parcel, gathered: Gathered, files: Mapping[str, ParcelFile]) -> bytes:
        document = {"format": FORMAT, "version": VERSION} | to_plain(parcel)
        for turn, plain in zip(parcel.turns, document["turns"], strict=True):
            plain["generationConfig"] = generation_config(turn.settings)
            plain["contents"] = self._contents(turn, parcel, gathered, files)
        return storable(json.dumps(document, ensure_ascii=False, indent=1)).encode()

    def _contents(
        self, turn: ParcelTurn, parcel: Parcel, gathered: Gathered, files: Mapping[str, ParcelFile]
    ) -> list[dict[str, Any]]:
        by_id = {image.id: image for image in parcel.images}
        contents = [user_content(turn, [files[by_id[each.image].file] for each in turn.inputs])]
        attempt = next((each for each in turn.attempts if turn.content and each.id == turn.content.attempt), None)
        if turn.content is not None and attempt is not None and attempt.reply is not None:
            own = gathered.skeletons[attempt.reply.skeleton].attempt_id
            skeleton = _skeleton(self._library.database, own)
            parts = parts_of(attempt.reply.facts, len(skeleton))
            answer = model_content(skeleton, turn.content.start, turn.content.end, parts, attempt.reply.holes)
            contents += [answer] if answer is not None else []
        return contents


def _opened(library: Library, blob: Blob) -> BinaryIO:
    path = library.folder.absolute(blob.path)
    try:
        return path.open("rb")
    except OSError as error:
        raise PictureMissing(
            f"A file of this conversation cannot be read: {path} ({error.strerror}). Put it back in its place, or"
            " export as Markdown, which leaves it out."
        ) from error


def _skeleton(database: Database, attempt_id: str) -> bytes:
    row = database.row("SELECT skeleton FROM reply WHERE attempt_id = ?", (attempt_id,))
    if row is None:
        raise LibraryError("A reply of this conversation has gone from the record. Check the library.")
    skeleton: bytes = row["skeleton"]
    return skeleton


def _add(archive: zipfile.ZipFile, path: str, content: bytes, when: int) -> None:
    archive.writestr(_entry(path, when, packed=True), content)


def _entry(path: str, when: int, *, packed: bool) -> zipfile.ZipInfo:
    moment = datetime.fromtimestamp(when / 1000).astimezone()
    date = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    entry = zipfile.ZipInfo(path, date if 1980 <= moment.year <= 2107 else (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry
