"""Each preset as its provider's page has it: where requests go, where the key is, and what is never asked there."""

import pytest

from studio.gemini.connections import Address, Auth, Endpoint, read_address
from studio.gemini.presets import CUSTOM, PRESETS, preset_of

KEY = "canary/4f9a+key="
WHERE = {
    "google": "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent",
    "vertex": "https://aiplatform.googleapis.com/v1beta1/publishers/google/models/m:generateContent",
    "routerhub": "https://api.routerhub.ai/v1beta/models/google/m:generateContent",
    "chainhub": "https://api.chainhub.tech/v1beta/models/m:generateContent?key=canary%2F4f9a%2Bkey%3D",
    "new-api": "https://gateway.example/v1beta/models/m:generateContent",
    "litellm": "http://localhost:4000/v1beta/models/m:generateContent",
}
HEADERS = {
    "google": {"x-goog-api-key": KEY},
    "vertex": {"x-goog-api-key": KEY},
    "routerhub": {"authorization": f"Bearer {KEY}"},
    "chainhub": {"authorization": f"Bearer {KEY}"},
    "new-api": {"x-goog-api-key": KEY},
    "litellm": {"authorization": f"Bearer {KEY}"},
}


def endpoint(name: str, auth: Auth | None = None) -> Endpoint:
    preset = PRESETS[name]
    return Endpoint(read_address(preset.base_url or preset.example), auth or preset.auth, preset.model_prefix)


@pytest.mark.parametrize("name", PRESETS)
def test_a_request_goes_where_the_provider_says_with_the_key_as_it_says(name: str) -> None:
    at = endpoint(name)
    assert at.with_key(at.generate_url("m"), KEY) == WHERE[name]
    assert at.headers(KEY) == HEADERS[name]


@pytest.mark.parametrize("name", PRESETS)
def test_an_address_that_is_known_is_already_regular(name: str) -> None:
    address = PRESETS[name].base_url or PRESETS[name].example
    assert read_address(address) == Address(address)


def test_routerhub_never_has_the_key_in_the_address() -> None:
    for auth in PRESETS["routerhub"].auths:
        assert "key" not in endpoint("routerhub", auth).with_key("https://a.example/", KEY)


def test_the_prefix_is_put_before_an_id_once() -> None:
    assert endpoint("routerhub").generate_url("google/m") == endpoint("routerhub").generate_url("m")


@pytest.mark.parametrize(
    ("provider", "base_url", "known"),
    [
        ("", "https://generativelanguage.googleapis.com/v1beta", "google"),
        ("new-api", "https://gateway.example/v1beta", "new-api"),
        ("new-api", "https://api.routerhub.ai/v1beta", "routerhub"),
        ("google", "https://gateway.example/v1beta", None),
        ("of tomorrow", "https://gateway.example/v1beta", None),
        ("litellm", "http://localhost:4000/v1beta", "litellm"),
    ],
)
def test_what_is_known_of_an_endpoint_goes_by_its_host(provider: str, base_url: str, known: str | None) -> None:
    assert preset_of(provider, base_url) is (PRESETS[known] if known else CUSTOM)


def test_counting_is_for_those_alone_that_are_known_not_to_draw_instead() -> None:
    assert {name for name, preset in PRESETS.items() if preset.counts} == {"google", "vertex", "litellm"}
    assert not CUSTOM.counts
    assert [name for name, preset in PRESETS.items() if preset.counts_all] == ["google"]
