"""The ids of a parcel in the library it comes into: its own where they are free, else new ones of the same age."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from studio.library.exchange.parcel import Parcel, ParcelAttempt, ParcelImage, ParcelTurn
from studio.library.ids import IdMaker

_TIME = 16  # digits of an id that tell when it was made; the rest is chance


def new_ids(parcel: Parcel, ids: IdMaker, kept: frozenset[str]) -> Mapping[str, str]:
    """Return a new id for every one of a parcel but those that are kept; they sort as the old ones did."""
    old = sorted(_ids_of(parcel) - kept)
    chances = sorted(ids.new()[_TIME:] for _ in old)
    return {each: each[:_TIME] + chance for each, chance in zip(old, chances, strict=True)}


def renamed(parcel: Parcel, names: Mapping[str, str]) -> Parcel:
    """Return the parcel under other ids; those that have no new name stay."""
    return replace(
        parcel,
        id=names.get(parcel.id, parcel.id),
        turns=tuple(_turn(turn, names) for turn in parcel.turns),
        images=tuple(_image(image, names) for image in parcel.images),
    )


def _ids_of(parcel: Parcel) -> set[str]:
    found = {parcel.id}
    for turn in parcel.turns:
        found |= {turn.id, turn.send} | {attempt.id for attempt in turn.attempts}
    return found | {image.id for image in parcel.images}


def _turn(turn: ParcelTurn, names: Mapping[str, str]) -> ParcelTurn:
    content = turn.content
    return replace(
        turn,
        id=names.get(turn.id, turn.id),
        send=names.get(turn.send, turn.send),
        parent=_named(turn.parent, names),
        decisions=tuple(_decision(each, names) for each in turn.decisions),
        inputs=tuple(replace(each, image=names.get(each.image, each.image)) for each in turn.inputs),
        content=content and replace(content, attempt=names.get(content.attempt, content.attempt)),
        attempts=tuple(_attempts(turn.attempts, names)),
    )


def _attempts(attempts: Iterable[ParcelAttempt], names: Mapping[str, str]) -> Iterable[ParcelAttempt]:
    return (replace(each, id=names.get(each.id, each.id)) for each in attempts)


def _image(image: ParcelImage, names: Mapping[str, str]) -> ParcelImage:
    return replace(
        image,
        id=names.get(image.id, image.id),
        turn=_named(image.turn, names),
        attempt=_named(image.attempt, names),
    )


def _decision(decision: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """What was decided names a turn and an image."""
    return {key: names.get(value, value) if isinstance(value, str) else value for key, value in decision.items()}


def _named(old: str | None, names: Mapping[str, str]) -> str | None:
    return None if old is None else names.get(old, old)
