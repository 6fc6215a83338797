"""The requests of RouterHub's and ChainHub's pages against `studio sandbox`, as their readers make them."""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.fakes.replies import picture
from tests.real.served import Post, pictures, serve, serving, with_curl, with_requests

pytestmark = pytest.mark.real

KEY = "rh_0123456789"
MODEL = "gemini-3.1-flash-image-preview"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    with serving("--key", KEY) as url:
        yield url


POSTS = [with_curl, with_requests]
JSON = {"Content-Type": "application/json"}
STYLES: dict[str, tuple[dict[str, str], str]] = {
    "bearer": ({"Authorization": f"Bearer {KEY}"}, ""),
    "goog-key": ({"x-goog-api-key": KEY}, ""),
    "query": ({}, f"?key={KEY}"),
    "query and bearer": ({"Authorization": f"Bearer {KEY}"}, f"?key={KEY}"),
}


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("prefix", ["", "google/"])
def test_text_to_image(sandbox: str, post: Post, style: str, prefix: str) -> None:
    headers, query = STYLES[style]
    body = {"contents": [{"role": "user", "parts": [{"text": "A cute baby otter wearing a tiny top hat"}]}]}
    url = f"{sandbox}/v1beta/models/{prefix}{MODEL}:generateContent{query}"
    status, reply = post(url, JSON | headers, json.dumps(body))
    assert status == 200, reply
    (image,) = pictures(reply)
    assert image.size == (1024, 1024)
    assert reply["candidates"][0]["content"]["role"] == "model"
    assert reply["candidates"][0]["finishReason"] == "STOP"
    assert reply["modelVersion"] == MODEL
    assert reply["usageMetadata"]["totalTokenCount"] > 0


@pytest.mark.parametrize("post", POSTS)
def test_editing(sandbox: str, post: Post) -> None:
    data = base64.b64encode(picture(size=(120, 90), kind="JPEG")).decode()
    parts = [{"text": "make it night"}, {"inlineData": {"mimeType": "image/jpeg", "data": data}}]
    body = {
        "contents": [{"role": "user", "parts": parts}],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]},
    }
    url = f"{sandbox}/v1beta/models/google/gemini-2.5-flash-image:generateContent"
    status, reply = post(url, JSON | {"Authorization": f"Bearer {KEY}"}, json.dumps(body))
    assert status == 200, reply
    (image,) = pictures(reply)
    assert image.size == (1184, 864)


@pytest.mark.parametrize("post", POSTS)
def test_generation_config(sandbox: str, post: Post) -> None:
    body = {
        "contents": [{"role": "user", "parts": [{"text": "A lighthouse"}]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
            "temperature": 0.8,
        },
        "safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_ONLY_HIGH"}],
    }
    url = f"{sandbox}/v1beta/models/google/gemini-3-pro-image-preview:generateContent"
    status, reply = post(url, JSON | {"x-goog-api-key": KEY}, json.dumps(body))
    assert status == 200, reply
    (image,) = pictures(reply)
    assert image.size == (2752, 1536)
    assert [next(iter(part)) for part in reply["candidates"][0]["content"]["parts"]] == ["inlineData"]


@pytest.mark.parametrize("post", POSTS)
def test_chainhubs_request(sandbox: str, post: Post) -> None:
    body = {
        "contents": [{"role": "user", "parts": [{"text": "A cat"}]}],
        "generationConfig": {"responseModalities": ["TEXT", "IMAGE"]},
    }
    url = f"{sandbox}/v1beta/models/gemini-2.5-flash-image-preview:generateContent?key={KEY}"
    status, reply = post(url, JSON, json.dumps(body))
    assert status == 200, reply
    assert pictures(reply)[0].size == (1024, 1024)


ERRORS: list[tuple[str, dict[str, str], str, str, int, str]] = [
    ("not JSON", {"x-goog-api-key": KEY}, MODEL, "{contents", 400, "INVALID_ARGUMENT"),
    ("no contents", {"x-goog-api-key": KEY}, MODEL, "{}", 400, "INVALID_ARGUMENT"),
    ("no key", {}, MODEL, "{}", 403, "PERMISSION_DENIED"),
    ("a wrong key", {"x-goog-api-key": "wrong"}, MODEL, "{}", 400, "INVALID_ARGUMENT"),
    ("a wrong bearer", {"Authorization": "Bearer wrong"}, MODEL, "{}", 401, "UNAUTHENTICATED"),
    (
        "an unknown model",
        {"x-goog-api-key": KEY},
        "gemini-9-image",
        '{"contents":[{"role":"user","parts":[{"text":"x"}]}]}',
        404,
        "NOT_FOUND",
    ),
    (
        "a misplaced ratio",
        {"x-goog-api-key": KEY},
        MODEL,
        '{"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"aspectRatio":"1:1"}}',
        400,
        "INVALID_ARGUMENT",
    ),
]


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("row", ERRORS, ids=[row[0] for row in ERRORS])
def test_errors_are_shaped_as_googles(
    sandbox: str, post: Post, row: tuple[str, dict[str, str], str, str, int, str]
) -> None:
    _, headers, model, body, status, word = row
    got, reply = post(f"{sandbox}/v1beta/models/{model}:generateContent", JSON | headers, body)
    assert got == status
    assert reply["error"]["code"] == status
    assert reply["error"]["status"] == word
    assert reply["error"]["message"]


def test_the_list_of_models(sandbox: str) -> None:
    for version in ("v1beta", "v1"):
        answer = requests.get(f"{sandbox}/{version}/models", headers={"x-goog-api-key": KEY}, timeout=20)
        names = [model["name"] for model in answer.json()["models"]]
        assert "models/gemini-nano-banana-2.1" in names


def test_any_key_passes_without_one_set_and_a_delay_delays(tmp_path: Path) -> None:
    served = serve("--delay", "0.4")
    try:
        url = f"{served.url}/v1beta/models/gemini-2.5-flash-image:generateContent"
        body = {"contents": [{"parts": [{"text": "a boat"}]}]}
        answer = requests.post(url, json=body, headers={"x-goog-api-key": "anything"}, timeout=60)
        assert answer.status_code == 200
        assert answer.elapsed.total_seconds() >= 0.4
    finally:
        served.process.send_signal(signal.SIGINT)
        served.process.communicate(timeout=20)
    assert served.process.returncode == 0


def test_a_port_in_use_is_said(sandbox: str) -> None:
    port = sandbox.rpartition(":")[2]
    command = [sys.executable, "-m", "studio", "sandbox", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "Choose another port" in done.stderr
    assert "Traceback" not in done.stderr
