"""No reply, however damaged and however its bytes are cut, ends in anything but an outcome or a failure of the tree.

`STUDIO_FUZZ_SECONDS=3600 pytest tests/gemini/test_fuzz.py --timeout 0` looks for longer, each time from elsewhere.
"""

import json
import os
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.errors import GeminiError, Refused, ReplyTooLarge
from studio.gemini.refusal import read_refusal
from studio.gemini.response import read_outcome
from studio.gemini.wire import ReplyReader
from tests.gemini.fuzzing import LIMITS, bent, cuts, read, seeds
from tests.gemini.test_long_streams import parts_of, stream

SECONDS = float(os.environ.get("STUDIO_FUZZ_SECONDS", "0"))
SEEDS = seeds()
CORPUS = tuple(SEEDS.values())
_MEBIBYTE = 1 << 20
_STATUSES = (400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503, 504, 524)
_HEADERS: tuple[dict[str, str], ...] = ({}, {"retry-after": "7"}, {"retry-after": "soon"})


def rounds(least: int) -> Iterator[random.Random]:
    """So many rounds of chance, each of which can be had again by its number; more when there is time."""
    first = time.time_ns() if SECONDS else 0
    until = time.monotonic() + SECONDS / 2
    number = first
    while number < first + least or (SECONDS and time.monotonic() < until):
        yield random.Random(number)
        number += 1


def shown(data: bytes) -> str:
    return f"the reply was {data!r}"


def test_no_damaged_reply_is_more_than_a_failure_and_no_cut_changes_what_it_is() -> None:
    for chance in rounds(2500):
        data = bent(chance, CORPUS)
        try:
            whole = read(iter((data,)))
            assert read(cuts(chance, data)) == whole
        except Exception as error:
            error.add_note(shown(data))
            raise


def test_no_damaged_error_is_more_than_a_refusal() -> None:
    for chance in rounds(2500):
        data, status, headers = bent(chance, CORPUS), chance.choice(_STATUSES), chance.choice(_HEADERS)
        try:
            refused = read_refusal(status, headers, data, host="api.example", hide=str)
        except Exception as error:
            error.add_note(shown(data))
            raise
        assert isinstance(refused, Refused)
        assert refused.message
        assert refused.wait is None or 0 <= refused.wait < float("inf")


@pytest.mark.parametrize("name", SEEDS)
def test_an_undamaged_reply_is_the_same_byte_by_byte(name: str) -> None:
    data = SEEDS[name]
    assert read(data[place : place + 1] for place in range(len(data))) == read(iter((data,)))


_WORDS = (
    "candidates", "content", "parts", "text", "inlineData", "data", "mimeType", "thought", "thoughtSignature",
    "fileData", "fileUri", "groundingMetadata", "groundingChunks", "web", "uri", "title", "searchEntryPoint",
    "renderedContent", "promptFeedback", "blockReason", "finishReason", "usageMetadata", "candidatesTokensDetails",
    "modelStatus", "message", "images", "image_url", "url", "choices", "error", "citationMetadata",
    "citationSources",
)  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(_WORDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@settings(max_examples=400)
@given(value=st.fixed_dictionaries({"candidates": _JSON}, optional={"promptFeedback": _JSON, "error": _JSON}))
def test_any_json_under_the_words_of_the_protocol_is_read(value: object) -> None:
    read(iter((json.dumps(value).encode("utf-8", "surrogatepass"),)))


class Nowhere:
    """A sink that keeps nothing."""

    def skeleton(self, piece: bytes) -> None: ...
    def open_hole(self, offset: int, kind: str) -> None: ...
    def write(self, piece: object) -> None: ...
    def write_raw(self, piece: object) -> None: ...
    def close_hole(self, form: object) -> None: ...
    async def drain(self) -> None: ...
    async def settle(self) -> None: ...


class OnDisk(Nowhere):
    """A sink that has the skeleton in a file, and nothing else."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()

    def skeleton(self, piece: bytes) -> None:
        with self._path.open("ab") as file:
            file.write(piece)

    def read(self) -> bytes:
        """All of it so far."""
        return self._path.read_bytes()


_PIECE = 64 << 10
_OPENING = b'{"candidates":[{"content":{"parts":['
_MANY = 12 * _MEBIBYTE // _PIECE


def _pieces(whole: bytes) -> Iterator[bytes]:
    return (whole[place : place + _PIECE] for place in range(0, len(whole), _PIECE))


def _long(opening: bytes, filling: bytes, ending: bytes) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        yield opening
        piece = (filling * (_PIECE // len(filling) + 1))[:_PIECE]
        for _ in range(_MANY):
            yield piece
        yield ending

    return pieces


LARGE = {
    "a picture": _long(_OPENING + b'{"inlineData":{"data":"', b"QUJD", b'"}}]}}]}'),
    "a picture with line breaks": _long(_OPENING + b'{"inlineData":{"data":"', b"QUJD\\n", b'"}}]}}]}'),
    "a picture that is none": _long(_OPENING + b'{"inlineData":{"data":"', b"*", b'"}}]}}]}'),
    "a signature": _long(_OPENING + b'{"thoughtSignature":"', b"c2ln", b'"}]}}]}'),
    "words": _long(_OPENING + b'{"text":"', b"otter \\u00e9", b'"}]}}]}'),
    "a key": _long(b'{"', b"k", b'":1}'),
    "a number": _long(b'{"a":', b"1", b"}"),
    "white space": _long(b'{"a":', b" \n", b"1}"),
    "many small parts": _long(_OPENING, b'{"text":"%s"},' % (b"a" * 200), b"{}]}}]}"),
    "depth": _long(b"", b"[", b""),
    "no JSON": _long(b"", b"otter ", b""),
    "events without data": _long(b"", b": ping%s\n\n" % (b" " * 200), b""),
    "events": _long(b"", b'data: {"candidates":[{"content":{"parts":[{"text":"%s"}]}}]}\n\n' % (b"a" * 200), b""),
    "an event over many lines": _long(b'data: {"a":[0', b",\ndata: %s0" % (b" " * 200), b"\ndata: ]}\n\n"),
    "one line of events": _long(b"event: ", b"x", b"\n\n"),
    "backslashes": _long(_OPENING + b'{"text":"', b"\\", b'"}]}}]}'),
}


# As many values as a reply may have, with a skeleton of some length, and in skeletons as long as they may be.
_VALUES = 8900
_FEWER_VALUES = 3040
_EVENT = {"candidates": [{"content": {"parts": [{"text": "an otter"}], "role": "model"}, "index": 0}]}
_TOLD = {"usageMetadata": {"promptTokenCount": 12, "totalTokenCount": 45}, "modelVersion": "m", "responseId": "x"}


def _rich(
    opening: bytes, filling: bytes, ending: bytes, *, values: int, most: int = _VALUES, size: int = 512 << 10
) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        filled = opening + filling * (most // values) + ending
        padding = size - len(filled) - 8
        filled += b": %s\n\n" % (b" " * padding) if opening == b"" else b" " * padding
        return _pieces(filled)

    return pieces


_MADE: Mapping[str, Callable[..., Callable[[], Iterator[bytes]]]] = {
    "empty parts": partial(_rich, _OPENING, b"{},", b'{"text":"x"}]}}]}', values=1),
    "numbers": partial(_rich, b'{"candidates":[', b"0,", b"0]}", values=1),
    "nested arrays": partial(_rich, _OPENING, b"[" * 50 + b"]" * 50 + b",", b'{"text":"x"}]}}]}', values=50),
    "empty strings": partial(_rich, _OPENING, b'"",', b'{"text":"x"}]}}]}', values=1),
    "members": partial(_rich, _OPENING, b'{"a":0},', b'{"text":"x"}]}}]}', values=2),
    "words": partial(_rich, _OPENING, b'{"text":"ab"},', b'{"text":"x"}]}}]}', values=2),
    "links": partial(_rich, _OPENING, b'{"text":"![a](https://a.b/c)"},', b'{"text":"x"}]}}]}', values=2),
    "sources": partial(_rich,
        b'{"candidates":[{"groundingMetadata":{"groundingChunks":[',
        b'{"web":{"uri":"https://a.b/","title":"t"}},',
        b'{}]}}]}',
        values=4,
    ),
    "events": partial(_rich,
        b"",
        b"data: %s\n\n" % json.dumps(_EVENT | _TOLD).encode(),
        b'data: {"candidates":[{"finishReason":"STOP"}]}\n\n',
        values=9,
    ),
}  # fmt: skip
RICH = {name: made() for name, made in _MADE.items()}
LONG = {f"{name} at length": made(most=_FEWER_VALUES, size=3000 << 10) for name, made in _MADE.items()}
RICHEST = RICH | LONG
_LONG_WORDS = b'{"text":"%s"},' % (b"a" * 15_000 + "\N{OTTER}".encode())
LONG |= {
    "long words": partial(_pieces, _OPENING + _LONG_WORDS * 190 + b'{}]},"finishReason":"STOP"}]}'),
    "long words in events": partial(
        _pieces, b'data: {"candidates":[{"content":{"parts":[%s{}]}}]}\n\n' % _LONG_WORDS * 190
    ),
    "names": partial(_pieces, b'{"a":0%s}' % b"".join(b',"%d%s":0' % (at, b"a" * 900) for at in range(3200))),
    "short names": partial(_pieces, b'{"a":0%s}' % b"".join(b',"%d":0' % at for at in range(200_000))),
}
STREAMS = {"thousands of words": partial(_pieces, stream("vertex", parts_of(2999, 2998)))}


def test_as_many_values_as_are_borne_are_read_and_more_are_refused() -> None:
    for name, pieces in RICHEST.items():
        reader = ReplyReader(Nowhere())
        for piece in pieces():
            reader.feed(piece)
        reader.finish()
        outcome = read_outcome(reader.skeleton, reader.holes, host="api.example")
        assert outcome.words or name.startswith(("numbers", "sources"))
    reader = ReplyReader(Nowhere())
    reader.feed(_OPENING + b"{}," * 2 * _VALUES + b'{"text":"x"}]}}]}')
    reader.finish()
    with pytest.raises(ReplyTooLarge):
        read_outcome(reader.skeleton, reader.holes, host="api.example")
    with pytest.raises(ReplyTooLarge):
        ReplyReader(Nowhere()).feed(b"[" + b"{}," * 9000)


@pytest.mark.parametrize("name", [*LARGE, *RICH, *LONG, *STREAMS])
def test_no_reply_takes_more_than_four_megabytes_of_memory(name: str, tmp_path: Path) -> None:
    """The skeleton goes to a file, and is read from there when all of it has come: then only it is in memory."""
    sink = OnDisk(tmp_path / "skeleton")
    reader, pieces = ReplyReader(sink), (LARGE | RICH | LONG | STREAMS)[name]()
    tracemalloc.start()
    try:
        idle, _ = tracemalloc.get_traced_memory()
        try:
            for piece in pieces:
                reader.feed(piece)
            reader.finish()
            reader.let_go()
            read_outcome(sink.read(), reader.holes, host="api.example")
        except GeminiError:
            pass  # which of them is no matter here
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - idle < 4 * _MEBIBYTE, f"{(peak - idle) / _MEBIBYTE:.1f} MB"


def test_the_limits_of_these_replies_are_met() -> None:
    """What is looked for is found by replies of a few hundred bytes only because the limits are as small."""
    assert any(len(data) > LIMITS.string for data in CORPUS)
    assert any(outcome.failure == "ReplyTooLarge" for outcome in (read(iter((data * 90,))) for data in CORPUS[:3]))
