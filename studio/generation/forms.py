"""How a string of a reply was written, as the record keeps it."""

from dataclasses import fields
from typing import Any

from studio.gemini.base64_text import Form
from studio.library.records import Json


def form_of(facts: Json) -> Form:
    """Return how a string was written; what a newer version noted beside that is left out."""
    known: Any = {field.name: facts[field.name] for field in fields(Form) if field.name in facts}
    return Form(**known)
