"""What sets Vertex apart from the Gemini Developer API: fields, signatures, cached content."""

from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests

from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.profiles import PROFILES
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import PRO, content_of, user

FLASH = "gemini-3.1-flash-image"
PATHS = {"google": "/v1beta/models/", "vertex": "/v1beta1/publishers/google/models/"}
WORDS = {"responseModalities": ["TEXT"]}
BODY: dict[str, Any] = {"contents": [user("an otter")], "generationConfig": WORDS}


@pytest.fixture(scope="module")
def urls() -> Iterator[Mapping[str, str]]:
    """A running sandbox of both."""
    servers = {name: SandboxServer(SandboxSettings(key="k", profile=PROFILES[name])).start() for name in PATHS}
    yield {name: server.url + PATHS[name] for name, server in servers.items()}
    for server in servers.values():
        server.stop()


def generate(url: str, body: object, model: str = FLASH) -> requests.Response:
    return requests.post(f"{url}{model}:generateContent", json=body, timeout=60, headers={"x-goog-api-key": "k"})


def test_vertex_does_without_the_signatures_of_3_pro_and_takes_no_wrong_ones(urls: Mapping[str, str]) -> None:
    for model, status in ((PRO, 200), (FLASH, 400)):
        part = {"text": "Here."}
        turn = {"role": "model", "parts": [part]}
        body = {"contents": [user("an otter"), turn, user("and now?")], "generationConfig": WORDS}
        assert generate(urls["vertex"], body, model).status_code == status
        part["thoughtSignature"] = "AAAA"
        assert generate(urls["vertex"], body, model).status_code == 400
        del part["thoughtSignature"]
        assert generate(urls["google"], body, model).status_code == 400


def with_image(**image: Any) -> dict[str, Any]:
    return BODY | {"generationConfig": {"imageConfig": image}}


ONLY_ON_VERTEX = (
    with_image(personGeneration="ALLOW_NONE", prominentPeople="BLOCK_PROMINENT_PEOPLE"),
    BODY | {"safetySettings": [{"category": "HARM_CATEGORY_JAILBREAK", "threshold": "OFF", "method": "SEVERITY"}]},
    BODY | {"cachedContent": "projects/1/locations/global/cachedContents/sandbox"},
)
NOT_ON_VERTEX = (
    BODY | {"serviceTier": "flex"},
    BODY | {"tools": [{"googleSearch": {"timeRangeFilter": {"startTime": "2026-01-01T00:00:00Z"}}}]},
)


def test_what_vertex_has_of_its_own_and_what_it_has_not(urls: Mapping[str, str]) -> None:
    for bodies, here in ((ONLY_ON_VERTEX, True), (NOT_ON_VERTEX, False)):
        for body in bodies:
            asked = body | {"generationConfig": body["generationConfig"] | WORDS}
            assert (generate(urls["vertex"], asked).status_code == 200) == here, body
            assert (generate(urls["google"], asked).status_code == 200) == (not here), body


def test_vertex_is_told_the_type_of_its_images(urls: Mapping[str, str]) -> None:
    wanted = with_image(imageSize="512", imageOutputOptions={"mimeType": "image/png", "compressionQuality": 80})
    reply = generate(urls["vertex"], wanted).json()
    data = content_of(reply)["parts"][-1]["inlineData"]
    assert (data["mimeType"], b64decode(data["data"])[1:4]) == ("image/png", b"PNG")
    other = with_image(imageOutputOptions={"mimeType": "image/webp"})
    assert "image_output_options.mime_type" in generate(urls["vertex"], other).json()["error"]["message"]


def test_cached_content_leaves_no_room_for_an_instruction_in_each_ones_words(urls: Mapping[str, str]) -> None:
    body = BODY | {"cachedContent": "cachedContents/sandbox", "systemInstruction": {"parts": [{"text": "Blue."}]}}
    for profile, words in (
        ("google", "Proposed fix: move those values to CachedContent"),
        ("vertex", "Tool config, tools and system instruction should not be set"),
    ):
        assert words in generate(urls[profile], body).json()["error"]["message"]
