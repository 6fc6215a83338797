"""Scripts that bend a stream of events; whoever asks for the reply in one piece gets an ordinary one."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studio.sandbox.errors import Unavailable
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Document, Happening, Script

Events = Sequence[Mapping[str, Any]]
Piece = bytes | Happening

_OVERLOADED = Unavailable("The model is overloaded. Please try again later.")


def _data(event: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(event).encode("ascii") + b"\r\n\r\n"


def _early(events: Events) -> list[Piece]:
    return [_data(event) for event in events[:-1]]


def _error(events: Events) -> list[Piece]:
    return [*_early(events), Happening.PAUSE, _data(_OVERLOADED.document())]


def _cut(events: Events) -> list[Piece]:
    return [*_early(events), Happening.CUT]


def _cut_in_picture(events: Events) -> list[Piece]:
    last = _data(events[-1])
    return [*_early(events), last[: len(last) // 2], Happening.PAUSE, Happening.CUT]


def _cut_behind_picture(events: Events) -> list[Piece]:
    unfinished = {"candidates": [{"content": events[-1]["candidates"][0]["content"]}]}
    return [*_early(events), _data(unfinished), Happening.PAUSE, Happening.CUT]


def _no_end(events: Events) -> list[Piece]:
    return _early(events)


def _end_apart(events: Events) -> list[Piece]:
    """The picture in an event of its own, the end behind it with words that are empty, as Google's streams end."""
    (candidate,) = events[-1]["candidates"]
    picture = {"candidates": [{"content": candidate["content"]}]}
    end = dict(events[-1]) | {"candidates": [candidate | {"content": {"role": "model", "parts": [{"text": ""}]}}]}
    return [*_early(events), _data(picture), _data(end)]


def _chatty(events: Events) -> list[Piece]:
    """All that an event stream may have besides data, data over several lines, and OpenAI's end."""
    pieces: list[Piece] = [b": keep-alive\n\n", b"retry: 1000\n\n"]
    for number, event in enumerate(events):
        lines = json.dumps(event, indent=1).encode("ascii").splitlines()
        pieces.append(
            b"event: message\nid: %d\n" % number + b"".join(b"data:" + line + b"\n" for line in lines) + b"\n"
        )
        pieces.append(b": keep-alive\n\n")
    return [*pieces, b"data: [DONE]\n\n"]


def _bent(name: str, sentence: str, bend: Callable[[Events], list[Piece]]) -> Script:
    def step(scene: Scene) -> Answer:
        return Document(scene.document(), bend)

    return Script(name, sentence, [step])


STREAMS = (
    _bent("stream-error", "A stream that has an error behind the words.", _error),
    _bent("stream-cut", "A stream that is cut behind the words.", _cut),
    _bent("stream-cut-in-picture", "A stream that is cut within the picture.", _cut_in_picture),
    _bent("stream-cut-behind-picture", "A stream that is cut when the picture is whole.", _cut_behind_picture),
    _bent("stream-no-end", "A stream that ends in order behind the words.", _no_end),
    _bent("stream-end-apart", "A stream whose end comes behind the picture, with empty words.", _end_apart),
    _bent("stream-chatty", "A stream with comments, data over several lines, and [DONE].", _chatty),
)
