"""A script: what the sandbox answers instead of drawing as it was asked to, as values that know no transport."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from studio.sandbox.scripts.scene import Scene
from studio.sandbox.wires import Events, Wire


class Happening(Enum):
    """What may stand between two pieces of a reply, or behind the last."""

    PAUSE = "a short wait"
    HANG = "silence until the client has gone"
    CUT = "the connection is cut"


Piece = bytes | Happening


@dataclass(frozen=True)
class Document:
    """A GenerateContentResponse, to be sent whole or streamed; `bend` says what is sent instead of its responses."""

    value: Mapping[str, Any]
    bend: Callable[[Wire, Events], Sequence[Piece]] | None = None


@dataclass(frozen=True)
class Raw:
    """A reply as it stands on the wire; one that is cut has no length.

    `is_googles` says that it is an error of Google's, which stands in an array where a stream in one was asked for.
    """

    status: int
    pieces: Sequence[Piece]
    headers: Mapping[str, str] = field(default_factory=dict)
    is_googles: bool = False


Answer = Document | Raw
Step = Callable[[Scene], Answer]


@dataclass(frozen=True)
class Script:
    """What is answered to one and the same request, time after time: after the last step it begins again."""

    name: str
    sentence: str
    steps: Sequence[Step]


def whole(body: bytes | str, status: int = 200, content_type: str = "", **headers: str) -> Raw:
    """A reply with all of its body; header names are given with _ for -."""
    data = body.encode() if isinstance(body, str) else body
    kind = {"content-type": content_type or "application/json; charset=UTF-8"}
    return Raw(status, (data,) if data else (), kind | {name.replace("_", "-"): text for name, text in headers.items()})


def in_json(value: object, status: int = 200, **headers: str) -> Raw:
    """A reply that is one JSON value."""
    raw = whole(json.dumps(value, indent=2), status, **headers)
    match value:
        case {"error": {"code": int(), "status": str()}}:
            return replace(raw, is_googles=True)
        case _:
            return raw


def in_array(raw: Raw) -> Raw:
    """The reply to whoever asked for a stream in an array."""
    return replace(raw, pieces=(b"[", *raw.pieces, b"]\n")) if raw.is_googles else raw


def drawing(scene: Scene) -> Answer:
    """The step in which all goes well."""
    return Document(scene.document())
