"""A connection while it is typed: whatever stands in the fields is read or refused at one of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.gemini.presets import PRESETS
from studio.workbench.connection_fields import (
    ConnectionFields,
    FieldRefused,
    fields_of,
    fields_of_preset,
    host_of,
    origin_of,
)

GOOD = ConnectionFields(name="Hub", base_url="hub.example", auth="bearer")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_saved_as_it_is_and_reads_back(name: str) -> None:
    fields = fields_of_preset(name)
    if PRESETS[name].is_typed:
        with pytest.raises(FieldRefused) as caught:
            fields.read("1")
        assert caught.value.field == "base_url", "everybody has a place of their own"
        fields = replace(fields, base_url="https://hub.example/v1beta")
    assert fields_of(fields.read("1")) == fields


def test_an_address_is_made_regular_and_its_model_taken_out() -> None:
    pasted = replace(GOOD, base_url=" https://Hub.example:443/proxy/v1beta/models/m-1:generateContent?a=b ")
    saved = pasted.read("1")
    assert (saved.id, saved.base_url, saved.default_model) == ("1", "https://hub.example/proxy/v1beta?a=b", "m-1")
    assert replace(pasted, default_model="mine").read("1").default_model == "mine"


def test_plain_http_is_kept_only_where_it_is_needed() -> None:
    assert not replace(GOOD, plain_http=True).read("1").plain_http
    far = replace(GOOD, base_url="http://hub.example", plain_http=True)
    assert far.wants_plain_http
    assert far.read("1").plain_http
    assert not replace(GOOD, base_url="http://127.0.0.1:8080").wants_plain_http
    with pytest.raises(FieldRefused, match="encryption") as caught:
        replace(far, plain_http=False).read("1")
    assert caught.value.field == "base_url"


def test_a_host_is_told_even_where_it_is_refused() -> None:
    assert host_of("http://hub.example:8080/v1") == "hub.example:8080"
    assert host_of("two words") == ""


def test_an_origin_is_scheme_host_and_port_and_no_path() -> None:
    assert origin_of("https://Hub.example:443/proxy/v1beta?a=b") == origin_of("hub.example") == "https://hub.example"
    assert origin_of("http://hub.example:8080/v1") == "http://hub.example:8080"
    assert origin_of("two words") == ""


@given(name=st.text(max_size=70), base_url=st.text() | st.builds("https://{}".format, st.text()), model=st.text())
def test_whatever_is_typed_is_read_or_refused_at_a_field(name: str, base_url: str, model: str) -> None:
    fields = ConnectionFields(name=name, base_url=base_url, default_model=model, plain_http=True)
    assert isinstance(fields.wants_plain_http, bool)
    assert isinstance(fields.host, str)
    try:
        saved = fields.read("1")
    except FieldRefused as refusal:
        refused = refusal
    else:
        assert fields_of(saved).read("1") == saved
        return
    assert refused.field in ("name", "base_url", "default_model")
    assert str(refused)
