"""A key that a server sends back, in whatever spelling: the reply is read all the same, and has it nowhere."""

import json
import re
from itertools import cycle
from random import Random
from typing import Any
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.hiding import Hiding
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink

# Visible ASCII is all that a key may have. What escapes are made of comes often. Asterisks are what it is masked with,
# and a quotation mark would be found in what holds the strings together.
VISIBLE = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='*"')
KEYS = st.text(st.sampled_from("\\/bfnrtu0041u5cAx%") | VISIBLE, min_size=8, max_size=16)
LIMITS = ReplyLimits(string=60, key=400)
UNIT = re.compile(rb"\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
SHORT = {"\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", '"': '"', "\\": "\\", "/": "/"}


def written(text: str, chance: Random) -> str:
    """A text as a JSON string may hold it, each letter in one of the ways there are."""
    return "".join(chance.choice(_ways(letter)) for letter in text)


def _ways(letter: str) -> list[str]:
    ways = [f"\\u{ord(letter):04x}", f"\\u{ord(letter):04X}"]
    ways += [f"\\{SHORT[letter]}"] if letter in SHORT else []
    return ways if letter in '"\\' or letter < " " else [letter, letter, *ways]


def key_written(key: str, chance: Random) -> str:
    """A key as a string may hold it: as any other text, or quoted from JSON, or from a URL."""
    plainly = written(key, chance)
    from_json = json.dumps(plainly)[1:-1].replace("/", chance.choice(["/", r"\/"]))
    from_url = "".join(f"%{ord(one):02x}" for one in key)
    return chance.choice([plainly, plainly, from_json, from_url, from_url.upper()])


def string(key: str, chance: Random) -> str:
    """A string with words, the key and pieces of it, in JSON."""
    words = "".join(chance.choice('\\\\"/\n\t\bnu0041 z' + key) for _ in range(chance.randrange(8)))
    pieces = [written(words, chance), written(key[:3], chance), written(key[2:], chance), "\\\\"]
    return "".join(chance.choice([*pieces, key_written(key, chance)]) for _ in range(chance.randrange(5)))


def read(document: str, key: str, sizes: list[int]) -> tuple[MemorySink, ReplyReader]:
    """Take a reply in as a client does that knows the key."""
    sink = MemorySink()
    reader = ReplyReader(sink, LIMITS)
    reader.hide(Hiding(key))
    data, position = document.encode(), 0
    for size in cycle(sizes):
        if position >= len(data):
            break
        reader.feed(data[position : position + size])
        position += size
    reader.finish()
    return sink, reader


def put_together(sink: MemorySink) -> bytes:
    """The reply as kept, its holes filled with what is kept of them."""
    kept, position = bytearray(), 0
    for hole in sink.holes:
        kept += sink.bytes[position : hole.offset] + hole.written()
        position = hole.offset
    return bytes(kept + sink.bytes[position:])


def texts(value: Any) -> list[str]:
    """Every string of a JSON value, names included."""
    if isinstance(value, str):
        return [value]
    inner = [part for pair in value.items() for part in pair] if isinstance(value, dict) else value
    return [text for each in inner for text in texts(each)] if isinstance(value, dict | list) else []


def nowhere(key: str, text: str) -> bool:
    """Whether a text has the key neither as it is, nor quoted from a URL, nor from JSON."""
    seen = [text, unquote(text)]
    seen += [re.sub(r"\\u00([0-9a-fA-F]{2})|\\/", lambda m: chr(int(m[1], 16)) if m[1] else "/", text)]
    return not any(key in each for each in seen)


@settings(max_examples=300, deadline=None)
@given(key=KEYS, seed=st.integers(0, 1 << 32), sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_what_is_masked_is_json_still_and_says_all_but_the_key(key: str, seed: int, sizes: list[int]) -> None:
    chance = Random(seed)
    said = tuple(string(key, chance) for _ in range(4))
    document = '{"candidates":[{"content":{"parts":[{"text":"%s"},{"text":"%s"}]}}],"note":"%s","%s":[1,""]}' % said
    sink, reader = read(document, key, sizes)
    assert not reader.lost
    kept = put_together(sink)
    assert len(kept) == len(document.encode())
    position = 0
    for before in UNIT.findall(document.encode()):
        after = kept[position : position + len(before)]
        assert after in (before, b"*" * len(before)), (document, kept)
        position += len(before)
    assert all(nowhere(key, text) for text in texts(json.loads(kept))), (document, kept)
