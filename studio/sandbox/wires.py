"""How a reply stands on the wire: as one document, as server-sent events, or as an array one response at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_JSON = "application/json; charset=UTF-8"

Events = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Wire:
    """One way to write responses one after another: what stands before the first, between two, behind each and last."""

    content_type: str
    opening: bytes = b""
    between: bytes = b""
    behind: bytes = b""
    end: bytes = b""
    indent: int | None = None
    streams: bool = True

    def piece(self, event: Mapping[str, Any], *, first: bool) -> bytes:
        """One response."""
        return (self.opening if first else self.between) + json.dumps(event, indent=self.indent).encode() + self.behind

    def pieces(self, events: Events) -> list[bytes]:
        """Each of some responses, from the first on; the end is not among them."""
        return [self.piece(event, first=number == 0) for number, event in enumerate(events)]

    def body(self, events: Events) -> bytes:
        """All of a reply."""
        return b"".join(self.pieces(events)) + self.end


WHOLE = Wire(_JSON, streams=False)
SSE = Wire("text/event-stream", b"data: ", b"data: ", b"\r\n\r\n")
ARRAY = Wire(_JSON, b"[", b"\n,\r\n", end=b"]\n", indent=2)
