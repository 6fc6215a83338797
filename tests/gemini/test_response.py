"""Replies read into outcomes: every variant that servers are known to send."""

import base64
import contextlib
import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini import errors
from studio.gemini.errors import Charge, GeminiError
from studio.gemini.outcome import ImageRole, Outcome, OutcomeKind
from studio.gemini.reasons import BLOCK_REASONS, FINISH_REASONS
from studio.gemini.response import read_outcome, rescue_images
from studio.gemini.retry import wait_before_again
from studio.gemini.usage import Usage
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import google_error, image_part, picture, reply_of

MAIN, DRAFT, THOUGHT = ImageRole.MAIN, ImageRole.DRAFT, ImageRole.THOUGHT
HOST = "api.example"
PICTURES = [picture(number) for number in range(3)]


def taken_in(reply: bytes, limits: ReplyLimits | None = None) -> ReplyReader:
    reader = ReplyReader(MemorySink(), limits)
    reader.feed(reply)
    reader.finish()
    return reader


def read(reply: object, limits: ReplyLimits | None = None) -> Outcome:
    reader = taken_in(reply if isinstance(reply, bytes) else json.dumps(reply).encode(), limits)
    return read_outcome(reader.skeleton, reader.holes, host=HOST)


def shown(outcome: Outcome) -> list[tuple[int, int, ImageRole]]:
    """Part, hole and role of each image."""
    return [(image.part, image.hole.number, image.role) for image in outcome.images]


def text(words: str, **flags: Any) -> dict[str, Any]:
    return {"text": words} | flags


def image(number: int = 0, **flags: Any) -> dict[str, Any]:
    return image_part(PICTURES[number]) | flags


@pytest.mark.parametrize(
    ("parts", "images", "words"),
    [
        ([image()], [(0, 0, MAIN)], []),
        ([image(), text("Here.")], [(0, 0, MAIN)], ["Here."]),
        ([text("Here."), image()], [(1, 0, MAIN)], ["Here."]),
        ([text("a"), image(0), text("b"), image(1)], [(1, 0, DRAFT), (3, 1, MAIN)], ["a", "b"]),
        ([image(0), image(1), image(2)], [(0, 0, DRAFT), (1, 1, DRAFT), (2, 2, MAIN)], []),
        ([image(0, thought=True), image(1)], [(0, 0, THOUGHT), (1, 1, MAIN)], []),
        ([image(0), image(1, thought=True)], [(0, 0, MAIN), (1, 1, THOUGHT)], []),
        ([image(0, thought=False), image(1, thought=None)], [(0, 0, DRAFT), (1, 1, MAIN)], []),
        # The only picture stands in a thought: better than none.
        ([image(0, thought=True)], [(0, 0, MAIN)], []),
        ([image(0, thought=True), image(1, thought=True)], [(0, 0, THOUGHT), (1, 1, MAIN)], []),
        ([text("I plan.", thought=True), image(), text("Done.")], [(1, 0, MAIN)], ["Done."]),
        ([{}, {"later": {"a": 1}}, {"functionCall": {"name": "f"}}, image()], [(3, 0, MAIN)], []),
        ([{"text": ""}, text(" \n"), image()], [(2, 0, MAIN)], []),
        ([{"text": None, "inlineData": None}, image()], [(1, 0, MAIN)], []),
        ([7, None, "x", [], image()], [(4, 0, MAIN)], []),
        ([text("both") | image()], [(0, 0, MAIN)], ["both"]),
    ],
)
def test_the_last_picture_that_is_no_thought_is_the_result(
    parts: list[Any], images: list[tuple[int, int, ImageRole]], words: list[str]
) -> None:
    outcome = read(reply_of(*parts))
    assert outcome.kind is OutcomeKind.IMAGES
    assert shown(outcome) == images
    assert list(outcome.words) == words
    assert outcome.explanation == ""


def test_both_spellings_are_read() -> None:
    reply = {
        "candidates": [
            {
                "content": {
                    "role": "model",
                    "parts": [
                        {
                            "inline_data": {"mime_type": "image/jpeg", "data": base64.b64encode(PICTURES[0]).decode()},
                            "thought_signature": "abc",
                        }
                    ],
                },
                "finish_reason": "STOP",
                "finish_message": "fine",
            }
        ],
        "usage_metadata": {
            "prompt_token_count": 1,
            "candidates_token_count": 2,
            "thoughts_token_count": 3,
            "total_token_count": 6,
            "candidates_tokens_details": [{"modality": "IMAGE", "token_count": 2}],
        },
        "model_version": "m-1",
        "response_id": "r",
    }
    outcome = read(reply)
    assert shown(outcome) == [(0, 0, MAIN)]
    assert outcome.images[0].mime_type == "image/jpeg"
    assert outcome.usage == Usage(1, 2, 3, 6, 2)
    assert (outcome.finish_reason, outcome.finish_message) == ("STOP", "fine")
    assert (outcome.model_version, outcome.response_id) == ("m-1", "r")
    assert outcome.content is not None
    assert outcome.content.signed
    blocked = read({"prompt_feedback": {"block_reason": "SAFETY"}})
    assert (blocked.kind, blocked.block_reason) == (OutcomeKind.BLOCKED, "SAFETY")


NOTHINGS: list[Any] = [
    {"candidates": None},
    {"candidates": []},
    {"candidates": {}},
    {"candidates": [None]},
    {"candidates": [{}]},
    {"candidates": [{"content": None}]},
    {"candidates": [{"content": {}}]},
    {"candidates": [{"content": {"role": "model"}}]},
    {"candidates": [{"content": {"parts": None}}]},
    {"candidates": [{"content": {"parts": []}}]},
    {"candidates": [{"content": {"parts": [{}]}}]},
    {"candidates": [{"content": {"parts": [{"text": ""}]}}]},
    {"candidates": [{"content": "words"}]},
    {"candidates": [{"content": {"parts": [{"text": "I think", "thought": True}]}}]},
    {"usageMetadata": {"totalTokenCount": 0}},
    {"promptFeedback": {}},
    {"promptFeedback": {"blockReason": ""}},
    {"responseId": "x"},
    [{"candidates": []}],
]


@pytest.mark.parametrize("reply", NOTHINGS)
def test_a_reply_with_nothing_in_it_is_an_outcome(reply: Any) -> None:
    outcome = read(reply)
    assert outcome.kind is OutcomeKind.NOTHING
    assert (outcome.images, outcome.words) == ((), ())
    assert "neither a picture nor a word" in outcome.explanation


def test_words_without_a_picture_are_the_answer() -> None:
    outcome = read(reply_of(text("Which otter?"), text("Say more.")))
    assert outcome.kind is OutcomeKind.WORDS
    assert outcome.words == ("Which otter?", "Say more.")
    assert "in words" in outcome.explanation
    assert outcome.content is not None


@pytest.mark.parametrize("reason", [*FINISH_REASONS, "ESCALATION", "FINISH_REASON_UNSPECIFIED", "SOMETHING_NEW"])
def test_every_reason_to_stop_is_explained(reason: str) -> None:
    message = "Unable to show the generated image. Support code: 1"
    stopped = {"content": {}, "finishReason": reason, "finishMessage": message}
    outcome = read({"candidates": [stopped], "usageMetadata": {"thoughtsTokenCount": 5}})
    assert outcome.kind is OutcomeKind.NOTHING
    assert (outcome.finish_reason, outcome.finish_message) == (reason, message)
    assert outcome.explanation == FINISH_REASONS.get(reason, outcome.explanation)
    assert reason in FINISH_REASONS or reason in outcome.explanation
    kept = read(reply_of(image(), finishReason=reason))
    assert kept.kind is OutcomeKind.IMAGES
    assert kept.explanation == outcome.explanation, "a picture with an odd reason is kept, and the reason told"


@pytest.mark.parametrize("reason", ["STOP", "stop", "", None, 1])
def test_an_ordinary_end_needs_no_explanation(reason: Any) -> None:
    assert read(reply_of(image(), finishReason=reason)).explanation == ""


@pytest.mark.parametrize("reason", [*BLOCK_REASONS, "BLOCKED_REASON_UNSPECIFIED"])
@pytest.mark.parametrize("candidates", [{}, {"candidates": None}, {"candidates": []}, {"candidates": [{}]}])
def test_every_blocked_prompt_is_explained(reason: str, candidates: dict[str, Any]) -> None:
    outcome = read(candidates | {"promptFeedback": {"blockReason": reason, "blockReasonMessage": "because"}})
    assert outcome.kind is OutcomeKind.BLOCKED
    assert (outcome.block_reason, outcome.finish_message) == (reason, "because")
    assert outcome.explanation == BLOCK_REASONS.get(reason, outcome.explanation)
    assert outcome.explanation


@pytest.mark.parametrize(
    ("metadata", "usage"),
    [
        (None, None),
        ({}, Usage()),
        ({"promptTokenCount": 5}, Usage(prompt=5)),
        ({"promptTokenCount": 0, "candidatesTokenCount": 0, "totalTokenCount": 0}, Usage()),
        ({"promptTokenCount": "5", "totalTokenCount": 7.0}, Usage(prompt=5, total=7)),
        ({"promptTokenCount": -5, "totalTokenCount": True, "thoughtsTokenCount": "--5"}, Usage()),
        ({"promptTokenCount": 10**40}, Usage()),
        ({"candidatesTokenCount": 9, "candidatesTokensDetails": None}, Usage(candidates=9)),
        ({"candidatesTokenCount": 9, "candidatesTokensDetails": []}, Usage(candidates=9)),
        ({"candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 3}]}, Usage(image=0)),
        (
            {
                "candidatesTokensDetails": [
                    {"modality": "IMAGE", "tokenCount": 1120},
                    {"modality": "TEXT", "tokenCount": 9},
                    {"modality": "IMAGE", "tokenCount": 1120},
                    {"modality": "IMAGE"},
                    None,
                ]
            },
            Usage(image=2240),
        ),
    ],
)
def test_usage_is_what_the_server_says_and_no_more(metadata: Any, usage: Usage | None) -> None:
    assert read(reply_of(image()) | {"usageMetadata": metadata}).usage == usage


@pytest.mark.parametrize(
    ("said", "kind", "charge"),
    [
        (google_error(429, "RESOURCE_EXHAUSTED", "Quota, limit: 5"), errors.RateLimited, Charge.NO),
        ([google_error(503, "UNAVAILABLE", "The model is overloaded.")], errors.Overloaded, Charge.NO),
        (google_error(400, "INVALID_ARGUMENT", "no") | {"candidates": []}, errors.RequestInvalid, Charge.NO),
        ({"error": {"message": "no", "type": "new_api_error", "code": "x"}}, errors.ServerFailed, Charge.MAYBE),
        ({"error": "upstream failed"}, errors.ServerFailed, Charge.MAYBE),
        ({"success": False, "message": "upstream failed"}, errors.ServerFailed, Charge.MAYBE),
        ({"code": 401, "msg": "bad token"}, errors.KeyRefused, Charge.NO),
        ([{"candidates": []}, google_error(500, "INTERNAL", "broke off")], errors.ServerFailed, Charge.MAYBE),
    ],
)
def test_an_error_in_a_200_is_an_error(said: Any, kind: type[GeminiError], charge: Charge) -> None:
    with pytest.raises(errors.Refused) as caught:
        read(said)
    assert type(caught.value) is kind
    assert caught.value.charge is charge
    assert HOST in caught.value.message


BUSY = [
    google_error(429, "RESOURCE_EXHAUSTED", "Please retry in 1s."),
    google_error(503, "UNAVAILABLE", "The model is overloaded."),
]


@pytest.mark.parametrize("busy", BUSY)
@pytest.mark.parametrize(
    "together",
    [
        lambda busy, used: [used, busy],
        lambda busy, used: [busy, used],
        lambda busy, used: busy | used,
    ],
)
def test_an_error_beside_tokens_that_were_used_is_not_sent_again_unasked(busy: Any, together: Any) -> None:
    said: object = together(busy, {"usageMetadata": {"promptTokenCount": 1300, "thoughtsTokenCount": 400}})
    with pytest.raises(errors.BrokenOff) as caught:
        read(said)
    assert caught.value.charge is Charge.MAYBE
    assert caught.value.said == busy["error"]["message"]
    assert wait_before_again(caught.value, 1) is None


@pytest.mark.parametrize("busy", BUSY)
def test_an_error_beside_nothing_that_was_used_may_be_sent_again(busy: Any) -> None:
    with pytest.raises(errors.Refused) as caught:
        read([busy])
    assert wait_before_again(caught.value, 1) is not None


def test_an_error_beside_a_picture_does_not_lose_the_picture() -> None:
    assert read(reply_of(image()) | google_error(500, "INTERNAL", "no")).kind is OutcomeKind.IMAGES
    assert read([reply_of(image()), google_error(500, "INTERNAL", "no")]).kind is OutcomeKind.IMAGES


@pytest.mark.parametrize("reply", [{}, [], [1], {"a": {"candidates": []}}, {"object": "list", "data": []}, {"id": 1}])
def test_json_about_something_else_is_not_the_protocol(reply: Any) -> None:
    with pytest.raises(errors.NotTheProtocol) as caught:
        read(reply)
    assert caught.value.charge is Charge.MAYBE


@pytest.mark.parametrize(
    "raw", [b'{"candidates":[{"content":', b'{"candidates" []}', b"{]", b'{"candidates":[tru]}', b""]
)
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(errors.ReplyUnreadable):
        read(raw)


def damaged(data: str) -> dict[str, Any]:
    return {"inlineData": {"mimeType": "image/png", "data": data}}


def test_a_picture_that_is_no_base64_is_told_unless_another_is_whole() -> None:
    with pytest.raises(errors.ReplyUnreadable, match="base64"):
        read(reply_of(text("Here."), damaged("QUJD*UJD")))
    outcome = read(reply_of(image(), damaged("QUJD*UJD"), text("Here.")))
    assert shown(outcome) == [(0, 0, MAIN)]


def test_base64_in_the_other_alphabet_and_without_padding_is_a_picture() -> None:
    bare = base64.urlsafe_b64encode(PICTURES[0]).decode().rstrip("=")
    reader = taken_in(json.dumps(reply_of(damaged(bare))).encode())
    outcome = read_outcome(reader.skeleton, reader.holes, host=HOST)
    assert shown(outcome) == [(0, 0, MAIN)]
    assert outcome.images[0].hole.form.fault is None


@pytest.mark.parametrize(
    ("mime_type", "is_picture"),
    [
        ("image/png", True),
        ("png", True),
        ("", True),
        (None, True),
        ("application/octet-stream", True),
        ("audio/x", False),
        ("video/x", False),
        ("text/plain", False),
    ],
)
def test_what_is_declared_to_be_something_else_is_no_picture(mime_type: Any, is_picture: bool) -> None:
    part = {"inlineData": {"mimeType": mime_type, "data": "QUJD"}}
    outcome = read(reply_of(part))
    assert bool(outcome.images) is is_picture
    assert all(entry.mime_type == (mime_type or "") for entry in outcome.images)


def test_long_words_are_a_hole() -> None:
    long = "otter " * 5000
    outcome = read(reply_of(text("Short."), text(long), image(), text(long, thought=True)))
    assert outcome.words[0] == "Short."
    assert len(outcome.words) == 2
    hole = outcome.words[1]
    assert not isinstance(hole, str)
    assert (hole.kind, hole.number) == ("text", 0)


@pytest.mark.parametrize(
    ("parts", "signed"),
    [
        ([image(thoughtSignature="s")], True),
        ([image()], False),
        ([image(thoughtSignature="")], False),
        ([image(thoughtSignature=None)], False),
        ([image(thought_signature="s")], True),
        ([text("a", thoughtSignature="s"), image(thoughtSignature="s")], True),
        ([text("a"), image(thoughtSignature="s")], False),
        ([text("a", thoughtSignature="s"), image()], False),
        ([image(0, thoughtSignature="s"), text("later text parts have none")], True),
        ([image(0, thoughtSignature="s"), image(1)], False),
        ([text("plan", thought=True), image(0, thought=True), image(1, thoughtSignature="s")], True),
        ([image(0, thought=True, thoughtSignature="s")], False),
        ([text("a", thoughtSignature="s")], True),
        ([text("a")], False),
        ([image(thoughtSignature="A" * 20_000)], True),
    ],
)
def test_a_turn_is_signed_when_its_first_part_and_every_picture_are(parts: list[Any], signed: bool) -> None:
    outcome = read(reply_of(*parts))
    assert outcome.content is not None
    assert outcome.content.signed is signed


@pytest.mark.parametrize(("role", "has_role"), [("model", True), (None, False), ("assistant", False), ("", False)])
def test_the_content_is_the_span_that_is_sent_again(role: Any, has_role: bool) -> None:
    content = json.dumps({"role": role, "parts": [{"text": "é"}, image()]}, indent=1).encode()
    reader = taken_in(b' {"x": "\xc3\xa9", "candidates": [{"content": %s, "index": 0}]}' % content)
    span = read_outcome(reader.skeleton, reader.holes, host=HOST).content
    assert span is not None
    assert span.has_role is has_role
    data = base64.b64encode(PICTURES[0])
    assert reader.skeleton[span.start : span.end] == content.replace(data, b"")


def test_a_reply_in_pieces_is_put_together_and_sent_again_part_by_part() -> None:
    first = {"candidates": [{"content": {"role": "model", "parts": [text("One."), image(0)]}}], "responseId": "r"}
    last = {
        "candidates": [{"content": {"parts": [image(1)]}, "finishReason": "STOP"}],
        "usageMetadata": {"totalTokenCount": 9},
        "modelVersion": "m",
    }
    outcome = read([first, last])
    assert shown(outcome) == [(1, 0, DRAFT), (2, 1, MAIN)]
    assert outcome.words == ("One.",)
    assert (outcome.finish_reason, outcome.response_id, outcome.model_version) == ("STOP", "r", "m")
    assert outcome.usage == Usage(total=9)
    assert outcome.content is not None
    assert len(outcome.content.parts) == 3
    ended = {"candidates": [{"content": {}, "finishReason": "STOP"}]}
    whole = read([reply_of(image()), ended])
    assert whole.content is not None
    assert whole.content.has_role


def test_a_second_candidate_is_not_lost() -> None:
    reply = reply_of(text("One."))
    reply["candidates"] += reply_of(image())["candidates"]
    assert shown(read(reply)) == [(1, 0, MAIN)]


def test_of_a_reply_cut_off_the_whole_pictures_are_rescued() -> None:
    whole = json.dumps(reply_of(text("x" * 200), image(0), damaged("QUJD*"), image(1), image(2))).encode()
    cut = whole[: whole.index(base64.b64encode(PICTURES[2])) + 50]
    reader = taken_in(cut, ReplyLimits(string=100))
    assert not reader.ended
    rescued = rescue_images(reader.holes)
    assert [(entry.part, entry.hole.number, entry.role) for entry in rescued] == [(0, 1, DRAFT), (1, 3, MAIN)]
    assert rescue_images(()) == ()


REAL: Sequence[bytes] = [
    json.dumps(value, indent=indent).encode()
    for indent in (None, 2)
    for value in (
        reply_of(text("Here is your otter."), image(0, thoughtSignature="c2lnbmVk" * 5)),
        reply_of(text("plan", thought=True), image(0, thought=True), image(1), finishReason="MAX_TOKENS"),
        [reply_of(text("One.")), reply_of(image())],
        {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": {"promptTokenCount": 3}},
        {"candidates": [{"content": {}, "finishReason": "NO_IMAGE", "finishMessage": "no"}]},
        google_error(429, "RESOURCE_EXHAUSTED", "slow", {"@type": "x.RetryInfo", "retryDelay": "34.4s"}),
        {"error": {"message": '{"error": {"code": 400, "status": "X", "message": "no"}}', "code": "400"}},
    )
]
TOKENS = st.sampled_from([b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"-", b"1e999", b"9" * 30, b"\xff"])
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), TOKENS | st.binary(max_size=6)), min_size=1, max_size=6
)


@settings(max_examples=1500)
@given(reply=st.sampled_from(REAL), changes=CHANGES, step=st.integers(1, 4000))
def test_no_damage_to_a_reply_raises_anything_but_our_own_errors(
    reply: bytes, changes: list[tuple[float, int, bytes]], step: int
) -> None:
    for place, gone, put in changes:
        start = int(place * len(reply))
        reply = reply[:start] + put + reply[start + gone :]
    reader = ReplyReader(MemorySink(), ReplyLimits(string=64))
    try:
        for start in range(0, len(reply), step):
            reader.feed(reply[start : start + step])
        reader.finish()
        outcome = read_outcome(reader.skeleton, reader.holes, host=HOST)
    except GeminiError:
        return
    assert outcome.images or outcome.words or outcome.explanation
    assert [entry.role for entry in outcome.images].count(MAIN) == (1 if outcome.images else 0)
    assert all(entry.hole in reader.holes for entry in outcome.images)
    if outcome.content is not None:
        assert reader.skeleton[outcome.content.start : outcome.content.start + 1] == b"{"
        assert reader.skeleton[outcome.content.end - 1 : outcome.content.end] == b"}"


MEMBERS = ("candidates", "content", "parts", "text", "inlineData", "data", "mimeType", "thought", "role", "error")
MORE_MEMBERS = ("finishReason", "promptFeedback", "blockReason", "usageMetadata", "candidatesTokensDetails")


@settings(max_examples=500)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["STOP", "model", "QUJD"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(MEMBERS + MORE_MEMBERS),
                inner,
                max_size=4,
            )
        ),
        max_leaves=25,
    )
)
def test_members_of_any_type_raise_nothing_but_our_own_errors(value: object) -> None:
    with contextlib.suppress(GeminiError):
        assert isinstance(read({"candidates": value}).kind, OutcomeKind)
