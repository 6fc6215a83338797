"""The JSON reader against the standard one, for anything a client could send."""

import base64
import binascii
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.inputs import check_image
from studio.sandbox.models import find_model
from studio.sandbox.protojson import camel_case, decode_base64, parse
from studio.sandbox.schema import REQUEST
from studio.sandbox.validation import read_wish
from tests.sandbox.asking import photo, png

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.sampled_from(sorted(REQUEST.fields)), inner)
    ),
    max_leaves=12,
)


@given(st.binary(max_size=200), st.booleans(), st.booleans())
def test_base64_in_both_alphabets_with_and_without_padding(data: bytes, url_safe: bool, padded: bool) -> None:
    text = (base64.urlsafe_b64encode if url_safe else base64.b64encode)(data).decode()
    assert decode_base64(text if padded else text.rstrip("=")) == data


@given(st.text(max_size=40))
@example("AAA\n=")
@example("=")
@example("A")
@example("Ä===")
def test_what_is_no_base64_is_refused_and_never_misread(text: str) -> None:
    try:
        data = decode_base64(text)
    except ValueError:
        with pytest.raises((binascii.Error, ValueError)):
            base64.b64decode(text, validate=True)
    else:
        assert len(data) == len(text.rstrip("=")) * 6 // 8


@given(JSON_VALUES)
@example({"contents": [{"parts": [{"text": "\udcff"}]}]})
@example({"generationConfig": {"seed": 10**400}})
def test_a_document_that_asks_for_nothing_is_refused(document: object) -> None:
    with pytest.raises(InvalidArgument) as refusal:
        read_wish(bytearray(json.dumps(document).encode()), find_model("gemini-3-pro-image", "v1"))
    assert json.loads(json.dumps(refusal.value.document()))["error"]["code"] == 400


@given(st.data())
def test_a_damaged_image_is_refused_and_nothing_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))
    file = bytearray(png(photo(24, 16), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(file)))
    message = ""
    try:
        check_image(bytes(file[:end]), f"image/{kind.lower()}")
    except InvalidArgument as refusal:
        message = refusal.message
    assert message == "" or message.startswith("Unable to process input image.")


def test_both_spellings_of_every_field_mean_the_same() -> None:
    for name in REQUEST.fields:
        assert REQUEST.spellings[name] == REQUEST.spellings[camel_case(name)] == name
    assert camel_case("top_p") == "topP"
    text = b'{"generationConfig": {"responseMimeType": "a", "image_config": {"aspectRatio": "b", "image_size": null}}}'
    assert parse(text, REQUEST) == {
        "generation_config": {"response_mime_type": "a", "image_config": {"aspect_ratio": "b"}}
    }


def test_a_body_is_let_go_once_it_is_read() -> None:
    body = bytearray(b'{"contents":[{"parts":[{"text":"a"}]}]}')
    wish = read_wish(body, find_model("gemini-3-pro-image", "v1"))
    assert wish.prompt == "a"
    assert not body
