"""Streams of thousands of words, one by one, each with all that servers say anew: read whole, and sent again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.gemini import errors
from studio.gemini.content import Content, GenerationConfig, HoleFile, ReceivedContent, TextPart
from studio.gemini.documents import read_beginning
from studio.gemini.outcome import Outcome, OutcomeKind
from studio.gemini.request import build_body
from studio.gemini.response import read_outcome, words_of
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import image_part, picture
from tests.gemini.test_event_stream import events
from tests.gemini.test_request import bytes_of

EVENTS = 3000
DRAWN = image_part(picture(3, (8, 8)), signature="c2ln")
USAGE = {
    "promptTokenCount": 12,
    "candidatesTokenCount": 5,
    "totalTokenCount": 45,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 12}],
    "thoughtsTokenCount": 28,
}
MODEL = {"modelVersion": "gemini-3.1-flash-image", "responseId": "abcdefghijklmnopqrstuv"}
RATINGS = [
    {
        "category": f"HARM_CATEGORY_{harm}",
        "probability": "NEGLIGIBLE",
        "probabilityScore": 0.041015625,
        "severity": "HARM_SEVERITY_NEGLIGIBLE",
        "severityScore": 0.0123456,
    }
    for harm in ("HATE_SPEECH", "DANGEROUS_CONTENT", "HARASSMENT", "SEXUALLY_EXPLICIT")
]


def google(part: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"parts": [part], "role": "model"}, "index": 0}], "usageMetadata": USAGE} | MODEL


def new_api(part: Any) -> dict[str, Any]:
    candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": None, "index": 0, "safetyRatings": []}
    return {"candidates": [candidate], "promptFeedback": {"safetyRatings": []}, "usageMetadata": USAGE}


def vertex(part: Any) -> dict[str, Any]:
    candidate = {"content": {"role": "model", "parts": [part]}, "safetyRatings": RATINGS}
    said = {"usageMetadata": {"trafficType": "ON_DEMAND"}, "createTime": "2026-01-01T00:00:00.000000Z"}
    return {"candidates": [candidate]} | said | MODEL


KINDS = {"google": google, "new-api": new_api, "vertex": vertex}


def parts_of(words: int, place: int, **flags: Any) -> list[dict[str, Any]]:
    parts = [{"text": f"w{number} "} | flags for number in range(words)]
    parts.insert(place, DRAWN)
    return parts


def stream(kind: str, parts: list[Any], *, as_array: bool = False) -> bytes:
    values = [KINDS[kind](part) for part in parts]
    values.append({"candidates": [{"finishReason": "STOP"}], "usageMetadata": USAGE | {"totalTokenCount": 77}})
    return json.dumps(values).encode() if as_array else events(values)


def taken_in(raw: bytes) -> tuple[ReplyReader, MemorySink]:
    sink = MemorySink()
    reader = ReplyReader(sink)
    for start in range(0, len(raw), 10_000):
        reader.feed(raw[start : start + 10_000])
    assert reader.ended
    return reader, sink


def sent_again(outcome: Outcome, reader: ReplyReader, sink: MemorySink, folder: Path) -> Any:
    files = []
    for hole, kept in zip(reader.holes, sink.holes, strict=True):
        path = folder / str(hole.number)
        path.write_bytes(kept.data)
        files.append(HoleFile(hole.offset, hole.kind, hole.form, path, len(kept.data), None, 0))
    span = outcome.content
    assert span is not None
    received = ReceivedContent(bytes(reader.skeleton), span.start, span.end, files, span.has_role, span.parts)
    body = build_body([received, Content("user", (TextPart("now at night"),))], GenerationConfig())
    return json.loads(bytes_of(body))["contents"][0]


@pytest.mark.parametrize(
    ("kind", "place", "flags", "as_array"),
    [
        ("google", 0, {}, False),
        ("vertex", EVENTS // 2, {"thought": True}, False),
        ("new-api", EVENTS // 2, {"thought": False}, True),
        ("vertex", 0, {}, True),
        ("vertex", EVENTS - 1, {}, False),
    ],
)
def test_thousands_of_words_one_by_one_are_read_whole_and_sent_again(
    kind: str, place: int, flags: Any, as_array: bool, tmp_path: Path
) -> None:
    parts = parts_of(EVENTS - 1, place, **flags)
    reader, sink = taken_in(stream(kind, parts, as_array=as_array))
    outcome = read_outcome(reader.skeleton, reader.holes, host="h")
    assert outcome.kind is OutcomeKind.IMAGES
    assert [image.part for image in outcome.images] == [place]
    said = [part["text"] for part in parts if "text" in part and not flags.get("thought")]
    assert "".join(map(str, outcome.words)) == "".join(said)
    assert outcome.finish_reason == "STOP"
    assert outcome.usage is not None
    assert outcome.usage.total == 77
    assert sent_again(outcome, reader, sink, tmp_path) == {"role": "model", "parts": parts}
    assert words_of(read_beginning(reader.skeleton, reader.holes)) == outcome.words


@pytest.mark.parametrize("as_array", [False, True])
def test_what_only_one_of_many_pieces_says_is_kept(as_array: bool) -> None:
    """A filter that held something back, a reason why nothing came, sources, a signature: wherever they stand."""
    values = [google({"text": f"w{number} "}) for number in range(40)]
    values[20]["candidates"][0]["safetyRatings"] = [*RATINGS, RATINGS[0] | {"blocked": True}]
    values[21]["promptFeedback"] = {"blockReason": "SAFETY"}
    values[22]["candidates"][0]["groundingMetadata"] = {"groundingChunks": [{"web": {"uri": "https://a.example/"}}]}
    values[23]["candidates"][0]["content"]["parts"][0]["thoughtSignature"] = "c2ln"
    values[24]["candidates"][0]["content"]["parts"].append({"text": "apart"})
    values[25]["candidates"][0]["finishMessage"] = "so"
    raw = json.dumps(values).encode() if as_array else events([*values]) + b"data: [DONE]\n\n"
    reader, _ = taken_in(raw)
    outcome = read_outcome(reader.skeleton, reader.holes, host="h")
    first = "".join(f"w{number} " for number in range(25))
    assert outcome.words == (first, "apart" + "".join(f"w{number} " for number in range(25, 40)))
    assert outcome.beside.held_back == ("hate speech",)
    assert [source.uri for source in outcome.beside.sources] == ["https://a.example/"]
    assert (outcome.block_reason, outcome.finish_message) == ("SAFETY", "so")
    assert outcome.content is not None
    assert outcome.content.signed
    assert len(outcome.content.parts) == 41


def many(part: bytes) -> Iterator[bytes]:
    yield b'{"candidates":[{"content":{"parts":[' + part * 12_000 + b'{"text":"x"}]},"finishReason":"STOP"}]}'


def test_a_stream_with_more_in_it_than_can_be_taken_apart_is_to_be_asked_for_in_one_piece() -> None:
    reader = ReplyReader(MemorySink())
    for piece in many(b"{},"):
        reader.feed(b"data: " + piece + b"\n\n")
    with pytest.raises(errors.ReplyTooLarge) as streamed:
        read_outcome(reader.skeleton, reader.holes, host="h")
    assert "What came of its images is kept." in streamed.value.message
    assert streamed.value.advice.startswith("Turn streaming off for this connection.")
    assert streamed.value.facts["streamed"]
    with pytest.raises(errors.ReplyTooLarge) as whole:
        read_outcome(b"".join(many(b"{},")), (), host="h")
    assert "treaming" not in whole.value.advice
    assert "streamed" not in whole.value.facts


@pytest.mark.parametrize(("opening", "is_stream"), [(b"data: ", True), (b"[", True), (b"", False)])
def test_whether_a_reply_streamed_is_told_when_it_grows_too_large(opening: bytes, is_stream: bool) -> None:
    reader = ReplyReader(MemorySink(), ReplyLimits(skeleton=1000))
    with pytest.raises(errors.ReplyTooLarge) as caught:
        reader.feed(opening + b'{"a":[' + b"0," * 1000)
    assert ("streamed" in caught.value.facts) is is_stream


def test_what_was_let_go_is_held_no_more() -> None:
    reader, sink = taken_in(stream("google", [DRAWN]))
    kept = bytes(reader.skeleton)
    assert kept == sink.bytes
    reader.let_go()
    assert reader.skeleton == b""
    assert reader.ended
