"""streamGenerateContent: events and arrays, what comes when, and that what came in pieces can be sent back."""

import io
import json
import threading
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests
from PIL import Image

from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.models import find_model
from studio.sandbox.reply import SKETCH, answer, settled
from studio.sandbox.server import SandboxServer
from studio.sandbox.streaming import events_of
from studio.sandbox.wish import InputImage, Part, Settings, Turn, Wish
from tests.sandbox.asking import FIRST, PRO, photo, png, post, user

FLASH = "gemini-3.1-flash-image"
SMALL = {"imageConfig": {"imageSize": "512"}}
THINKING = SMALL | {"thinkingConfig": {"includeThoughts": True}}


def stream(server: SandboxServer, body: object, model: str = FLASH, query: str = "?alt=sse") -> requests.Response:
    url = f"{server.url}/v1beta/models/{model}:streamGenerateContent{query}"
    return requests.post(url, json=body, headers={"x-goog-api-key": server.key}, timeout=60, stream=True)


def events(response: requests.Response) -> Iterator[dict[str, Any]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/event-stream"
    for line in response.iter_lines(decode_unicode=True):
        if line:
            name, _, data = line.partition(": ")
            assert name == "data"
            yield json.loads(data)


def parts_of(received: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for event in received for part in event["candidates"][0]["content"]["parts"]]


def test_words_come_first_and_the_end_with_the_picture(server: SandboxServer) -> None:
    received = list(events(stream(server, {"contents": [user("an otter")], "generationConfig": SMALL})))
    *early, last = received
    assert len(early) >= 2
    for event in early:
        assert next(iter(event["candidates"][0]["content"]["parts"][0])) == "text"
        assert "finishReason" not in event["candidates"][0]
        assert set(event["usageMetadata"]) == {"promptTokenCount", "promptTokensDetails", "totalTokenCount"}
    assert "inlineData" in last["candidates"][0]["content"]["parts"][0]
    assert last["candidates"][0]["finishReason"] == "STOP"
    assert last["usageMetadata"]["candidatesTokenCount"] > 747
    assert {event["candidates"][0]["content"]["role"] for event in received} == {"model"}
    assert len({event["responseId"] for event in received}) == 1


def test_the_first_words_and_the_picture_are_signed_and_no_others(server: SandboxServer) -> None:
    parts = parts_of(list(events(stream(server, {"contents": [user("an otter")], "generationConfig": SMALL}))))
    assert ["thoughtSignature" in part for part in parts] == [True, *[False] * (len(parts) - 2), True]


def test_thoughts_come_when_they_are_asked_for(server: SandboxServer) -> None:
    parts = parts_of(list(events(stream(server, {"contents": [user("an otter")], "generationConfig": THINKING}))))
    thoughts = [part for part in parts if part.get("thought")]
    assert [next(iter(part)) for part in thoughts] == ["text", "inlineData"]
    assert parts[:2] == thoughts
    assert all("thoughtSignature" not in part for part in thoughts)


@pytest.mark.parametrize("together", [True, False], ids=["one turn", "a turn an event"])
def test_what_was_streamed_can_be_sent_back(server: SandboxServer, together: bool) -> None:
    parts = parts_of(list(events(stream(server, {"contents": [user("an otter")], "generationConfig": THINKING}))))
    turns = [parts] if together else [[part] for part in parts]
    contents = [user("an otter"), *({"role": "model", "parts": turn} for turn in turns), user("make it night")]
    words = {"responseModalities": ["TEXT"]}
    assert post(server, {"contents": contents, "generationConfig": words}, FLASH).status_code == 200
    merged = {"text": "".join(part.get("text", "") for part in parts[2:-1]), **parts[2], **parts[-1]}
    merged.pop("inlineData")
    contents = [user("an otter"), {"role": "model", "parts": [merged, parts[-1]]}, user("make it night")]
    refused = post(server, {"contents": contents, "generationConfig": words}, FLASH)
    assert refused.json()["error"]["message"] == "Corrupted thought signature."


def test_without_sse_it_is_one_array(server: SandboxServer) -> None:
    response = stream(server, {"contents": [user("an otter")]}, FIRST, query="")
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    document = response.json()
    assert len(document) >= 3
    assert document[-1]["candidates"][0]["finishReason"] == "STOP"


def test_a_refusal_is_an_object_or_one_in_an_array(server: SandboxServer) -> None:
    for query, unpack in (("?alt=sse", lambda document: document), ("", lambda document: document[0])):
        response = stream(server, {}, query=query)
        assert response.status_code == 400
        assert unpack(response.json())["error"]["message"].endswith("contents is not specified")


def test_the_words_are_there_while_the_picture_is_waited_for() -> None:
    server = SandboxServer(SandboxSettings(key="k", delay=3600)).start()
    try:
        received = events(stream(server, {"contents": [user("an otter")]}, PRO))
        assert next(received)["candidates"][0]["content"]["parts"][0]["text"].startswith("Sandbox:")
    finally:
        server.stop()
    # It ends with a refusal within the stream instead of the picture.
    assert list(received)[-1]["error"]["status"] == "UNAVAILABLE"


def test_words_and_draft_are_there_before_the_picture_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = threading.Event()

    def held(*arguments: Any, scale: int = 1, **options: Any) -> dict[str, Any]:
        if scale == 1:
            drawn.wait(60)
        return answer(*arguments, scale=scale, **options)

    monkeypatch.setattr("studio.sandbox.answers.answer", held)
    with SandboxServer(SandboxSettings(key="k")) as server:
        received = events(stream(server, {"contents": [user("an otter")], "generationConfig": THINKING}))
        early = parts_of([next(received) for _ in range(3)])
        assert [next(iter(part)) for part in early] == ["text", "inlineData", "text"]
        drawn.set()
        last = list(received)[-1]["candidates"][0]
    (picture,) = last["content"]["parts"]
    assert [size_of(part) for part in (early[1], picture)] == [(128, 128), (512, 512)]
    assert last["finishReason"] == "STOP"


@pytest.mark.parametrize("model", ["gemini-2.5-flash-image", FLASH])
@pytest.mark.parametrize(
    "words", ["two houses on a hill", "a city at night, in the rain", "make it night", "in pencil"]
)
@pytest.mark.parametrize("edits", [True, False])
def test_a_sketch_says_what_the_picture_says(model: str, words: str, edits: bool) -> None:
    sent = InputImage(png(photo()), "image/png", (320, 240))
    parts = (Part(words), Part(image=sent)) if edits else (Part(words),)
    wish = settled(Wish(find_model(FLASH, "v1beta"), (Turn("user", parts),), Settings(ratio="21:9"), 4, 0))
    whole, sketch = (answer(wish, FLASH, scale=scale)["candidates"][0]["content"]["parts"] for scale in (1, SKETCH))
    assert whole[0] == sketch[0]


def size_of(part: Mapping[str, Any]) -> tuple[int, int]:
    with Image.open(io.BytesIO(b64decode(part["inlineData"]["data"]))) as image:
        return image.size


def test_a_script_is_streamed_part_by_part(server: SandboxServer) -> None:
    received = list(events(stream(server, {"contents": [user("x [[several]]")], "generationConfig": SMALL})))
    assert [next(iter(part)) for part in parts_of(received)] == ["text", "inlineData", "text", "inlineData"]
    blocked = list(events(stream(server, {"contents": [user("x [[blocked-safety]]")]})))
    assert [event["promptFeedback"]["blockReason"] for event in blocked] == ["SAFETY"]


SENT_WHOLE = ("stream-error", "stream-end-apart", "stream-chatty", "drip")
CUT_OFF = ("stream-no-end", "truncated-json")
CUT = ("stream-cut", "stream-cut-in-picture", "stream-cut-behind-picture", "cut-in-picture", "cut-behind-picture")


@pytest.mark.parametrize("script", [*SENT_WHOLE, *CUT_OFF, *CUT])
def test_a_script_bends_an_array_as_it_bends_events(server: SandboxServer, script: str) -> None:
    body = {"contents": [user(f"an otter [[{script}]]")], "generationConfig": SMALL}
    response = stream(server, body, query="")
    assert response.status_code == 200
    if script in CUT:
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            response.json()
        return
    if script in CUT_OFF:
        assert response.content.startswith(b"[{")
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            response.json()
        return
    *early, last = response.json()
    assert "text" in early[0]["candidates"][0]["content"]["parts"][0]
    assert last["error"]["code"] == 503 if script == "stream-error" else last["candidates"][0]["finishReason"] == "STOP"


def test_an_error_of_googles_is_in_an_array_where_the_stream_would_have_been(server: SandboxServer) -> None:
    for script, wrapped in (("429-limit-0", True), ("openai-error", False), ("502-html", False)):
        response = stream(server, {"contents": [user(f"an otter [[{script}]]")]}, query="")
        assert response.text.startswith("[{") == wrapped
        assert not stream(server, {"contents": [user(f"an otter [[{script}]]")]}).text.startswith("[")


@pytest.mark.parametrize(
    "document",
    [{}, {"candidates": None}, {"candidates": [{"content": {"parts": [{"text": "a"}]}}]}, {"candidates": [{}, {}]}],
)
def test_what_cannot_be_divided_is_one_event(document: Mapping[str, Any]) -> None:
    assert events_of(document) == [document]
