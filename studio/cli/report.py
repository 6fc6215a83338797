"""What came of a generation, for people and for programs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.cli.exit_status import Ending, Status, ending_of
from studio.gemini.errors import Charge
from studio.gemini.response import Outcome
from studio.generation.wish import Finished
from studio.library.library import Library
from studio.library.records import Image


def outcome_ending(result: Finished | Ending) -> Ending | None:
    """Return what is to be said of a turn that did not bring what was asked; None when it did."""
    if isinstance(result, Ending):
        return result
    if result.failure is not None:
        return ending_of(result.failure)
    if result.images or result.outcome is None:
        return None
    return _without_image(result.outcome)


def _without_image(outcome: Outcome) -> Ending:
    """Say why a reply has no image: the provider's own words first, if it gave any."""
    said = f"The provider says: “{outcome.finish_message}” " if outcome.finish_message else ""
    return Ending(
        Status.NO_IMAGE, outcome.kind.value, f"No image came. {said}".strip(), Charge.MAYBE, outcome.explanation
    )


def result_json(
    library: Library, finished: Sequence[Finished], endings: Sequence[Ending], places: Mapping[str, Path]
) -> dict[str, object]:
    """Return the one JSON object of `studio generate --json`; costs in micro-dollars by the provider's list."""
    return {
        "library": str(library.folder.root),
        "images": [_image_json(library, image, places[image.id]) for result in finished for image in result.images],
        "turns": [_turn_json(result) for result in finished],
        "errors": [ending.as_json() for ending in endings],
    }


def _image_json(library: Library, image: Image, place: Path) -> dict[str, object]:
    return {
        "id": image.id,
        "turn": image.turn_id,
        "path": str(place),
        "original": str(library.images.absolute_path(image)),
        "role": image.role,
        "type": image.blob.type,
        "width": image.width,
        "height": image.height,
        "bytes": image.blob.size,
        "sha256": image.blob.sha256,
    }


def _turn_json(result: Finished) -> dict[str, object]:
    turn, outcome = result.turn, result.outcome
    return {
        "id": turn.id,
        "parent": turn.parent_id,
        "conversation": turn.conversation_id,
        "connection": turn.connection,
        "model": turn.model,
        "asked": dict(turn.settings),
        "history": list(turn.decisions),
        "outcome": turn.outcome,
        "words": turn.words,
        "finishReason": outcome.finish_reason if outcome else None,
        "modelVersion": outcome.model_version if outcome else None,
        "estimateMicros": turn.estimate_micros,
        "actualMicros": turn.actual_micros,
    }
