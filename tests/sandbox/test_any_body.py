"""Whatever is sent to whatever path, the answer is a reply or a refusal in that server's words, and no failure of ours.

`STUDIO_FUZZ_SECONDS=600 pytest tests/sandbox/test_any_body.py --timeout 0` looks for longer.
"""

import asyncio
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any
from unittest.mock import patch

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.sandbox.app import create_app
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.models import all_models
from studio.sandbox.profiles import PROFILES, Profile
from studio.sandbox.reply import answer
from studio.sandbox.schema import CREATE_FILE
from tests.sandbox.any_body import anything, bent, bodies, leaves, of_kind, with_each_field

EXAMPLES = 60 + 10 * int(os.environ.get("STUDIO_FUZZ_SECONDS", "0"))
GOOGLES = ("google", "vertex", "routerhub")
STATUSES = (200, 400, 401, 403, 404, 413, 429, 501, 503)
ODD: tuple[object, ...] = (True, -1, 10**400, "", "\ud800", [], [{}], [None], {}, {"x": []})
KEYS = {"x-goog-api-key": "any", "authorization": "Bearer any"}
_SMALL = 8
_SLOW_TO_MAKE = [HealthCheck.too_slow, HealthCheck.data_too_large]

models = st.sampled_from([model.id for model in all_models()])
methods = st.sampled_from(("generateContent", "streamGenerateContent?alt=sse", "streamGenerateContent", "countTokens"))
scripts = st.sampled_from(("", "", "", "several", "429-limit-0", "nobody", "stream-chatty", "truncated-json"))
paths = st.sampled_from(("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")).flatmap(
    lambda method: st.tuples(
        st.just(method),
        st.lists(
            st.sampled_from(("v1beta", "v1", "models", "files", "upload", "pictures", "google", "gemini-3-pro-image"))
            | st.text("abc:%2e?&=#~ é\u2028", max_size=4),
            max_size=5,
        ).map(lambda parts: "/" + "/".join(parts)),
    )
)


def small(*arguments: Any, scale: int = 1, **options: Any) -> Mapping[str, Any]:
    """The answer, its picture drawn small."""
    return answer(*arguments, scale=scale * _SMALL, **options)


def answered(profile: Profile, method: str, path: str, *bodies: bytes, **headers: str) -> list[httpx.Response]:
    """What the app answers to somebody with a key, to each of some bodies; whatever it raises is raised here."""

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_app(SandboxSettings(profile=profile)))
        async with httpx.AsyncClient(transport=transport, headers=KEYS | headers) as client:
            url = httpx.URL(f"http://sandbox{path}").copy_merge_params({"key": "any"})
            return [await client.request(method, url, content=body) for body in bodies]

    with patch("studio.sandbox.answers.answer", small), patch("studio.sandbox.scripts.scene.answer", small):
        return asyncio.run(ask())


def documents(response: httpx.Response) -> Iterator[Mapping[str, Any]]:
    """What a reply holds, whatever its wire."""
    if response.headers["content-type"].startswith("text/event-stream"):
        events = response.text.replace("\r\n", "\n").split("\n\n")
        for event in events:
            data = "".join(line[5:] for line in event.splitlines() if line.startswith("data:"))
            if data and data.strip() != "[DONE]":
                yield json.loads(data)
        return
    document = response.json()
    yield from document if isinstance(document, list) else (document,)


def check(profile: Profile, response: httpx.Response) -> None:
    """Hold an answer to the shape it has to have."""
    assert response.status_code in STATUSES
    for document in documents(response):
        if response.status_code == 200:
            assert (
                document.keys() & {"candidates", "totalTokens", "file", "models", "data", "name", "error"}
                or not document
            )
            continue
        error = document.get("error", document)
        assert error.get("message") or error.get("detail")
        if profile.name in GOOGLES:
            assert (error["code"], set(error) - {"details"}) == (response.status_code, {"code", "message", "status"})


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=_SLOW_TO_MAKE)
@given(profile=st.sampled_from(sorted(PROFILES)), model=models, method=methods, body=bodies, script=scripts)
def test_any_body_is_answered(profile: str, model: str, method: str, body: bytes, script: str) -> None:
    asked = PROFILES[profile]
    base = next(iter(asked.bases))
    (response,) = answered(asked, "POST", f"{base}/{model}:{method}", body, **{"x-studio-script": script})
    if script != "truncated-json" or response.status_code != 200:
        check(asked, response)


@pytest.mark.parametrize("value", ODD, ids=[json.dumps(value)[:12] for value in ODD])
@pytest.mark.parametrize("profile", ["google", "new-api"])
def test_any_field_may_hold_anything(profile: str, value: object) -> None:
    asked = PROFILES[profile]
    url = f"{next(iter(asked.bases))}/gemini-3.1-flash-image:generateContent"
    for response in answered(asked, "POST", url, *(json.dumps(body).encode() for body in with_each_field(value))):
        check(asked, response)


@settings(max_examples=EXAMPLES, deadline=None)
@given(profile=st.sampled_from(sorted(PROFILES)), path=paths, body=st.binary(max_size=5))
def test_any_path_is_answered(profile: str, path: tuple[str, str], body: bytes) -> None:
    (response,) = answered(PROFILES[profile], *path, body)
    if response.content:
        check(PROFILES[profile], response)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(
    body=bent(of_kind(CREATE_FILE)).map(json.dumps) | anything.map(json.dumps),
    size=leaves,
    kind=leaves,
    command=st.sampled_from(("start", "query", "upload, finalize", "")),
)
def test_any_beginning_of_an_upload_is_answered(body: str, size: object, kind: object, command: str) -> None:
    wanted = {"protocol": "resumable", "command": command}
    wanted |= {"header-content-length": ascii(size)[:40], "header-content-type": ascii(kind)[:40]}
    headers = {f"x-goog-upload-{name}": value for name, value in wanted.items()}
    (response,) = answered(PROFILES["google"], "POST", "/upload/v1beta/files", body.encode(), **headers)
    if response.status_code != 200:
        check(PROFILES["google"], response)
