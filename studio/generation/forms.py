"""How strings of a reply were written, as the record keeps it."""

from dataclasses import fields
from typing import Any

from studio.gemini.base64_text import Form
from studio.gemini.sink import Hole
from studio.library.records import Json, Landed


def form_of(facts: Json) -> Form:
    """Return how a string was written; what a newer version noted beside that is left out."""
    known: Any = {field.name: facts[field.name] for field in fields(Form) if field.name in facts}
    return Form(**known)


def holes_of(landed: Landed) -> tuple[Hole, ...]:
    """Return the holes of a landed reply, in the words of the protocol."""
    return tuple(Hole(hole.number, hole.offset, hole.kind, form_of(hole.form)) for hole in landed.holes)
