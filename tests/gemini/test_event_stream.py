"""Streamed replies, as they arrive and as they are read: for any chunks, line endings, comments and cuts."""

import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.documents import Values, read_documents, runs
from studio.gemini.errors import ReplyTooLarge
from studio.gemini.skeleton import Node
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import image_part, picture, reply_of
from tests.gemini.test_wire import filled, one_by_one, scattered, whole

DRAWN = picture(1, (60, 50))
VALUES: list[Any] = [
    {"candidates": [{"content": {"role": "model", "parts": [{"text": "An ot"}]}, "index": 0}]},
    {"candidates": [{"content": {"role": "model", "parts": [{"text": "ter.\n{}[],:\r"}]}, "index": 0}]},
    reply_of(image_part(DRAWN, signature="c2ln" * 5000)),
]


def events(values: list[Any], ending: str = "\n", indent: int | None = None) -> bytes:
    """Values as a stream of events; with an indent each of them takes many lines."""
    made = ""
    for value in values:
        made += "".join(f"data: {line}{ending}" for line in json.dumps(value, indent=indent).splitlines()) + ending
    return made.encode()


def take_in(raw: bytes, sizes: Iterator[int]) -> tuple[ReplyReader, MemorySink]:
    sink = MemorySink()
    reader, position = ReplyReader(sink), 0
    while position < len(raw):
        size = next(sizes)
        reader.feed(raw[position : position + size])
        position += size
    reader.finish()
    if all(hole.form is not None for hole in sink.holes):
        assert sink.verbatim() == raw, "every byte is kept"
    assert reader.skeleton == sink.bytes
    return reader, sink


def values_of(reader: ReplyReader, sink: MemorySink) -> list[Any]:
    return [filled(node, sink) for node in Values(reader.skeleton, reader.holes)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("sizes", [whole, one_by_one, lambda: scattered(3, 7000)])
def test_events_are_read_whatever_their_lines_and_chunks(ending: str, indent: int | None, sizes: Any) -> None:
    reader, sink = take_in(events(VALUES, ending, indent), sizes())
    assert values_of(reader, sink) == VALUES
    assert [hole.kind for hole in reader.holes] == ["data", "text"]
    assert bytes(sink.holes[0].data) == DRAWN
    assert reader.ended
    assert not reader.is_closed
    assert not reader.lost


@pytest.mark.parametrize("indent", [None, 1])
def test_values_are_known_as_soon_as_they_are_whole(indent: int | None) -> None:
    raw, reader, seen = events(VALUES, indent=indent), ReplyReader(MemorySink()), []
    for at in range(len(raw)):
        reader.feed(raw[at : at + 1])
        seen.append((len(reader.values()), reader.ended))
    assert sorted(seen) == seen
    assert [count for count, _ in seen].count(1) > 50, "the first one is there long before the others"
    assert {ended for count, ended in seen if count < len(VALUES)} == {False}
    assert seen[-1] == (3, True)


@pytest.mark.parametrize(
    "between",
    [": keep-alive\n\n", "event: message\nid: 7\nretry: 100\n", "data:\n\n", "data: \n\n", "data\n\n", "\n\n\n",
     "data: ping\n\n", "nobody: knows {[\n", ":" + "x" * 5000 + "\n"],
)  # fmt: skip
@pytest.mark.parametrize("sizes", [whole, one_by_one])
def test_what_is_no_event_of_ours_is_kept_and_passed_by(between: str, sizes: Any) -> None:
    made = (between if between.startswith((":", "event")) else "") + between.join(
        f"data: {json.dumps(value)}\n\n" for value in VALUES
    )
    reader, sink = take_in((made + between).encode(), sizes())
    assert values_of(reader, sink) == VALUES
    assert reader.ended


def test_lines_between_those_of_one_value_are_passed_by() -> None:
    raw = b'data: {"candidates":\ndata:\n: a comment {\nid: 7\ndata:[]\r\ndata: }\n\n'
    reader, sink = take_in(raw, one_by_one())
    assert values_of(reader, sink) == [{"candidates": []}]


def test_a_stream_whose_events_say_no_end_has_not_ended() -> None:
    reader, _ = take_in(events(VALUES[:2]), whole())
    assert reader.is_between
    assert not reader.ended


BLOCKED = [{"promptFeedback": {"blockReason": "SAFETY"}}, {"prompt_feedback": {"block_reason": "X"}}]


@pytest.mark.parametrize("value", BLOCKED)
def test_a_blocked_stream_has_ended(value: Any) -> None:
    assert take_in(events([value]), one_by_one())[0].ended


@pytest.mark.parametrize("finish", [None, ""])
def test_no_reason_is_no_end(finish: str | None) -> None:
    assert not take_in(events([{"candidates": [{"finishReason": finish}]}]), one_by_one())[0].ended


@pytest.mark.parametrize("sizes", [whole, one_by_one])
def test_done_is_borne_and_closes_the_stream(sizes: Any) -> None:
    reader, sink = take_in(events(VALUES[:1]) + b"data: [DONE]\n\n", sizes())
    assert reader.is_closed
    assert reader.ended
    assert values_of(reader, sink) == VALUES[:1]
    assert read_documents(reader.skeleton, reader.holes).is_done


def test_an_event_of_many_megabytes_does_not_stand_in_memory() -> None:
    event = b'data: {"candidates":[{"content":{"parts":[{"inlineData":{"data":"%s"},"thoughtSignature":"%s"}]}}]}\n\n'
    text = b"QUJD" * 2_000_000

    class Nowhere(MemorySink):
        def write(self, piece: Any) -> None:
            pass

    tracemalloc.start()
    reader = ReplyReader(Nowhere())
    made = event % (text, text)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    for at in range(0, len(made), 1 << 18):
        reader.feed(made[at : at + (1 << 18)])
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert len(reader.holes) == 2
    assert peak < 2 << 20


@pytest.mark.parametrize("raw", [b'data: {"a":1}{"b":2}\n\n', b'data: {"a":\n\ndata: {"b":2}\n\n', b'data: {"a":]\n\n'])
@pytest.mark.parametrize("sizes", [whole, one_by_one])
def test_what_stops_being_a_stream_is_kept_to_its_end(raw: bytes, sizes: Any) -> None:
    reader, sink = take_in(raw + events(VALUES), sizes())
    assert reader.lost
    assert not reader.ended
    assert sink.holes[-1].form is not None


@pytest.mark.parametrize("raw", [b"e", b"even", b"ret", b"dat", b"\xef\xbb\xbfda"])
def test_the_beginning_of_a_stream_and_no_more_is_kept(raw: bytes) -> None:
    reader, _ = take_in(raw, one_by_one())
    assert not reader.ended
    assert reader.skeleton == raw


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_a_mark_or_empty_lines_may_come_first(mark: bytes) -> None:
    reader, sink = take_in(mark + events(VALUES), one_by_one())
    assert values_of(reader, sink) == VALUES


def test_an_array_comes_piece_by_piece_too() -> None:
    raw, reader = json.dumps(VALUES, indent=1).encode(), ReplyReader(MemorySink())
    counts = []
    for at in range(0, len(raw), 50):
        reader.feed(raw[at : at + 50])
        counts.append(len(reader.values()))
        assert reader.is_stream
    assert set(counts) == {0, 1, 2, 3}
    assert reader.ended
    assert reader.is_closed


@pytest.mark.parametrize("as_array", [True, False])
def test_of_a_stream_that_was_cut_what_was_whole_is_read(as_array: bool) -> None:
    raw = json.dumps(VALUES).encode() if as_array else events(VALUES)
    for end in (0, 1, 40, 150, len(raw) // 2, len(raw) - 4):
        reader, sink = take_in(raw[:end], whole())
        found = [filled(node, sink) for node in Values(reader.skeleton, reader.holes).whole()]
        assert found == VALUES[: len(reader.values())]


def pieces(skeleton: bytes, node: Node) -> bytes:
    return b"".join(skeleton[start:end] for start, end in runs(skeleton, node))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5) | st.just("data:") | st.just("[DONE]"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=12,
    ).map(lambda inner: {"a": inner}),
    st.sampled_from(["\n", "\r", "\r\n"]),
    st.integers(1, 40),
    st.booleans(),
)
@settings(max_examples=150)
def test_the_runs_of_a_value_make_it_again(value: Any, ending: str, size: int, with_comments: bool) -> None:
    raw = events([value, {"finishReason": "STOP"}], ending, indent=1)
    if with_comments:
        raw = raw.replace(f"{ending}data: ".encode(), f"{ending}:{ending}id: 9{ending}data:".encode())
        raw = raw.replace(f"{ending}{ending}:{ending}".encode(), f"{ending}{ending}".encode())
    reader, sink = take_in(raw, iter(lambda: size, 0))
    found = read_documents(reader.skeleton, reader.holes).replies
    assert filled(found[0], sink) == value
    assert json.loads(pieces(reader.skeleton, found[0])) == value


@given(st.binary(max_size=60), st.integers(1, 9))
@settings(max_examples=200)
def test_no_bytes_behind_the_beginning_of_a_stream_break_the_reader(rest: bytes, size: int) -> None:
    take_in(b"data: " + rest, iter(lambda: size, 0))
    take_in(b'data: {"a":' + rest, iter(lambda: size, 0))


def test_the_limits_hold_for_a_stream() -> None:
    reader = ReplyReader(MemorySink(), ReplyLimits(skeleton=10_000))
    with pytest.raises(ReplyTooLarge):
        for _ in range(1000):
            reader.feed(b": keep-alive\n\n")
