"""A key in pieces: wherever a server cuts it, the words put together again do not have it."""

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.gemini.arrivals import Arrivals
from studio.gemini.documents import read_beginning
from studio.gemini.hiding import Hiding
from studio.gemini.response import read_outcome, words_of
from studio.gemini.spread import Spread
from studio.gemini.wire import ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.replies import reply_of
from tests.gemini.test_hiding import KEYS, spellings

KEY = "canary+5b7e/KEY=91"
# A string ends nowhere within one of these.
UNIT = re.compile(r"\\u[0-9a-f]{4}|\\.|.", re.DOTALL)


@settings(deadline=None)
@given(
    key=KEYS, draw=st.data(), sizes=st.lists(st.integers(0, 9), min_size=1).filter(any), other=st.sampled_from(" x%")
)
def test_a_key_cut_into_any_pieces_is_masked(key: str, draw: st.DataObject, sizes: list[int], other: str) -> None:
    units = [*UNIT.findall(f"a {spellings(key, draw, in_json=True)}"), other]
    hiding = Hiding(key)
    spread = Spread(hiding)
    pieces, number = [], 0
    while units:
        size = sizes[number % len(sizes)]
        pieces.append("".join(units[:size]).encode())
        units, number = units[size:], number + 1
    masked = [hiding.mask(spread.mask(piece)) for piece in pieces]
    assert list(map(len, masked)) == list(map(len, pieces))
    joined = b"".join(masked)
    assert hiding.mask(joined) == joined
    assert b"**" in joined


@given(pieces=st.lists(st.text(st.sampled_from("canary +5%\\2"), max_size=7), max_size=20))
@example(["canary+", "9", "5b7e", ""])
def test_words_that_are_no_key_stay(pieces: list[str]) -> None:
    spread = Spread(Hiding("canary2" + "+5b7e/KEY=91"))
    written = [json.dumps(piece)[1:-1].encode() for piece in pieces]
    assert [spread.mask(piece) for piece in written] == written or "canary2" in "".join(pieces)


@pytest.mark.parametrize("cut", range(1, len(KEY)))
@pytest.mark.parametrize("thought", [False, True])
def test_the_words_of_a_stream_do_not_have_it(cut: int, thought: bool) -> None:
    between = [reply_of({"text": "Hm. ", "thought": True}, finishReason="")] if thought else []
    events = [
        reply_of({"text": f"Key {KEY[:cut]}"}, finishReason=""),
        *between,
        reply_of({"text": f"{KEY[cut:]}, yes."}),
    ]
    reader = ReplyReader(MemorySink())
    reader.hide(Hiding(KEY))
    arrivals = Arrivals(reader)
    for event in events:
        reader.feed(b"data: " + json.dumps(event).encode() + b"\n\n")
        arrivals.look()
    reader.finish()
    words = read_outcome(reader.skeleton, reader.holes, host="it").words
    assert words_of(read_beginning(reader.skeleton, reader.holes)) == words
    assert "\n\n".join(map(str, words)) == arrivals.words
    assert KEY not in arrivals.words
    assert arrivals.words.startswith("Key ")
    assert arrivals.words.endswith("*, yes.")
    assert len(arrivals.words.replace("\n\n", "")) == len(f"Key {KEY}, yes.")
