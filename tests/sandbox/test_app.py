"""Routes, the list of models, the limit of a body, delays, and that drawing does not hold up others."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import requests

from studio.sandbox import answers as answers_module
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.server import SandboxServer
from tests.sandbox.asking import FIRST, PRO, enter, picture_of, post, status_of, user

KEY = {"key": "any"}
GENERATE = f"/v1beta/models/{FIRST}:generateContent"
WORDS_ONLY = {"contents": [user("an otter")], "generationConfig": {"responseModalities": ["TEXT"]}}


@contextmanager
def asking(settings: SandboxSettings) -> Iterator[httpx.Client]:
    """A client of a sandbox of its own."""
    with SandboxServer(settings) as running, httpx.Client(base_url=running.url, trust_env=False) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with asking(SandboxSettings()) as running:
        yield running


@pytest.mark.parametrize("version", ["v1beta", "v1"])
def test_the_list_of_models(client: httpx.Client, version: str) -> None:
    document = client.get(f"/{version}/models", params=KEY).json()
    assert "nextPageToken" not in document
    first = document["models"][0]
    assert first["name"] == f"models/{FIRST}"
    assert first["supportedGenerationMethods"] == ["generateContent", "countTokens"]
    assert [model["name"] for model in document["models"]][-1] == "models/gemini-nano-banana-2.1"


def test_the_list_in_pages(client: httpx.Client) -> None:
    names, token = [], ""
    while token is not None:
        page = client.get("/v1beta/models", params={**KEY, "pageSize": "2", "pageToken": token}).json()
        assert len(page["models"]) <= 2
        names += [model["name"] for model in page["models"]]
        token = page.get("nextPageToken")
    assert names == [model["name"] for model in client.get("/v1beta/models", params=KEY).json()["models"]]


@pytest.mark.parametrize("query", [{"pageSize": "many"}, {"pageToken": "x"}, {"pageSize": "-1"}, {"pageToken": "-1"}])
def test_odd_pages_are_refused(client: httpx.Client, query: dict[str, str]) -> None:
    assert client.get("/v1beta/models", params=KEY | query).json()["error"]["status"] == "INVALID_ARGUMENT"


def test_one_model(client: httpx.Client) -> None:
    assert client.get(f"/v1/models/google/{PRO}-preview", params=KEY).json()["name"] == f"models/{PRO}"
    assert client.get("/v1/models/gpt", params=KEY).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("POST", "/v1beta"),
        ("POST", "/v1beta/models"),
        ("GET", "/v1beta/models/"),
        ("POST", "/v2/models/gemini-3-pro-image:generateContent"),
        ("POST", "/v1beta/v1beta/models/gemini-3-pro-image:generateContent"),
        ("POST", "/v1beta/models/gemini-3-pro-image"),
        ("PUT", "/v1beta/models/gemini-3-pro-image:generateContent"),
        ("DELETE", "/v1beta/models/gemini-3-pro-image"),
    ],
)
def test_everything_else_is_a_google_shaped_404(client: httpx.Client, method: str, path: str) -> None:
    response = client.request(method, path, params=KEY)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/json; charset=UTF-8"
    assert response.json()["error"]["status"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("call", "name", "method"),
    [
        ("gemini-9:generateContent", "gemini-9", "generateContent"),
        ("google/imagen-4:generateContent", "google/imagen-4", "generateContent"),
        (f"{PRO}:batchGenerateContent", PRO, "batchGenerateContent"),
        (f"{PRO}:predict", PRO, "predict"),
    ],
)
def test_an_unknown_model_or_method(client: httpx.Client, call: str, name: str, method: str) -> None:
    response = client.post(f"/v1beta/models/{call}", params=KEY, json=WORDS_ONLY)
    assert response.status_code == 404
    assert response.json()["error"]["message"] == (
        f"models/{name} is not found for API version v1beta, or is not supported for {method}. "
        "Call ListModels to see the list of available models and their supported methods."
    )


def test_an_escaped_colon_and_slash_are_read(client: httpx.Client) -> None:
    assert (
        client.post(f"/v1beta/models/google%2F{PRO}%3AgenerateContent", params=KEY, json=WORDS_ONLY).status_code == 200
    )


def pieces(size: int) -> Iterator[bytes]:
    yield from (b" " * 65536 for _ in range(size // 65536))


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_over_the_limit_is_413(server: SandboxServer, chunked: bool) -> None:
    data: Any = pieces(21 * 2**20) if chunked else b" " * (21 * 2**20)
    for answer in (
        requests.post(server.url + GENERATE, data=data, params={"key": server.key}, timeout=60),
        httpx.post(
            server.url + GENERATE,
            content=pieces(21 * 2**20) if chunked else data,
            params={"key": server.key},
            timeout=60,
        ),
    ):
        assert answer.status_code == 413
        assert answer.json()["error"]["message"] == "Request payload size exceeds the limit: 20971520 bytes."


def test_a_body_at_the_limit_is_read(client: httpx.Client) -> None:
    body = json.dumps(WORDS_ONLY).encode()
    with asking(SandboxSettings(body_limit=len(body))) as exact:
        assert exact.post(GENERATE, params=KEY, content=body).status_code == 200
        assert exact.post(GENERATE, params=KEY, content=body + b" ").status_code == 413


def test_a_refusal_leaves_the_connection_usable(server: SandboxServer) -> None:
    with requests.Session() as session:
        for key, status in (("wrong", 400), (server.key, 200)):
            response = session.post(server.url + GENERATE, json=WORDS_ONLY, params={"key": key}, timeout=60)
            assert response.status_code == status


def test_the_delay_is_waited_without_holding_up_others() -> None:
    with SandboxServer(SandboxSettings(key="k", delay=3600)) as server:
        waiting = enter(server.url + GENERATE, "k", WORDS_ONLY)
        assert requests.get(f"{server.url}/v1beta/models", params={"key": "k"}, timeout=60).status_code == 200
        assert post(server, {}).status_code == 400
    # Leaving the block stops the server, which ends the delay with an answer.
    assert status_of(waiting) == 503


async def test_a_short_delay_ends_with_the_picture() -> None:
    loop = asyncio.get_running_loop()
    with SandboxServer(SandboxSettings(key="k", delay=0.3)) as server:
        start = loop.time()
        response = await asyncio.to_thread(post, server, WORDS_ONLY)
        assert response.status_code == 200
        assert loop.time() - start >= 0.3


def test_many_at_once(server: SandboxServer) -> None:
    results: list[tuple[int, int]] = []

    def draw() -> None:
        results.append(picture_of(post(server, {"contents": [user("a boat")]}).json()).size)

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert results == [(1024, 1024)] * 8


def test_a_fault_of_our_own_is_told_and_logged_without_the_key(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(answers_module, "answer", fail)
    with SandboxServer(SandboxSettings(key="canary-key")) as server:
        response = requests.post(server.url + GENERATE, json=WORDS_ONLY, params={"key": "canary-key"}, timeout=60)
    assert response.status_code == 500
    assert response.json()["error"]["status"] == "INTERNAL"
    (record,) = caplog.records
    assert (record.levelno, record.name) == (logging.ERROR, "studio.sandbox.app")
    assert "canary-key" not in caplog.text
    assert "canary-key" not in repr(SandboxSettings(key="canary-key"))
    caplog.clear()
