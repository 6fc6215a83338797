"""What people write with curl and requests against `studio sandbox`: chats, streams, counts, and how errors reach them.

The requests code is RouterHub's page's and runs against that profile; so does what its page forbids.
"""

import base64
import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.conftest import need
from tests.fakes.replies import picture
from tests.real.served import pictures, serving, with_curl

pytestmark = pytest.mark.real

KEY = "rh_0123456789"
MODEL = "google/gemini-3.1-flash-image-preview"
PLAIN = "gemini-3.1-flash-image"
BEARER = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
GOOG_KEY = {"x-goog-api-key": KEY, "Content-Type": "application/json"}
SMALL = {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "16:9", "imageSize": "512"}}


@pytest.fixture(scope="module")
def routerhub() -> Iterator[str]:
    with serving("--key", KEY, "--profile", "routerhub") as url:
        yield f"{url}/v1beta/models/{MODEL}:generateContent"


@pytest.fixture(scope="module")
def google() -> Iterator[str]:
    with serving("--key", KEY) as url:
        yield f"{url}/v1beta/models"


def user(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"role": "user", "parts": list(parts)}


def body(*contents: dict[str, Any]) -> dict[str, Any]:
    return {"contents": list(contents), "generationConfig": SMALL}


def asked(url: str, document: object) -> Any:
    """The page's code: post, raise for a status, read the JSON."""
    response = requests.post(url, headers=BEARER, json=document, timeout=60)
    response.raise_for_status()
    return response.json()


def test_the_pages_code_generates_and_edits(routerhub: str) -> None:
    generated = asked(routerhub, body(user({"text": "A lighthouse"})))
    assert pictures(generated)[0].size == (688, 384)
    assert generated["modelVersion"] == "gemini-3.1-flash-image-preview"
    data = base64.b64encode(picture(size=(120, 90), kind="JPEG")).decode()
    image = {"inlineData": {"mimeType": "image/jpeg", "data": data}}
    edited = asked(routerhub, body(user({"text": "Make it night"}, image)))
    drawn, said = edited["candidates"][0]["content"]["parts"]
    assert "inlineData" in drawn, "the image comes first, as on the page"
    assert "turned it into night" in said["text"]


def test_the_pages_code_goes_on_for_three_turns(routerhub: str) -> None:
    history: list[dict[str, Any]] = []
    for words in ("A lighthouse", "Make it night", "Mirror it"):
        history.append(user({"text": words}))
        history.append(asked(routerhub, body(*history))["candidates"][0]["content"])
    assert "mirrored it" in history[-1]["parts"][1]["text"]
    del history[1]["parts"][0]["thoughtSignature"]
    with pytest.raises(requests.HTTPError) as caught:
        asked(routerhub, body(*history, user({"text": "and again"})))
    message = caught.value.response.json()["error"]["message"]
    assert message == "Image part is missing a thought_signature in content position 2, part position 1."


SCRIPTS = [("400-invalid", 400), ("403-google", 403), ("404-google", 404), ("429-per-day", 429), ("503-twice", 503)]
SCRIPTS += [("500-google", 500), ("502-html", 502), ("504-google", 504)]


@pytest.mark.parametrize(("script", "status"), SCRIPTS)
def test_the_pages_code_raises_for_every_status(routerhub: str, script: str, status: int) -> None:
    with pytest.raises(requests.HTTPError) as caught:
        asked(routerhub, body(user({"text": f"A lighthouse [[{script}]]"})))
    assert caught.value.response.status_code == status


@pytest.mark.parametrize("script", ["cut", "cut-in-picture"])
def test_the_pages_code_sees_a_cut_connection(routerhub: str, script: str) -> None:
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        asked(routerhub, body(user({"text": f"A lighthouse [[{script}]]"})))


def test_curl_is_refused_what_the_page_does_not_name(routerhub: str) -> None:
    bare = {"contents": [{"parts": [{"text": "A lighthouse"}]}]}
    status, reply = with_curl(routerhub, BEARER, json.dumps(bare))
    assert (status, reply["error"]["message"]) == (400, "Please use a valid role: user, model.")
    status, reply = with_curl(routerhub, BEARER, "{contents")
    assert (status, reply["error"]["message"]) == (400, "body must be valid JSON")
    streaming = routerhub.replace(":generateContent", ":streamGenerateContent?alt=sse")
    assert with_curl(streaming, BEARER, json.dumps(body(user({"text": "A lighthouse"}))))[0] == 404
    assert with_curl(f"{routerhub}?key={KEY}", {}, json.dumps(bare))[0] == 401


def curl(*arguments: str) -> "subprocess.CompletedProcess[str]":
    need("curl")
    headers = [word for name, value in GOOG_KEY.items() for word in ("-H", f"{name}: {value}")]
    command = ["curl", "--silent", "--noproxy", "*", *headers, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_curl_streams_lists_and_counts(google: str) -> None:
    sent = json.dumps(body(user({"text": "A lighthouse"})))
    lines = curl("-N", f"{google}/{PLAIN}:streamGenerateContent?alt=sse", "-d", sent).stdout.splitlines()
    events = [json.loads(line.removeprefix("data: ")) for line in lines if line]
    assert len(events) >= 3
    assert pictures(events[-1])[0].size == (688, 384)
    array = json.loads(curl(f"{google}/{PLAIN}:streamGenerateContent", "-d", sent).stdout)
    assert len(array) >= 3
    listed = json.loads(curl(google).stdout)["models"]
    assert f"models/{PLAIN}" in [model["name"] for model in listed]
    counted = json.loads(
        curl(f"{google}/{PLAIN}:countTokens", "-d", '{"contents":[{"parts":[{"text":"otter"}]}]}').stdout
    )
    assert counted["totalTokens"] == 2


def test_curl_fails_with_its_own_status_for_a_refusal(google: str) -> None:
    sent = json.dumps(body(user({"text": "A lighthouse"})))
    for script, exit_status in (("429-per-day", 22), ("500-google", 22), ("cut-in-picture", 18), ("cut", 18)):
        url = f"{google}/{PLAIN}:generateContent"
        done = curl("--fail-with-body", "-H", f"x-studio-script: {script}", url, "-d", sent)
        assert done.returncode == exit_status, script
