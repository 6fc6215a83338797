"""Scripts that bend a stream, of events or in an array; whoever asks for one piece gets an ordinary one."""

import json
from collections.abc import Callable

from studio.sandbox.errors import Unavailable
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Document, Happening, Piece, Script
from studio.sandbox.wires import SSE, Events, Wire

_OVERLOADED = Unavailable("The model is overloaded. Please try again later.")


def _error(wire: Wire, events: Events) -> list[Piece]:
    *early, error = wire.pieces([*events[:-1], _OVERLOADED.document()])
    return [*early, Happening.PAUSE, error, wire.end]


def _cut(wire: Wire, events: Events) -> list[Piece]:
    return [*wire.pieces(events)[:-1], Happening.CUT]


def _cut_in_picture(wire: Wire, events: Events) -> list[Piece]:
    *early, last = wire.pieces(events)
    return [*early, last[: len(last) // 2], Happening.PAUSE, Happening.CUT]


def _cut_behind_picture(wire: Wire, events: Events) -> list[Piece]:
    unfinished = {"candidates": [{"content": events[-1]["candidates"][0]["content"]}]}
    return [*wire.pieces([*events[:-1], unfinished]), Happening.PAUSE, Happening.CUT]


def _no_end(wire: Wire, events: Events) -> list[Piece]:
    return [*wire.pieces(events[:-1])]


def _end_apart(wire: Wire, events: Events) -> list[Piece]:
    """The picture in an event of its own, the end behind it with words that are empty, as Google's streams end."""
    (candidate,) = events[-1]["candidates"]
    picture = {"candidates": [{"content": candidate["content"]}]}
    end = dict(events[-1]) | {"candidates": [candidate | {"content": {"role": "model", "parts": [{"text": ""}]}}]}
    return [*wire.pieces([*events[:-1], picture, end]), wire.end]


def _chatty(wire: Wire, events: Events) -> list[Piece]:
    """All that may stand beside the responses: of events comments, names and OpenAI's end; in an array white space."""
    if wire is not SSE:
        return [b"\r\n \t", *(piece + b" \n\n" for piece in wire.pieces(events)), wire.end, b"\n\n"]
    pieces: list[Piece] = [b": keep-alive\n\n", b"retry: 1000\n\n"]
    for number, event in enumerate(events):
        lines = json.dumps(event, indent=1).encode("ascii").splitlines()
        pieces.append(
            b"event: message\nid: %d\n" % number + b"".join(b"data:" + line + b"\n" for line in lines) + b"\n"
        )
        pieces.append(b": keep-alive\n\n")
    return [*pieces, b"data: [DONE]\n\n"]


def _bent(name: str, sentence: str, bend: Callable[[Wire, Events], list[Piece]]) -> Script:
    def streamed(wire: Wire, events: Events) -> list[Piece]:
        return bend(wire, events) if wire.streams else [wire.body(events)]

    def step(scene: Scene) -> Answer:
        return Document(scene.document(), streamed)

    return Script(name, sentence, [step])


STREAMS = (
    _bent("stream-error", "A stream that has an error behind the words.", _error),
    _bent("stream-cut", "A stream that is cut behind the words.", _cut),
    _bent("stream-cut-in-picture", "A stream that is cut within the picture.", _cut_in_picture),
    _bent("stream-cut-behind-picture", "A stream that is cut when the picture is whole.", _cut_behind_picture),
    _bent("stream-no-end", "A stream that ends in order behind the words.", _no_end),
    _bent("stream-end-apart", "A stream whose end comes behind the picture, with empty words.", _end_apart),
    _bent(
        "stream-chatty",
        "A stream with comments, data over several lines and [DONE]; an array has white space.",
        _chatty,
    ),
)
