"""How text and JSON are written into the record."""

import json
from collections.abc import Iterable, Mapping
from typing import cast

from studio.library.records import Json

_DECODER = json.JSONDecoder()  # by itself: `json.loads` looks for the kind of its text and for spaces first


def storable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file can hold, replaced by U+FFFD, and split pairs joined."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def to_json(value: Json | Iterable[Json] | None) -> str | None:
    """Compact JSON in plain ASCII, so that any string survives; None stays None.

    An infinite number (a server may write 1e999) becomes Infinity, which `json` reads back: no reply is refused for it.
    """
    if value is None:
        return None
    plain = dict(value) if isinstance(value, Mapping) else [dict(item) for item in value]
    return json.dumps(plain, separators=(",", ":"))


def from_json(text: str | None) -> Json | None:
    """The JSON object in a column, or None."""
    return None if text is None else cast("Json", _DECODER.raw_decode(text)[0])


def object_from_json(text: str) -> Json:
    """The JSON object in a column that is never NULL."""
    return cast("Json", _DECODER.raw_decode(text)[0]) if text != "{}" else {}


def list_from_json(text: str) -> tuple[Json, ...]:
    """The JSON objects in a column that holds a list; of most turns it is empty."""
    return tuple(_DECODER.raw_decode(text)[0]) if text != "[]" else ()
