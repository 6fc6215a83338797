"""What other vendors' clients were seen to send, each as it stood on the wire: all of it has to be served."""

from base64 import urlsafe_b64encode
from typing import Any

import pytest
import requests

from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, PRO, content_of, photo, png, user

SAFE = urlsafe_b64encode(png(photo())).decode().rstrip("=")
WORDS = {"responseModalities": ["TEXT"]}
LITELLM = {
    "model": PRO,
    "contents": [{"parts": [{"text": "an otter"}]}],
    "generationConfig": {"response_modalities": ["TEXT"], "image_config": {"aspect_ratio": "16:9"}},
    "tools": None,
}
LANGCHAIN = {
    "contents": [
        {"role": "user", "parts": [{"text": "look"}, {"inlineData": {"mime_type": "image/png", "data": SAFE}}]}
    ],
    "generation_config": {"response_modalities": ["TEXT"], "temperature": 0.7, "candidate_count": 1},
    "safetySettings": [],
}
GENAI = {
    "contents": [
        {
            "parts": [
                {"text": "look"},
                {"inlineData": {"mime_type": "image/png", "data": SAFE + "=" * (-len(SAFE) % 4)}},
            ],
            "role": "user",
        }
    ],
    "generationConfig": WORDS,
    "systemInstruction": {"parts": [{"text": "Be brief."}], "role": "user"},
}
AI_SDK: dict[str, Any] = {"generationConfig": {}, "contents": [user("an otter")]}
LOWER_CASE = {
    "contents": [user("an otter")],
    "generationConfig": {"responseModalities": ["Text"], "thinkingConfig": {"thinkingLevel": "high"}},
    "tools": [{"google_search": {}}],
}
HABITS = [
    ("LiteLLM", f"/v1beta/models/{PRO}", LITELLM),
    ("LangChain", f"/v1beta/models/{FIRST}", LANGCHAIN),
    ("google-genai", f"/v1/models/{FIRST}", GENAI),
    ("AI SDK", f"/v1beta/models/{FIRST}", AI_SDK),
    ("AI SDK, an id with a slash", f"/v1beta/google/{FIRST}", AI_SDK),
    ("lower case", f"/v1beta/models/{PRO}", LOWER_CASE),
]


@pytest.mark.parametrize(("path", "body"), [row[1:] for row in HABITS], ids=[row[0] for row in HABITS])
def test_it_is_served_and_the_reply_names_its_role(server: SandboxServer, path: str, body: object) -> None:
    response = requests.post(
        f"{server.url}{path}:generateContent", json=body, headers={"x-goog-api-key": server.key}, timeout=60
    )
    assert response.status_code == 200, response.text
    assert content_of(response.json())["role"] == "model"
    assert response.json()["modelVersion"] == path.rpartition("/")[2]
