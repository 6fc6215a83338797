"""Streamed replies read into an Outcome: words put together, parts found again, ends told from breaks."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini import errors
from studio.gemini.arrivals import Arrivals
from studio.gemini.documents import read_beginning
from studio.gemini.errors import Charge
from studio.gemini.outcome import ImageRole, Outcome, OutcomeKind
from studio.gemini.response import read_outcome, words_of
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import google_error, image_part, picture
from tests.gemini.test_event_stream import events

HOST = "api.example"
DRAWN = [image_part(picture(seed, (8, 8)), signature=f"sig{seed}") for seed in range(3)]
END = {"candidates": [{"finishReason": "STOP"}], "usageMetadata": {"totalTokenCount": 7}}


def piece(*parts: Any, **fields: Any) -> dict[str, Any]:
    return {"candidates": [{"content": {"role": "model", "parts": list(parts)}} | fields]}


def read(values: list[Any], *, as_array: bool = False, limits: ReplyLimits | None = None) -> Outcome:
    reader = ReplyReader(MemorySink(), limits)
    reader.feed(json.dumps(values).encode() if as_array else events(values))
    reader.finish()
    return read_outcome(reader.skeleton, reader.holes, host=HOST)


def text(words: str, **flags: Any) -> dict[str, Any]:
    return {"text": words} | flags


both = pytest.mark.parametrize("as_array", [True, False])


@both
@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ([[text("An ot")], [text("ter.")]], ["An otter."]),
        ([[text("An otter.")], [text("\n\n")], [text(" Hat.")]], ["An otter.\n\n Hat."]),
        ([[text("One."), text("Two")], [text(" more.")]], ["One.", "Two more."]),
        ([[text("Before.")], [DRAWN[0]], [text("Behind.")]], ["Before.", "Behind."]),
        ([[text("Hm", thought=True)], [text("Yes")], [text(".")], [text("", thoughtSignature="s")]], ["Yes."]),
        ([[text("Yes")], [text("hm", thought=True)], [text("no")]], ["Yes", "no"]),
        ([[text(" ")], [text("\n")]], []),
    ],
)
def test_words_that_come_in_pieces_are_put_together(as_array: bool, contents: Any, words: list[str]) -> None:
    outcome = read([*(piece(*parts) for parts in contents), END], as_array=as_array)
    assert list(outcome.words) == words


@both
def test_the_last_image_of_all_pieces_is_main_and_earlier_ones_are_drafts(as_array: bool) -> None:
    thought = {"thought": True} | image_part(picture(7, (8, 8)))
    outcome = read([piece(thought), piece(text("Here.")), piece(DRAWN[0]), piece(DRAWN[1]), END], as_array=as_array)
    assert [(image.part, image.role) for image in outcome.images] == [
        (0, ImageRole.THOUGHT), (2, ImageRole.DRAFT), (3, ImageRole.MAIN)
    ]  # fmt: skip
    assert outcome.kind is OutcomeKind.IMAGES
    assert outcome.usage is not None
    assert outcome.usage.total == 7


@both
@pytest.mark.parametrize(
    ("contents", "signed"),
    [
        ([[text("a", thoughtSignature="s")], [text("b")], [DRAWN[0]]], True),
        ([[text("a")], [text("b")], [text("", thoughtSignature="s")], [DRAWN[0]]], True),
        ([[text("a")], [DRAWN[0]]], False),
        ([[text("a", thoughtSignature="s")], [DRAWN[0]], [image_part(picture())]], False),
        ([[text("hm", thought=True)], [DRAWN[0]], [text("b")]], True),
    ],
)
def test_a_stream_is_signed_when_its_words_and_every_image_are(as_array: bool, contents: Any, signed: bool) -> None:
    outcome = read([*(piece(*parts) for parts in contents), END], as_array=as_array)
    assert outcome.content is not None
    assert outcome.content.signed is signed


def test_parts_are_found_one_by_one_and_never_merged() -> None:
    outcome = read([piece(text("a")), piece(text("b"), DRAWN[0]), END])
    assert outcome.content is not None
    assert len(outcome.content.parts) == 3
    starts = [spans[0][0] for spans in outcome.content.parts]
    assert (outcome.content.start, sorted(starts)) == (starts[0], starts)


def test_one_content_in_one_event_is_sent_as_it_stands() -> None:
    outcome = read([piece(text("a"), DRAWN[0], finishReason="STOP")])
    assert outcome.content is not None
    assert outcome.content.parts == ()


@both
def test_two_candidates_in_one_piece_cannot_be_continued(as_array: bool) -> None:
    two = {"candidates": [*piece(text("a"))["candidates"], *piece(text("b"), index=1)["candidates"]]}
    assert read([two, END], as_array=as_array).content is None


@pytest.mark.parametrize("values", [[piece(text("a"))], [piece(DRAWN[0])], [{"usageMetadata": {}}]])
def test_a_stream_that_does_not_say_why_it_ends_was_cut(values: list[Any]) -> None:
    with pytest.raises(errors.ReplyCut) as caught:
        read([*values])
    assert caught.value.charge is Charge.MAYBE


def test_done_is_an_end_too() -> None:
    reader = ReplyReader(MemorySink())
    reader.feed(events([piece(DRAWN[0])]) + b"data: [DONE]\n\n")
    assert read_outcome(reader.skeleton, reader.holes, host=HOST).kind is OutcomeKind.IMAGES


@both
@pytest.mark.parametrize("first", [text("a"), DRAWN[0], text("hm", thought=True)])
@pytest.mark.parametrize("wrap", [lambda error: error, lambda error: [error]])
def test_an_error_behind_the_first_piece_says_that_the_answer_broke_off(as_array: bool, first: Any, wrap: Any) -> None:
    failure = google_error(503, "UNAVAILABLE", "The model is overloaded.")
    with pytest.raises(errors.BrokenOff) as caught:
        read([piece(first), failure if as_array else wrap(failure)], as_array=as_array)
    assert caught.value.charge is Charge.MAYBE, "work was done: it must not be asked for again unasked"
    assert caught.value.said == "The model is overloaded."
    assert "The model is overloaded." in caught.value.message


@both
@pytest.mark.parametrize("first", [{"usageMetadata": {"thoughtsTokenCount": 9}}, {"candidates": [{"content": {}}]}])
def test_it_broke_off_also_where_nothing_of_the_answer_was_shown_yet(as_array: bool, first: Any) -> None:
    with pytest.raises(errors.BrokenOff) as caught:
        read([first, google_error(503, "UNAVAILABLE", "The model is overloaded.")], as_array=as_array)
    assert caught.value.charge is Charge.MAYBE, "it has thought by then: it must not be asked for again unasked"


def test_an_error_in_place_of_a_stream_is_the_error() -> None:
    with pytest.raises(errors.Overloaded):
        read([google_error(503, "UNAVAILABLE", "The model is overloaded.")])


def test_an_error_behind_the_end_takes_nothing_away() -> None:
    assert read([piece(DRAWN[0]), END, google_error(500, "INTERNAL", "late")]).kind is OutcomeKind.IMAGES


def test_a_blocked_stream_says_so() -> None:
    outcome = read([{"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}])
    assert outcome.kind is OutcomeKind.BLOCKED


MADE = events([piece(text("An ot")), piece(text("ter."), DRAWN[0]), piece(DRAWN[1]), END], "\r\n") + b"data: [DONE]\n\n"
PIECES_OF_IT = [
    b"data: ",
    b"\n\n",
    b"\r",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"\\",
    b",",
    b":",
    b'{"error":{"code":503}}',
    b"\xff",
]


@given(st.integers(0, 1 << 32))
@settings(max_examples=300)
def test_no_damage_to_a_stream_ends_in_anything_but_an_outcome_or_a_failure(seed: int) -> None:
    chance, raw = random.Random(seed), bytearray(MADE)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice([0, 0, 1, 3, 40])] = chance.choice([*PIECES_OF_IT, b""])
    reader = ReplyReader(MemorySink(), ReplyLimits(string=64))
    arrivals = Arrivals(reader)
    try:
        for at in range(0, len(raw), 97):
            reader.feed(bytes(raw[at : at + 97]))
            arrivals.look()
        reader.finish()
        read_outcome(reader.skeleton, reader.holes, host=HOST)
    except errors.GeminiError:
        pass
    assert len(words_of(read_beginning(reader.skeleton, reader.holes))) < 50
