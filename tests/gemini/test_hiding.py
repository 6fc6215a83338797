"""A key found in whatever spelling, and nothing else touched."""

import json
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.gemini.hiding import Hiding, MaskedWriter

KEYS = st.text(st.characters(min_codepoint=33, exclude_categories=["Cs"]), min_size=8, max_size=20)


def spellings(key: str, draw: st.DataObject, *, in_json: bool = False) -> str:
    """The key with each character written in one of the ways a server may choose, or may in a JSON string."""

    def ways(one: str) -> list[str]:
        percent = "".join(f"%{byte:02x}" for byte in one.encode())
        escaped = json.dumps(one)[1:-1]
        ways = [escaped, json.dumps(escaped)[1:-1], quote(one, safe=""), percent]
        return ways if in_json and one in '"\\' else [one, *ways]

    return "".join(draw.draw(st.sampled_from(ways(one))) for one in key)


@settings(deadline=None)
@given(key=KEYS, draw=st.data())
def test_every_spelling_is_masked_and_no_offset_changes(key: str, draw: st.DataObject) -> None:
    hiding = Hiding(key)
    spelt = spellings(key, draw)
    assert len(spelt.encode()) <= hiding.longest
    assert hiding.mask(b"\n " + spelt.encode() + b"\n") == b"\n " + b"*" * len(spelt.encode()) + b"\n"
    assert hiding.in_words(f"\n {spelt}\n") == "\n •••\n"


@settings(deadline=None)
@given(key=KEYS, draw=st.data(), cuts=st.lists(st.integers(1, 9), min_size=1))
def test_a_key_cut_anywhere_is_found(key: str, draw: st.DataObject, cuts: list[int]) -> None:
    text = f"\n\n{spellings(key, draw)}\n{spellings(key, draw)}".encode()
    taken = bytearray()
    writer = MaskedWriter(Hiding(key), taken.extend)
    position = number = 0
    while position < len(text):
        size = cuts[number % len(cuts)]
        writer.write(memoryview(text)[position : position + size])
        position, number = position + size, number + 1
    writer.finish()
    assert bytes(taken) == Hiding(key).mask(text)
    assert set(taken) == set(b"\n*")


@pytest.mark.parametrize("key", ["", "short", "1234567"])
def test_what_is_too_short_for_a_key_hides_nothing(key: str) -> None:
    hiding = Hiding(key)
    assert hiding.mask(b"1234567 short") == b"1234567 short"
    assert hiding.in_words("1234567 short") == "1234567 short"
    taken: list[object] = []
    MaskedWriter(hiding, taken.append).write(b"1234567")
    assert taken == [b"1234567"], "nothing is kept back"


@given(text=st.text(st.characters(), max_size=60))
@example("half a pair \ud83e")
def test_words_without_the_key_stay_as_they_are(text: str) -> None:
    assert Hiding("a key that is not in it").in_words(text) == text
