"""Every way to say who is asking, right and wrong, with and without a prefix before the model."""

from typing import Any

import httpx
import pytest
import requests

from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, image_part, photo, picture_of, png, user

STYLES = ("header", "query", "bearer")


def credentials(style: str, key: str) -> dict[str, Any]:
    """What a client adds to a request."""
    if style == "query":
        return {"params": {"key": key}}
    return {"headers": {"x-goog-api-key": key} if style == "header" else {"Authorization": f"Bearer {key}"}}


def url_of(server: SandboxServer, model: str, version: str = "v1beta") -> str:
    return f"{server.url}/{version}/models/{model}:generateContent"


TEXT_TO_IMAGE = {"contents": [user("A cute baby otter wearing a tiny top hat, watercolor style")]}
EDITING = {"contents": [user("Make it night", image_part(png(photo())))]}
GENERATION_CONFIG = {
    "contents": [user("A city skyline")],
    "generationConfig": {
        "responseModalities": ["TEXT", "IMAGE"],
        "temperature": 0.8,
        "topP": 0.95,
        "maxOutputTokens": 8192,
        "imageConfig": {"aspectRatio": "16:9"},
    },
}
CHAINHUB = {"contents": [user("A fox")], "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]}}


@pytest.mark.parametrize("prefix", ["", "google/"])
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("body", [TEXT_TO_IMAGE, EDITING, GENERATION_CONFIG], ids=["text", "edit", "config"])
def test_the_requests_of_the_first_gateway(server: SandboxServer, style: str, prefix: str, body: object) -> None:
    url = url_of(server, f"{prefix}gemini-2.5-flash-image")
    response = requests.post(url, json=body, timeout=60, **credentials(style, server.key))
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    assert response.json()["modelVersion"] == "gemini-2.5-flash-image"
    assert picture_of(response.json()).format == "PNG"


@pytest.mark.parametrize("style", STYLES)
def test_the_request_of_the_second_gateway(server: SandboxServer, style: str) -> None:
    url = url_of(server, "gemini-2.5-flash-image-preview")
    response = httpx.post(url, json=CHAINHUB, timeout=60, **credentials(style, server.key))
    assert response.status_code == 200
    assert picture_of(response.json()).size == (1024, 1024)


def test_a_key_in_the_query_and_as_bearer_at_once(server: SandboxServer) -> None:
    both = credentials("query", server.key) | credentials("bearer", server.key)
    assert requests.post(url_of(server, FIRST, "v1"), json=CHAINHUB, timeout=60, **both).status_code == 200


@pytest.mark.parametrize("style", ["header", "query"])
def test_a_wrong_key_is_400(server: SandboxServer, style: str) -> None:
    response = requests.post(url_of(server, FIRST), json=CHAINHUB, timeout=60, **credentials(style, "wrong"))
    message = "API key not valid. Please pass a valid API key."
    assert response.status_code == 400
    assert response.json() == {
        "error": {
            "code": 400,
            "message": message,
            "status": "INVALID_ARGUMENT",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "API_KEY_INVALID",
                    "domain": "googleapis.com",
                    "metadata": {"service": "generativelanguage.googleapis.com"},
                },
                {
                    "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
                    "locale": "en-US",
                    "message": message,
                },
            ],
        }
    }


def test_a_wrong_token_is_401(server: SandboxServer) -> None:
    response = requests.post(url_of(server, FIRST), json=CHAINHUB, timeout=60, **credentials("bearer", "wrong"))
    assert response.status_code == 401
    assert response.json()["error"]["status"] == "UNAUTHENTICATED"


def test_the_header_decides_before_the_token(server: SandboxServer) -> None:
    headers = {"x-goog-api-key": "wrong", "Authorization": f"Bearer {server.key}"}
    assert requests.get(f"{server.url}/v1beta/models", headers=headers, timeout=60).status_code == 400


@pytest.mark.parametrize("style", [*STYLES, "none", "basic"])
def test_no_key_and_an_empty_one_are_403(server: SandboxServer, style: str) -> None:
    options = {"none": {}, "basic": {"headers": {"Authorization": "Basic eDp5"}}}.get(style)
    if options is None:
        options = credentials(style, "")
    for response in (
        requests.post(url_of(server, FIRST), json=CHAINHUB, timeout=60, **options),
        requests.get(f"{server.url}/v1beta/models", timeout=60, **options),
    ):
        assert response.status_code == 403
        assert response.json()["error"]["status"] == "PERMISSION_DENIED"
        assert response.json()["error"]["message"].startswith("Method doesn't allow unregistered callers")


@pytest.mark.parametrize("key", [None, ""])
def test_without_a_key_of_its_own_any_passes_but_none(key: str | None) -> None:
    with SandboxServer(SandboxSettings(key=key)) as server:
        url = f"{server.url}/v1beta/models"
        for style in STYLES:
            assert requests.get(url, timeout=60, **credentials(style, "anything")).status_code == 200
        assert requests.get(url, timeout=60).status_code == 403
        assert server.key == ""
