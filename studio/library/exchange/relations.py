"""What has to hold between the parts of a parcel before it becomes rows: it is a forest, and nothing is missing."""

from collections.abc import Iterable, Mapping, Sequence

from studio.library.errors import StudioFileBroken
from studio.library.exchange.parcel import Parcel, ParcelAttempt, ParcelFile, ParcelHole, ParcelImage, ParcelTurn

_SKELETON = 4 << 20
_HOLES = 100_000


def check_relations(parcel: Parcel) -> None:
    """Raise StudioFileBroken for the first thing that does not fit."""
    _check_different("turns", [turn.id for turn in parcel.turns])
    _check_different("attempts", [each.id for turn in parcel.turns for each in turn.attempts])
    _check_different("images", [image.id for image in parcel.images])
    _check_different("files", [file.path for file in parcel.files])
    _check_forest(parcel.turns)
    _check_trash(parcel.turns)
    files = {file.path: file for file in parcel.files}
    images = {image.id for image in parcel.images}
    for turn in parcel.turns:
        _check_turn(turn, images)
        for attempt in turn.attempts:
            _check_reply(attempt, files)
    turns = {turn.id: turn for turn in parcel.turns}
    for image in parcel.images:
        _check_image(image, turns, files)


def _check_different(what: str, ids: Sequence[str]) -> None:
    if len(set(ids)) != len(ids):
        raise _wrong(f"two {what} have the same name")


def _check_forest(turns: Sequence[ParcelTurn]) -> None:
    """Every turn follows one that is there, and none follows itself by any way."""
    parents = {turn.id: turn.parent for turn in turns}
    rooted: set[str | None] = {None}
    for turn in turns:
        way: list[str] = []
        at: str | None = turn.id
        while at not in rooted:
            assert at is not None
            if at not in parents:
                raise _wrong("a turn follows one that is not there")
            if len(way) > len(parents):
                raise _wrong("turns follow each other in a circle")
            way.append(at)
            at = parents[at]
        rooted.update(way)


def _check_trash(turns: Sequence[ParcelTurn]) -> None:
    """What is kept never follows what is in the trash: pruning and copying rely on that."""
    pruned = {turn.id for turn in turns if turn.trashed is not None}
    if any(turn.parent in pruned and turn.trashed is None for turn in turns):
        raise _wrong("a turn follows one that is in the trash")


def _check_turn(turn: ParcelTurn, images: set[str]) -> None:
    if any(given.image not in images for given in turn.inputs):
        raise _wrong("a turn was sent with an image that is not there")
    numbers = [attempt.number for attempt in turn.attempts]
    if len(set(numbers)) != len(numbers):
        raise _wrong("two attempts of a turn have the same number")
    if turn.content is not None and not any(
        attempt.id == turn.content.attempt and attempt.reply is not None for attempt in turn.attempts
    ):
        raise _wrong("the answer of a turn is in a reply that is not there")


def _check_reply(attempt: ParcelAttempt, files: Mapping[str, ParcelFile]) -> None:
    reply = attempt.reply
    if reply is None:
        return
    skeleton = _file(reply.skeleton, files)
    if skeleton.size > _SKELETON or len(reply.holes) > _HOLES:
        raise _wrong("a reply is longer than any")
    _check_different("strings of a reply", [str(hole.number) for hole in reply.holes])
    _check_different("strings of a reply", [f"at {hole.offset}" for hole in reply.holes])
    for hole in reply.holes:
        _check_hole(hole, files)


def _check_hole(hole: ParcelHole, files: Mapping[str, ParcelFile]) -> None:
    size, plain = _file(hole.file, files).size, hole.form.plain
    # What is sent is announced with its length: a form that promises more than the bytes give would break it off.
    if plain is not None and (plain % 4 or plain > (size + 2) // 3 * 4):
        raise _wrong("a string of a reply was written in a way that its bytes do not give")
    if hole.raw is not None:
        _file(hole.raw, files)
        if hole.kind != "data":
            raise _wrong("a text of a reply has a text of its own")


def _check_image(image: ParcelImage, turns: Mapping[str, ParcelTurn], files: Mapping[str, ParcelFile]) -> None:
    _file(image.file, files)
    generated = image.origin == "generated"
    if generated != (image.attempt is not None) or generated != (image.turn is not None):
        raise _wrong("an image does not say which turn made it, or says so of one that none made")
    if generated:
        turn = turns.get(image.turn or "")
        if turn is None or not _has(image.attempt, turn.attempts):
            raise _wrong("an image was made by a turn that is not there")


def _has(attempt_id: str | None, attempts: Iterable[ParcelAttempt]) -> bool:
    return any(attempt.id == attempt_id for attempt in attempts)


def _file(path: str, files: Mapping[str, ParcelFile]) -> ParcelFile:
    found = files.get(path)
    if found is None:
        raise _wrong(f"{path!r} is used but not among the files")
    return found


def _wrong(what: str) -> StudioFileBroken:
    return StudioFileBroken(f"conversation.json is not as it should be: {what}.")
