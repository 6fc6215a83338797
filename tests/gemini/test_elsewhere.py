"""Pictures that stand elsewhere than in inlineData, and which of their links are followed."""

import json
from typing import Any

import pytest

from studio.gemini.elsewhere import Elsewhere, Embedded, Linked, may_be_fetched, without_pictures
from studio.gemini.outcome import OutcomeKind
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import image_part, picture, reply_of

DATA = "data:image/png;base64,iVBORw0KGgo="
LINK = "https://cdn.example/otter.png?a=1&b=2"


def places(reply: object) -> tuple[Elsewhere, ...]:
    reader = ReplyReader(MemorySink())
    reader.feed(json.dumps(reply).encode())
    reader.finish()
    return tuple(read_outcome(reader.skeleton, reader.holes, host="h").elsewhere)


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ({"text": f"![an otter]({LINK})"}, (Linked(0, LINK),)),
        ({"text": f'![]( <{LINK}> "title")'}, (Linked(0, LINK),)),
        ({"text": f"![x]({DATA})"}, (Embedded(0, f"![x]({DATA})"),)),
        ({"text": f"[only a link]({LINK}) and {LINK}"}, ()),
        ({"text": "![x](javascript:alert(1)) ![y](file:///etc/passwd)"}, ()),
        ({"text": f"![x]({LINK})", "thought": True}, ()),
        ({"fileData": {"fileUri": LINK, "mimeType": "image/png"}}, (Linked(0, LINK),)),
        ({"file_data": {"file_uri": LINK}}, (Linked(0, LINK),)),
        ({"fileData": {"fileUri": LINK, "mimeType": "video/mp4"}}, ()),
        (
            {"fileData": {"fileUri": "gs://bucket/an otter.png"}},
            (Linked(0, "https://storage.googleapis.com/bucket/an%20otter.png"),),
        ),
        ({"fileData": {"fileUri": "file:///etc/passwd"}}, ()),
        ({"fileData": {"fileUri": 7}}, ()),
        ({"text": f"![a]({LINK}) ![a]({LINK})"}, (Linked(0, LINK),)),
    ],
)
def test_the_places_in_a_part(part: dict[str, Any], found: tuple[Elsewhere, ...]) -> None:
    assert places(reply_of(part)) == found


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ({"candidates": [], "images": [{"image_url": {"url": LINK}}]}, (Linked(0, LINK),)),
        ({"candidates": [], "images": [{"imageUrl": LINK}]}, (Linked(0, LINK),)),
        ({"choices": [{"message": {"images": [{"image_url": {"url": DATA}}]}}]}, (Embedded(0, DATA),)),
        ({"choices": [{"message": {"content": [{"image_url": {"url": LINK}}]}}]}, (Linked(0, LINK),)),
        ({"choices": [{"message": {"content": f"![x]({LINK})"}}]}, (Linked(0, LINK),)),
    ],
)
def test_the_places_of_openai(reply: dict[str, Any], found: tuple[Elsewhere, ...]) -> None:
    assert places(reply) == found


def test_nothing_is_looked_for_where_a_picture_stands_in_its_place() -> None:
    assert places(reply_of(image_part(picture()), {"text": f"![x]({LINK})"})) == ()


def test_a_reply_of_openais_chat_is_read_as_words() -> None:
    reader = ReplyReader(MemorySink())
    reader.feed(json.dumps({"choices": [{"message": {"content": "Which otter?"}}]}).encode())
    outcome = read_outcome(reader.skeleton, reader.holes, host="h")
    assert (outcome.kind, outcome.words) == (OutcomeKind.WORDS, ("Which otter?",))


@pytest.mark.parametrize(
    ("uri", "followed"),
    [
        ("https://cdn.example/otter.png", True),
        ("http://cdn.example/otter.png", False),
        ("http://127.0.0.1:8080/pictures/1.png", True),
        ("http://127.0.0.1:9090/pictures/1.png", False),
        ("https://127.0.0.1:8080/pictures/1.png", False),
        ("https://192.168.1.1/admin", False),
        ("https://[::1]/admin", False),
        ("https://localhost/admin", False),
        ("https://printer.local/", False),
        ("https://metadata.google.internal/", False),
        ("ftp://cdn.example/otter.png", False),
        ("https://[broken", False),
    ],
)
def test_only_public_addresses_and_the_servers_own_are_followed(uri: str, followed: bool) -> None:
    assert may_be_fetched(uri, "http://127.0.0.1:8080/v1beta") is followed


def test_what_nobody_reads_is_taken_out_of_the_words() -> None:
    assert without_pictures(f"Here.\n\n![x]({DATA}) Done.", links=False) == "Here.\n\n Done."
    assert without_pictures(f"Here. ![x]({LINK})", links=False) == f"Here. ![x]({LINK})"
    assert without_pictures(f"Here. ![x]({LINK})", links=True) == "Here."
    assert without_pictures(DATA, links=False) == ""
