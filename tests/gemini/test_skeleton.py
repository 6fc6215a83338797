"""A skeleton read as JSON with spans and holes, against the standard json."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.base64_text import Form
from studio.gemini.skeleton import Node, SkeletonError, parse
from studio.gemini.wire import Hole

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)
SPELLINGS = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}])
BITS = st.sampled_from([*'{}[]:,"\\/u0019.eE+-ntf \n', "true", "null", "é", "\x00"])


def read(text: str | bytes) -> Node:
    return parse(text.encode() if isinstance(text, str) else text, ())


def nodes(node: Node) -> list[Node]:
    """A node and all within it."""
    children = node.value.values() if isinstance(node.value, dict) else node.items()
    return [node, *(inner for child in children for inner in nodes(child))]


@settings(max_examples=300)
@given(value=VALUES, spelling=SPELLINGS)
def test_what_the_standard_module_writes_is_read_the_same_and_every_span_is_its_value(
    value: object, spelling: dict[str, Any]
) -> None:
    written = json.dumps(value, **spelling).encode()
    node = read(written)
    assert node.plain() == value
    for inner in nodes(node):
        assert json.loads(written[inner.start : inner.end]) == inner.plain()


def refuse(constant: str) -> None:
    raise ValueError(constant)


@settings(max_examples=1000)
@given(text=st.lists(BITS, max_size=15).map("".join))
def test_it_is_as_strict_as_the_standard_module(text: str) -> None:
    try:
        expected = json.loads(text, strict=False, parse_constant=refuse)
    except ValueError:
        with pytest.raises(SkeletonError):
            read(text)
    else:
        assert repr(read(text).plain()) == repr(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "[1",
        '{"a"}',
        '{"a":}',
        '{"a":1,}',
        "[1,]",
        "[1 2]",
        "01",
        "1.",
        "+1",
        "NaN",
        "Infinity",
        "tru",
        "'a'",
        "{1:2}",
        '{"a":1}x',
        '"a',
        '"\\',
        '"\\x"',
        '"\\u12"',
        "[" * 66 + "]" * 66,
        "1" * 401,
        "\ufeff\ufeff1",
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(SkeletonError):
        read(text)


def test_a_byte_order_mark_is_passed_over() -> None:
    node = read(b"\xef\xbb\xbf {}")
    assert (node.plain(), node.start, node.end) == ({}, 4, 6)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb'"\ud83e\udda6"', "\N{OTTER}"),
        (rb'"a\ud83eb"', "a\N{REPLACEMENT CHARACTER}b"),
        (b'"a\xffb"', "a\N{REPLACEMENT CHARACTER}b"),
        (b'"a\tb\nc"', "a\tb\nc"),
        (rb'"\/\"\\"', '/"\\'),
    ],
)
def test_a_string_can_always_be_stored_and_shown(written: bytes, text: str) -> None:
    assert read(written).value == text


def test_holes_stand_where_they_were_cut_out() -> None:
    skeleton = b'{"a":"","b":["","x",{"c":""}],"d":""}'
    first, second, third = (
        Hole(number, offset, "data", Form()) for number, offset in enumerate((6, skeleton.index(b"[") + 2, 26))
    )
    node = parse(skeleton, [third, first, second])
    assert node.plain() == {"a": {"hole": 0}, "b": [{"hole": 1}, "x", {"c": {"hole": 2}}], "d": ""}
    assert list(node.holes()) == [first, second, third]
    inner = node.member("b")
    assert inner is not None
    assert list(inner.holes()) == [second, third]


def test_a_hole_is_no_key() -> None:
    with pytest.raises(SkeletonError):
        parse(b'{"":1}', [Hole(0, 2, "text", Form())])


def test_of_two_members_of_one_name_the_last_counts() -> None:
    assert read('{"a":1,"b":2,"a":3}').plain() == {"a": 3, "b": 2}


def test_the_first_name_that_has_a_value_counts() -> None:
    node = read('{"mimeType":null,"mime_type":"image/png"}')
    assert node.text("mimeType", "mime_type") == "image/png"
    assert node.member("mimeType") is None
    assert read("[1]").member("a") is None
    assert read("1").items() == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5", 5),
        ("-5", -5),
        ('"1290"', 1290),
        ('"-7"', -7),
        ("5.0", 5),
        ("1e3", 1000),
        ("5.5", None),
        ("1e400", None),
        ("1e300", None),
        ("9" * 30, None),
        (f'"{"9" * 19}"', None),
        (str((1 << 63) - 1), (1 << 63) - 1),
        ('"--5"', None),
        ('"five"', None),
        ('""', None),
        ('"٣"', None),
        ("true", None),
        ("null", None),
        ("[1]", None),
    ],
)
def test_a_whole_number_is_one_that_a_record_can_hold(written: str, number: int | None) -> None:
    assert read(f'{{"n":{written}}}').whole_number("n") == number
    assert read("{}").whole_number("n") is None
