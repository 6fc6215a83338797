"""The reply reader against the standard json and base64, for any reply and any chunks."""

import base64
import json
import random
import tracemalloc
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.errors import ReplyTooLarge
from studio.gemini.hiding import Hiding
from studio.gemini.skeleton import Node, parse
from studio.gemini.wire import Hole, ReplyLimits, ReplyReader
from tests.fakes.memory_sink import KeptHole, MemorySink

SMALL = ReplyLimits(string=12)


def feed(reply: bytes, sizes: Iterator[int], limits: ReplyLimits = SMALL) -> tuple[ReplyReader, MemorySink]:
    sink = MemorySink()
    reader = ReplyReader(sink, limits)
    position = 0
    while position < len(reply):
        size = next(sizes)
        reader.feed(reply[position : position + size])
        position += size
    reader.finish()
    return reader, sink


def one_by_one() -> Iterator[int]:
    while True:
        yield 1


def whole() -> Iterator[int]:
    while True:
        yield 1 << 30


def scattered(seed: int, most: int) -> Iterator[int]:
    source = random.Random(seed)
    while True:
        yield source.randint(1, most)


def filled(node: Node, sink: MemorySink) -> object:
    """The node as json.loads would give it, with the holes filled from the sink."""
    if isinstance(node.value, dict):
        return {key: filled(child, sink) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [filled(child, sink) for child in node.value]
    if isinstance(node.value, Hole):
        return unescaped(sink.holes[node.value.number])
    return node.value


def unescaped(hole: KeptHole) -> object:
    """The string that a hole stands for."""
    written = hole.written().decode("utf-8", "replace")
    return tidy(json.loads(f'"{written}"', strict=False))


def write_string(text: str, draw: st.DrawFn) -> str:
    """A JSON string written with escapes here and there."""
    how = draw(st.sampled_from(["plain", "ascii", "slashes", "everything"]))
    if how == "everything":
        return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else json.dumps(c)[1:-1] for c in text) + '"'
    written = json.dumps(text, ensure_ascii=how == "ascii")
    return written.replace("/", "\\/") if how == "slashes" else written


def write_base64(data: bytes, draw: st.DrawFn) -> str:
    text = base64.b64encode(data).decode()
    if draw(st.booleans()):
        text = base64.urlsafe_b64encode(data).decode()
    how = draw(st.sampled_from(["plain", "plain", "bare", "slashes", "equals", "lines", "mixed"]))
    if how == "bare":
        text = text.rstrip("=")
    elif how == "slashes":
        text = text.replace("/", "\\/")
    elif how == "equals":
        text = text.replace("=", "\\u003d").replace("+", "\\u002B")
    elif how == "lines":
        text = "\\n".join(text[i : i + 7] for i in range(0, len(text), 7))
    elif how == "mixed":
        text = text[: len(text) // 2] + text[len(text) // 2 :].translate(str.maketrans("+/-_", "-_+/"))
    return f'"{text}"'


@st.composite
def replies(draw: st.DrawFn) -> tuple[str, list[bytes]]:
    """A JSON document with inlineData here and there, and the bytes of each in order."""
    pictures: list[bytes] = []
    space = draw(st.sampled_from(["", " ", "\n  ", "\t\r\n"]))

    def value(depth: int) -> str:
        kind = draw(st.integers(0, 9 if depth < 4 else 5))
        if kind <= 2:
            return write_string(draw(st.text(max_size=30)), draw)
        if kind <= 5:
            return draw(st.sampled_from(["null", "true", "false", "0", "-1", "1e5", "1.10", "12345678901234567890"]))
        if kind == 6:
            return "[" + ",".join(space + value(depth + 1) for _ in range(draw(st.integers(0, 3)))) + space + "]"
        if kind == 7:
            return inline_data()
        keys = draw(st.lists(st.text(max_size=6) | st.just("data"), max_size=3))
        return "{" + ",".join(space + member(key, value(depth + 1)) for key in keys) + space + "}"

    def member(key: str, written: str) -> str:
        return write_string(key, draw) + space + ":" + space + written

    def inline_data() -> str:
        data = draw(st.binary(max_size=60))
        pictures.append(data)
        fields = [member("mimeType", '"image/png"'), member("data", write_base64(data, draw))]
        if draw(st.booleans()):
            fields.reverse()
        key = draw(st.sampled_from(["inlineData", "inline_data"]))
        return "{" + member(key, "{" + ",".join(fields) + "}") + "}"

    count = draw(st.integers(0, 4))
    document = "{" + ",".join(member(f"k{i}", value(0)) for i in range(count)) + space + "}"
    return space + document + space, pictures


@settings(max_examples=400)
@given(reply=replies(), seed=st.integers(0, 1 << 16), most=st.integers(1, 40))
def test_every_reply_is_read_as_the_standard_modules_read_it(
    reply: tuple[str, list[bytes]], seed: int, most: int
) -> None:
    text, pictures = reply
    raw = text.encode("utf-8", "surrogatepass")
    reader, sink = feed(raw, scattered(seed, most))
    assert reader.ended
    assert sink.verbatim() == raw
    assert sink.bytes == reader.skeleton
    node = parse(reader.skeleton, reader.holes)
    assert filled(node, sink) == json.loads(text, strict=False)
    assert [bytes(hole.data) for hole in sink.holes if hole.kind == "data"] == pictures
    assert all(hole.form.fault is None for hole in reader.holes)


@settings(max_examples=300)
@given(reply=replies(), cut=st.floats(0, 1), flip=st.binary(min_size=1, max_size=3), seed=st.integers(0, 99))
def test_damage_is_kept_as_received_and_never_raises(
    reply: tuple[str, list[bytes]], cut: float, flip: bytes, seed: int
) -> None:
    raw = reply[0].encode("utf-8", "surrogatepass")
    place = int(cut * len(raw))
    damaged = raw[:place] + flip + raw[place + len(flip) :]
    reader, sink = feed(damaged, scattered(seed, 9))
    if sink.holes and sink.holes[-1].form is None:  # still within a string
        assert not reader.ended
        return
    assert sink.verbatim() == damaged
    assert understood(reader, sink) == standard(damaged)


def understood(reader: ReplyReader, sink: MemorySink) -> object:
    """What the reader made of a reply, None if it found it broken."""
    try:
        for (
            hole
        ) in sink.holes:  # one under a key that is given twice is not in the value, and has to be well-formed too
            unescaped(hole)
        return filled(parse(reader.skeleton, reader.holes), sink) if reader.ended else None
    except ValueError:
        return None


def standard(raw: bytes) -> object:
    """What the standard module makes of it, None if it finds it broken; it must be an object or array without NaN."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        value = json.loads(raw.decode("utf-8-sig", "replace"), strict=False, parse_constant=refuse)
    except ValueError:
        return None
    return tidy(value) if isinstance(value, dict | list) else None


def tidy(value: Any) -> Any:
    """The value with half surrogate pairs replaced, as nothing can store them."""
    if isinstance(value, dict):
        return {tidy(key): tidy(child) for key, child in value.items()}
    if isinstance(value, list):
        return [tidy(child) for child in value]
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value


@pytest.mark.parametrize("chunks", [whole, one_by_one])
def test_a_long_signature_is_kept_as_written_and_its_picture_decoded(chunks: Any) -> None:
    picture = random.Random(1).randbytes(70_001)
    signature = base64.b64encode(random.Random(2).randbytes(90_000)).decode().replace("/", "\\/")
    raw = (
        '{"candidates":[{"content":{"parts":[{"inlineData":{"data":"%s","mimeType":"image/png"},"thoughtSignature":"%s"}]}}]}'
        % (base64.b64encode(picture).decode(), signature)
    ).encode()
    reader, sink = feed(raw, chunks(), ReplyLimits())
    assert [hole.kind for hole in reader.holes] == ["data", "text"]
    assert sink.holes[0].data == picture
    assert sink.holes[1].data == signature.encode()
    assert reader.skeleton == (
        b'{"candidates":[{"content":{"parts":[{"inlineData":{"data":"","mimeType":"image/png"},"thoughtSignature":""}]}}]}'
    )


def test_the_key_of_a_picture_may_be_written_with_escapes() -> None:
    raw = rb'{"inline\u0044ata":{"d\u0061ta":"QUJD"}}'
    _, sink = feed(raw, whole())
    assert [bytes(hole.data) for hole in sink.holes] == [b"ABC"]


@pytest.mark.parametrize(
    ("text", "data", "fault"),
    [
        ("QUJD*UJD", b"ABC", "not base64"),
        ("QUJDR", b"ABC", "too many"),
        ("QQ==QQ==", b"", "follow the padding"),
        ("QR==", b"A", None),  # stray bits: decoded, kept as written
        ("QQ=", b"A", None),
        ("", b"", None),
    ],
)
def test_odd_base64_is_decoded_if_it_can_be_and_kept_as_written(text: str, data: bytes, fault: str | None) -> None:
    raw = b'{"inlineData":{"data":"%s"}}' % text.encode()
    reader, sink = feed(raw, one_by_one())
    form = reader.holes[0].form
    assert bytes(sink.holes[0].data) == data
    assert sink.verbatim() == raw
    assert (form.fault is None) == (fault is None)
    assert fault is None or fault in str(form.fault)


@pytest.mark.parametrize(
    "raw",
    [
        b"<!doctype html><title>Hi</title>",
        b"{]",
        b'{"a":1}}',
        b'{"a":1}{',
        b"[" * 100,
        b'{"' + b"k" * 2000 + b'":1}',
        b"42",
    ],
)
def test_what_is_no_json_is_kept_and_never_ends(raw: bytes) -> None:
    reader, sink = feed(raw, one_by_one())
    assert not reader.ended
    assert reader.lost
    assert sink.verbatim() == raw


@pytest.mark.parametrize(
    "limits",
    [ReplyLimits(total=1000), ReplyLimits(skeleton=500), ReplyLimits(holes=2)],
)
def test_a_reply_without_end_is_refused(limits: ReplyLimits) -> None:
    reader = ReplyReader(MemorySink(), limits)
    with pytest.raises(ReplyTooLarge):
        for _ in range(1000):
            reader.feed(b'[{"inlineData":{"data":"QUJD"}},1,')


def test_memory_does_not_grow_with_the_picture() -> None:
    class Nowhere(MemorySink):
        def write(self, piece: bytes | bytearray | memoryview) -> None:
            pass

    chunk = base64.b64encode(random.Random(3).randbytes(192 << 10))
    reader = ReplyReader(Nowhere())
    reader.feed(b'{"inlineData":{"data":"' + chunk)
    tracemalloc.start()
    for _ in range(100):
        reader.feed(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 << 20
    reader.feed(b'"}}')
    assert reader.ended


KEY = "KEY/+12345=é"
SPELT = (
    KEY,
    "".join(f"\\u{ord(character):04x}" for character in KEY),
    "".join(f"\\u{ord(character):04X}" for character in KEY),
    "".join(f"\\\\u{ord(character):04X}" for character in KEY),
    KEY.replace("/", "\\/"),
    quote(KEY, safe=""),
    quote(KEY, safe="/+").lower().replace("key", "KEY"),
    KEY.replace("=", "\\u003d").replace("+", "%2B").replace("é", "\\u00E9"),
)
LONG = "words of no end, " * 1200


@pytest.mark.parametrize("chunks", [whole, one_by_one, lambda: scattered(1, 40)])
@pytest.mark.parametrize("spelt", SPELT)
@pytest.mark.parametrize(
    "around",
    [
        '{"a":"my @, you","b":[1]}',
        '{"@":"',
        '{"a":"cut off at @ an',
        '{"a":"cut off at @',
        "{a: @, [",
        "{no: @}",
        "<html>@</html>",
        f"<html>{LONG}@{LONG}",
        '{"a":1} @',
        f'{{"{LONG[:1020]}@{LONG}":1}}',
        f'{{"a":"{LONG[: (16 << 10) - 5]}@{LONG}","b":"@"}}',
        f'{{"a":"{LONG}@","b":1}}',
        f'{{"inlineData":{{"data":"*{LONG}@"}}}}',
        'data: {"candidates":"@"}\r\n\r\ndata: {"@":1}',
    ],
)
def test_a_key_that_comes_back_is_not_kept(chunks: Any, around: str, spelt: str) -> None:
    sink = MemorySink()
    reader = ReplyReader(sink)
    reader.hide(Hiding(KEY))
    raw, sizes, position = around.replace("@", spelt).encode(), chunks(), 0
    while position < len(raw):
        size = next(sizes)
        reader.feed(raw[position : position + size])
        position += size
    reader.finish()
    assert sink.verbatim() == around.replace("@", "*" * len(spelt.encode())).encode()
    assert reader.skeleton == sink.bytes


@pytest.mark.parametrize("seed", range(5))
def test_what_is_no_json_is_whole_however_long_it_is(seed: int) -> None:
    event = 'words: {"candidates":[{"content":{"parts":[{"inlineData":{"data":"%s"}}]}}]}\r\n\r\n'
    raw = b"".join((event % ("QUJD" * 250_000)).encode() for _ in range(4))
    reader, sink = feed(raw, scattered(seed, 1 << 18), ReplyLimits(holes=0))
    assert reader.lost
    assert [(hole.kind, hole.form.fault) for hole in reader.holes] == [("text", None)]
    assert sink.verbatim() == raw
    assert reader.head == raw[:4096]


def test_no_json_is_on_the_disk_as_it_arrives() -> None:
    sink = MemorySink()
    reader = ReplyReader(sink, ReplyLimits(total=100))
    reader.feed(b"date: " + b"x" * 60)
    assert sink.holes[0].data == b"date: " + b"x" * 60
    with pytest.raises(ReplyTooLarge):
        reader.feed(b"x" * 60)
    reader.finish()
    assert sink.holes[0].form is not None
