"""A script: what the sandbox answers instead of drawing as it was asked to, as values that know no transport."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from studio.sandbox.scripts.scene import Scene


class Happening(Enum):
    """What may stand between two pieces of a reply, or behind the last."""

    PAUSE = "a short wait"
    HANG = "silence until the client has gone"
    CUT = "the connection is cut"


@dataclass(frozen=True)
class Document:
    """A GenerateContentResponse, to be sent whole or streamed; `bend` says what a stream of its events looks like."""

    value: Mapping[str, Any]
    bend: Callable[[Sequence[Mapping[str, Any]]], Sequence[bytes | Happening]] | None = None


@dataclass(frozen=True)
class Raw:
    """A reply as it stands on the wire; without a length its end is where the connection closes."""

    status: int
    pieces: Sequence[bytes | Happening]
    headers: Mapping[str, str] = field(default_factory=dict)


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
    return whole(json.dumps(value, indent=2), status, **headers)


def drawing(scene: Scene) -> Answer:
    """The step in which all goes well."""
    return Document(scene.document())
