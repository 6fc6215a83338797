"""Base64 decoded in pieces, and written again from its bytes and its Form."""

import base64
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini.base64_text import Base64Decoder, Form, encode, encoded_size

CHARACTERS = st.sampled_from(
    ["A", "b", "9", "+", "/", "-", "_", "=", "\\/", "\\n", "\\u003d", "\\u002B", " ", "*", "\\"]
)


class Taken:
    """What a decoder gave for a text cut into pieces of these sizes."""

    def __init__(self, text: bytes, sizes: list[int]) -> None:
        self.data, self.raw = bytearray(), bytearray()
        decoder = Base64Decoder(self.data.extend, self.raw.extend)
        position, cuts = 0, itertools.cycle(sizes)
        while position < len(text):
            size = next(cuts)
            decoder.feed(memoryview(text)[position : position + size])
            position += size
        self.form = decoder.finish()

    @property
    def written(self) -> bytes:
        return encode(self.data, self.form)[: self.form.plain] + self.raw


@settings(max_examples=400)
@given(
    data=st.binary(max_size=400), sizes=st.lists(st.integers(1, 50), min_size=1), url=st.booleans(), pad=st.booleans()
)
def test_ordinary_base64_needs_no_raw_text(data: bytes, sizes: list[int], url: bool, pad: bool) -> None:
    text = base64.urlsafe_b64encode(data) if url else base64.b64encode(data)
    text = text if pad else text.rstrip(b"=")
    taken = Taken(text, sizes)
    assert taken.data == data
    assert (taken.raw, taken.form.plain, taken.form.fault) == (b"", None, None)
    assert encode(data, taken.form) == text
    assert encoded_size(len(data), taken.form) == len(text)


@settings(max_examples=1000)
@given(text=st.lists(CHARACTERS, max_size=40).map("".join), sizes=st.lists(st.integers(1, 12), min_size=1))
def test_any_text_is_written_again_character_for_character(text: str, sizes: list[int]) -> None:
    taken = Taken(text.encode(), sizes)
    assert taken.written == text.encode()


@settings(max_examples=1000)
@given(text=st.lists(CHARACTERS, max_size=30).map("".join), sizes=st.lists(st.integers(1, 12), min_size=1))
def test_the_cuts_do_not_matter(text: str, sizes: list[int]) -> None:
    whole, pieces = Taken(text.encode(), [1000]), Taken(text.encode(), sizes)
    assert (whole.form.fault is None) == (pieces.form.fault is None)
    if whole.form.fault is None:
        assert whole.data == pieces.data


@settings(max_examples=300)
@given(
    data=st.binary(min_size=1, max_size=200),
    sizes=st.lists(st.integers(1, 30), min_size=1),
    breaks=st.sampled_from(["\\n", "\\r\\n", "\\t", " "]),
    width=st.integers(1, 30),
    escape=st.sampled_from([("/", "\\/"), ("+", "\\u002B"), ("=", "\\u003d"), ("A", "\\u0041"), ("/", "\\u002f")]),
)
def test_escapes_and_line_breaks_do_not_change_the_bytes(
    data: bytes, sizes: list[int], breaks: str, width: int, escape: tuple[str, str]
) -> None:
    lines = base64.b64encode(data).decode()
    lines = breaks.join(lines[i : i + width] for i in range(0, len(lines), width)).replace(*escape)
    taken = Taken(lines.encode(), sizes)
    assert taken.data == data
    assert taken.form.fault is None
    assert taken.written == lines.encode()


@pytest.mark.parametrize(
    ("text", "data", "form"),
    [
        (b"", b"", Form()),
        (b"QUJD", b"ABC", Form()),
        (b"QUI=", b"AB", Form()),
        (b"QUI", b"AB", Form(padded=False)),
        (b"QQ", b"A", Form(padded=False)),
        (b"QUJDQUJD", b"ABCABC", Form()),
        (b"-_-_", b"\xfb\xff\xbf", Form("url")),
        (b"+/+/", b"\xfb\xff\xbf", Form()),
        (b"AAAA-_8=", b"\0\0\0\xfb\xff", Form("url")),
        (b"AAAAAAAA-_8", b"\0\0\0\0\0\0\xfb\xff", Form("url", padded=False)),
        (b"QUJDQUI=", b"ABCAB", Form()),
        # From here on encoding would not write the same.
        (b"AAAAAAAA+_8=", b"\0\0\0\0\0\0\xfb\xff", Form(padded=False, plain=8)),
        (b"AAAAAAAA-/8=", b"\0\0\0\0\0\0\xfb\xff", Form(padded=False, plain=8)),
        (b"QUJDQU\\u0049=", b"ABCAB", Form(padded=False, plain=0)),
        (b"QQ=", b"A", Form(padded=False, plain=0)),
        (b"QR==", b"A", Form(padded=False, plain=0)),
        (b"QUJD====", b"ABC", Form(padded=False, plain=4)),
        (b"QUJD\n", b"ABC", Form(padded=False, plain=4)),
    ],
)
def test_the_form_says_how_it_was_written(text: bytes, data: bytes, form: Form) -> None:
    taken = Taken(text, [1000])
    assert taken.data == data
    assert taken.form == form
    assert taken.written == text


@pytest.mark.parametrize("sizes", [[1], [2], [3], [4], [5], [7], [1000]])
@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"QUJD*UJD", "a character is not base64"),
        (b"QUJD\\u00e9UJ", "a character is not base64"),
        (b"QUJD\\\\/UJ", "a character is not base64"),
        (b"QUJD\\xUJD", "a character is not base64"),
        (b"QUJD\0UJD", "a character is not base64"),
        ("QUJDé".encode(), "a character is not base64"),
        (b"QUJDR", "one character too many"),
        (b"Q", "one character too many"),
        (b"Q===", "one character too many"),
        (b"QQ==QQ==", "characters follow the padding"),
        (b"QQ==UJD", "characters follow the padding"),
        (b"QUJD\\nQQ==UJD", "characters follow the padding"),
        (b"=QUJ", "characters follow the padding"),
        (b"QUJD\\", "an escape sequence is cut off"),
        (b"QUJD\\u00", "an escape sequence is cut off"),
    ],
)
def test_what_is_no_base64_says_why_wherever_it_is_cut(text: bytes, fault: str, sizes: list[int]) -> None:
    taken = Taken(text, sizes)
    assert taken.form.fault == fault
    assert taken.written == text


@pytest.mark.parametrize("form", [Form(), Form("url"), Form(padded=False), Form("url", padded=False)])
@pytest.mark.parametrize("size", range(10))
def test_the_encoded_size_is_exact(size: int, form: Form) -> None:
    assert len(encode(bytes(size), form)) == encoded_size(size, form)
