"""Drafts as they are written beside the record: pictures and turns by their ids, those that are gone left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from studio.gemini.tuning import Tuning
from studio.workbench.draft_input import Role
from studio.workbench.draft_state import DraftState, Instead
from studio.workbench.sources import ImageSource

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Image
    from studio.profile.json_file import Document
    from studio.workbench.draft_input import DraftInput

_DEEPEST = 8  # turns that were taken up one over the other

Ready = Callable[["Image", Role, str | None], "DraftInput"]
"""Makes an input of an image, in the painting thread."""


class KeptInput(NamedTuple):
    """A picture of a draft as it is found again."""

    image: Image
    role: Role
    label: str


@dataclass(frozen=True, slots=True)
class KeptState:
    """A draft as it is found again, its pictures and its turn looked up."""

    document: Document
    inputs: tuple[KeptInput, ...] = ()
    instead: Instead | None = None
    under: KeptState | None = None


def document_of(state: DraftState) -> Document:
    """The draft as it is written: pictures that are not in the library yet not at all."""
    pictures = [
        {"image": image_id, "role": each.role, "label": each.label or ""}
        for each in state.inputs
        if (image_id := _image_of(each))
    ]
    return {
        "prompt": state.prompt,
        "model": state.model,
        "aspectRatio": state.aspect_ratio,
        "imageSize": state.image_size,
        "count": state.count,
        "seed": state.seed,
        "tuning": state.tuning.record(),
        "inputs": pictures,
        "instead": state.instead.turn_id if state.instead is not None else None,
        "under": document_of(state.under) if state.under is not None else None,
    }


def find_state(library: Library, document: Document, depth: int = _DEEPEST) -> KeptState:
    """Look up what a written draft names; blocks on the disk."""
    listed = document.get("inputs")
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    inputs = tuple(found for entry in entries if (found := _find_input(library, entry)) is not None)
    under = document.get("under")
    return KeptState(
        document,
        inputs,
        find_turn(library, text_in(document, "instead")),
        find_state(library, under, depth - 1) if isinstance(under, dict) and depth else None,
    )


def find_turn(library: Library, turn_id: str) -> Instead | None:
    """The turn with this id as one that can be asked for otherwise; None when it is gone. Blocks on the disk."""
    from studio.library.errors import UnknownTurn

    try:
        path = library.turns.path(turn_id) if turn_id else ()
    except UnknownTurn:
        return None
    if not path or path[-1].trashed is not None:
        return None
    images = [image for image in library.images.of_turn(turn_id) if image.role == "main" and image.trashed is None]
    parent = path[-2] if len(path) > 1 else None
    return Instead(turn_id, path[-1].conversation_id, parent, len(path), images[-1] if images else None)


def state_of(kept: KeptState, ready: Ready) -> DraftState:
    """A draft from what was found; what makes no sense in it is left out."""
    document = kept.document
    tuning = document.get("tuning")
    return DraftState(
        prompt=text_in(document, "prompt"),
        model=text_in(document, "model"),
        aspect_ratio=text_in(document, "aspectRatio") or None,
        image_size=text_in(document, "imageSize") or None,
        count=_number(document, "count") or 1,
        seed=_number(document, "seed"),
        tuning=Tuning.read(tuning if isinstance(tuning, dict) else {}),
        inputs=tuple(ready(each.image, each.role, each.label or None) for each in kept.inputs),
        instead=kept.instead,
        under=state_of(kept.under, ready) if kept.under is not None else None,
    )


def text_in(document: Mapping[str, object], name: str) -> str:
    """A text of a document, "" where there is none."""
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _image_of(given: DraftInput) -> str:
    if given.image is not None:
        return given.image.id
    return given.source.image_id if isinstance(given.source, ImageSource) and given.state != "refused" else ""


def _find_input(library: Library, entry: Document) -> KeptInput | None:
    image = library.images.find(text_in(entry, "image"))
    if image is None or not library.images.absolute_path(image).is_file():
        return None
    return KeptInput(image, "edit" if entry.get("role") == "edit" else "reference", text_in(entry, "label"))


def _number(document: Document, name: str) -> int | None:
    value = document.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
