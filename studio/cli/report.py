"""What came of a generation, for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from studio.cli.exit_status import Ending, Status, ending_of
from studio.gemini.capabilities import difference, is_other_model
from studio.gemini.errors import Charge
from studio.gemini.outcome import Outcome
from studio.generation.wish import Finished
from studio.library.library import Library
from studio.library.records import Attempt, Image, Json, Turn

_REASONS = {
    "another model": "it was made with another model",
    "another endpoint": "it was made at another endpoint",
    "no signatures": "its signatures are missing",
    "cut off": "its reply had broken off",
    "elsewhere": "its image came in another way than models take back",
}
_WHY = {
    "not by the model": "the model does not take it",
    "not by the server": "this connection does not take it",
    "not with a cache": "a cached content brings its own",
}

_SOURCES = {"web": "Source", "image": "Found image", "citation": "Cited", "lost": "A picture was not fetched"}


def notes(result: Finished, said: str = "") -> Iterator[str]:
    """Yield what a person should hear beside the picture: words, history, what differs from what was asked, cost.

    `said` are words that were written as they came.
    """
    turn, outcome = result.turn, result.outcome
    if turn.words and turn.words.strip() != said.strip():
        yield turn.words
    for decision in turn.decisions:
        yield _left_out(decision) if "setting" in decision else _history(decision)
    for image in result.images:
        if image.role == "main" and (different := _asked_and_got(turn, image)):
            yield different
    if outcome is not None:
        yield from _remarks(outcome, turn, has_image=bool(result.images))
    if turn.actual_micros is not None:
        yield f"Cost ${turn.actual_micros / 1e6:.4f} by the provider's list."
    elif result.images and turn.estimate_micros is not None:
        yield f"Cost about ${turn.estimate_micros / 1e6:.4f} by the provider's list."


def _remarks(outcome: Outcome, turn: Turn, *, has_image: bool) -> Iterator[str]:
    """Yield what is odd about a reply, and what has to be shown beside it."""
    if has_image and outcome.explanation:
        yield f"A picture came, with a remark: {outcome.finish_message or outcome.explanation}"
    if has_image and outcome.only_thought:
        yield "The model sent this picture as a thought only; there was no other."
    if is_other_model(turn.model, outcome.model_version):
        yield f"Asked {turn.model}, answered by {outcome.model_version}."
    beside = outcome.beside
    if beside.held_back:
        yield f"Held back for: {', '.join(beside.held_back)}."
    if beside.status is not None:
        yield f"The provider says of this model: “{beside.status.message or beside.status.stage}”"
    for source in beside.sources:
        licence = f" ({source.licence})" if source.licence else ""
        yield f"{_SOURCES[source.kind]}: {source.title}{licence} {source.uri}"
    for search in beside.searches:
        yield f"Google Search: {search.words} {search.uri}"


def _history(decision: Json) -> str:
    what = "only its last picture was" if decision.get("image_id") else "nothing of it could be"
    reason = _REASONS.get(str(decision.get("reason")), str(decision.get("reason")))
    return f"Of the conversation so far {what} sent, because {reason}."


def _left_out(fact: Json) -> str:
    value = fact.get("value")
    what = f"{fact['setting']} {value}" if value and value is not True else str(fact["setting"])
    return f"{what} was not sent: {_WHY.get(str(fact.get('reason')), 'it is not taken')}."


def _asked_and_got(turn: Turn, image: Image) -> str | None:
    if image.width is None or image.height is None:
        return None
    aspect, size = turn.settings.get("aspectRatio"), turn.settings.get("imageSize")
    asked = tuple(wish if isinstance(wish, str) else None for wish in (aspect, size))
    return difference(asked[0], asked[1], image.width, image.height)


def outcome_ending(result: Finished | Ending) -> Ending | None:
    """Return what is to be said of a turn that did not bring what was asked; None when it did."""
    if isinstance(result, Ending):
        return result
    if result.failure is not None:
        return ending_of(result.failure)
    if result.images or result.outcome is None:
        return None
    return _without_image(result.outcome, result.charge)


def _without_image(outcome: Outcome, charge: Charge) -> Ending:
    """Say why a reply has no image: the provider's own words first, if it gave any."""
    said = f"The provider says: “{outcome.finish_message}” " if outcome.finish_message else ""
    what = f"No image came. {said}".strip()
    return Ending(Status.NO_IMAGE, outcome.kind.value, what, charge, outcome.explanation)


def result_json(
    library: Library, finished: Sequence[Finished], endings: Sequence[Ending], places: Mapping[str, Path]
) -> dict[str, object]:
    """Return the one JSON object of `studio generate --json`."""
    return {
        "library": str(library.folder.root),
        "images": [image_json(library, image, places[image.id]) for result in finished for image in result.images],
        "turns": [_made(result) for result in finished],
        "errors": [ending.as_json() for ending in endings],
    }


def image_json(library: Library, image: Image, place: Path | None = None) -> dict[str, object]:
    """Return a picture as both JSON outputs have it; `place` is a copy that was asked for."""
    original = library.images.absolute_path(image)
    return {
        "id": image.id,
        "turn": image.turn_id,
        "path": str(place or original),
        "original": str(original),
        "role": image.role,
        "type": image.blob.type,
        "width": image.width,
        "height": image.height,
        "bytes": image.blob.size,
        "sha256": image.blob.sha256,
    }


def turn_json(turn: Turn) -> dict[str, object]:
    """Return a turn as both JSON outputs have it; costs in micro-dollars by the provider's list."""
    return {
        "id": turn.id,
        "parent": turn.parent_id,
        "conversation": turn.conversation_id,
        "created": iso_time(turn.created),
        "prompt": turn.prompt,
        "connection": turn.connection,
        "model": turn.model,
        "asked": dict(turn.settings),
        "history": [each for each in turn.decisions if "setting" not in each],
        "leftOut": [each for each in turn.decisions if "setting" in each],
        "outcome": turn.outcome,
        "words": turn.words,
        "estimateMicros": turn.estimate_micros,
        "actualMicros": turn.actual_micros,
    }


def attempt_json(attempt: Attempt) -> dict[str, object]:
    """Return an attempt as `studio library list --json` has it."""
    return {
        "id": attempt.id,
        "number": attempt.number,
        "state": attempt.state,
        "sent": iso_time(attempt.sent),
        "ended": iso_time(attempt.ended),
        "charge": attempt.charge,
        "httpStatus": attempt.http_status,
        "failure": attempt.failure,
    }


def iso_time(milliseconds: int | None) -> str | None:
    """Return a time of the record in ISO 8601, UTC."""
    if milliseconds is None:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")


def _made(result: Finished) -> dict[str, object]:
    outcome = result.outcome
    return (
        turn_json(result.turn)
        | {
            "finishReason": outcome.finish_reason if outcome else None,
            "modelVersion": outcome.model_version if outcome else None,
        }
        | (outcome.beside.as_json() if outcome else {})
    )
