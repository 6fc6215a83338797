"""countTokens: from the contents alone and from a whole request."""

from typing import Any

import pytest
import requests

from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import PRO, image_part, photo, png, post, user

ASKED = [user("an otter in the rain", image_part(png(photo())))]


def count(server: SandboxServer, body: object) -> requests.Response:
    url = f"{server.url}/v1beta/models/{PRO}:countTokens"
    return requests.post(url, json=body, headers={"x-goog-api-key": server.key}, timeout=60)


def test_it_counts_what_a_reply_says_was_sent(server: SandboxServer) -> None:
    whole: dict[str, Any] = {"contents": ASKED, "systemInstruction": {"parts": [{"text": "Be brief, always."}]}}
    words = {"generationConfig": {"responseModalities": ["TEXT"]}}
    usage = post(server, whole | words, PRO).json()["usageMetadata"]
    counted = count(server, {"generateContentRequest": {"model": f"models/{PRO}", **whole}}).json()
    assert counted["totalTokens"] == usage["promptTokenCount"]
    assert counted["promptTokensDetails"] == usage["promptTokensDetails"]
    assert count(server, {"contents": ASKED}).json()["totalTokens"] < counted["totalTokens"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "contents is not specified"),
        ({"contents": ASKED, "generateContentRequest": {"contents": ASKED}}, "can not both be set"),
        ({"contents": ASKED, "generationConfig": {}}, 'Unknown name "generationConfig"'),
        ({"generateContentRequest": {"contents": ASKED, "x": 1}}, "at 'generate_content_request'"),
    ],
)
def test_what_it_refuses(server: SandboxServer, body: object, words: str) -> None:
    response = count(server, body)
    assert response.status_code == 400
    assert words in response.json()["error"]["message"]
