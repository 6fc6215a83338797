"""Scripts that break: a 200 that is no reply, and connections that drip, hang or are cut."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence

from studio.sandbox.scripts.refusals import google, openai, page
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Document, Happening, Piece, Raw, Script, Step, in_json, whole
from studio.sandbox.wires import Events, Wire

_HTML = "text/html; charset=UTF-8"
_JSON = {"content-type": "application/json; charset=UTF-8"}
_PICTURE = b'"data": "'
_DRIPS = 12


def _dripping(wire: Wire, events: Events) -> Iterator[Piece]:
    body = wire.body(events)
    size = -(-len(body) // _DRIPS)
    for start in range(0, len(body), size):
        yield body[start : start + size]
        yield Happening.PAUSE


def _cut_in_the_picture(wire: Wire, events: Events) -> Iterator[Piece]:
    body = wire.body(events)
    yield from (body[: len(body) // 2], Happening.CUT)


def _cut_behind_the_picture(wire: Wire, events: Events) -> Iterator[Piece]:
    body = wire.body(events)
    yield from (body[: body.index(b'"', body.rindex(_PICTURE) + len(_PICTURE)) + 1], Happening.CUT)


def _stalled(wire: Wire, events: Events) -> Iterator[Piece]:
    body = wire.body(events)
    yield from (body[: len(body) // 2], Happening.HANG)


def _truncated(wire: Wire, events: Events) -> Iterator[Piece]:
    """The connection ends in order, the JSON does not."""
    body = wire.body(events)
    yield body[: len(body) * 2 // 3]


def _bent(bend: Callable[[Wire, Events], Iterator[Piece]]) -> Sequence[Step]:
    """One step, whose reply is bent whether it is streamed or not."""
    return [lambda scene: Document(scene.document(), lambda wire, events: tuple(bend(wire, events)))]


def _no_picture(scene: Scene) -> Answer:
    return in_json(scene.reply(scene.text("Here."), scene.image(b"these bytes are no picture")))


def _damaged(scene: Scene) -> Answer:
    image = scene.image(scene.picture())
    image["inlineData"]["data"] = image["inlineData"]["data"][:4000] + "*" + image["inlineData"]["data"][4000:]
    return in_json(scene.reply(scene.text("Here."), image))


def _compressed(scene: Scene) -> Answer:
    body = json.dumps(scene.document()).encode("ascii")
    return whole(gzip.compress(body, 1), content_encoding="gzip")


def _elsewhere(_: Scene) -> Answer:
    return whole(page("Moved"), 307, _HTML, location="https://elsewhere.example/v1beta")


BREAKAGES: Sequence[Script] = (
    Script("200-error", "Google's error in a 200.", [lambda _: in_json(google(500, "INTERNAL", "It broke off."))]),
    Script(
        "200-openai", "OpenAI's error in a 200.", [lambda _: in_json(openai("Invalid token", "x", "invalid_api_key"))]
    ),
    Script("200-string", "An error that is a string in a 200.", [lambda _: in_json({"error": "upstream failed"})]),
    Script(
        "200-html", "A web page in a 200: the base URL is wrong.", [lambda _: whole(page("Otter Cloud"), 200, _HTML)]
    ),
    Script("200-text", "Words in a 200 that are no JSON.", [lambda _: whole("OK", 200, "text/plain")]),
    Script(
        "200-other", "JSON in a 200 that is about something else.", [lambda _: in_json({"object": "list", "data": []})]
    ),
    Script("200-empty", "A 200 and an empty body.", [lambda _: whole("")]),
    Script("204", "No content.", [lambda _: Raw(204, ())]),
    Script("307", "The server points to another host.", [_elsewhere]),
    Script("truncated-json", "The JSON stops in the middle, the connection ends in order.", _bent(_truncated)),
    Script("no-picture", "What stands as a picture is none.", [_no_picture]),
    Script("damaged-picture", "The picture's base64 is damaged.", [_damaged]),
    Script("compressed", "The reply is compressed though nobody asked for it.", [_compressed]),
    Script("drip", "The reply comes a little at a time.", _bent(_dripping)),
    Script("hang", "Nothing comes at all.", [lambda _: Raw(200, (Happening.HANG,))]),
    Script("hang-half-way", "Half of the reply comes, then nothing.", _bent(_stalled)),
    Script(
        "cut", "The connection is cut before a byte of the reply comes.", [lambda _: Raw(200, (Happening.CUT,), _JSON)]
    ),
    Script("cut-in-picture", "The connection is cut within the picture.", _bent(_cut_in_the_picture)),
    Script("cut-behind-picture", "The connection is cut when the picture is whole.", _bent(_cut_behind_the_picture)),
)
