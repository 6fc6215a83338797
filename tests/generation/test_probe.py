"""What a test of a connection can truthfully say, against a loopback server and the sandbox itself."""

import socket

import pytest

from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.errors import KeyRefused, NotTheProtocol, QuotaSpent, Unreachable
from studio.generation.probe import KeyCheck, Probed, probe
from studio.sandbox.app import SandboxSettings
from studio.sandbox.server import SandboxServer
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving

KEY = "canary-91c2-key"
MODEL = "gemini-2.5-flash-image"
LIST = reply({"models": [{"name": f"models/{MODEL}"}, {"name": "models/other"}]})


async def probed(url: str, *, key: str = KEY, model: str = MODEL, prefix: str = "") -> Probed:
    endpoint = Endpoint(read_address(url), model_prefix=prefix)
    async with Client(endpoint, key, TimeLimits(connect=5, read=5, total=5)) as client:
        return await probe(client, has_key=bool(key), model=model)


async def of(answer: Answer, **options: str) -> Probed:
    with serving(answer) as server:
        found = await probed(server.url, **options)
        assert server.posts() == [], "a test never pays for anything"
    return found


def closed(request: Request, wire: Wire) -> None:
    """A server that lists its models to those with the key alone."""
    if request.headers.get("x-goog-api-key") == KEY:
        LIST(request, wire)
    else:
        reply(google_error(403, "PERMISSION_DENIED", "unregistered callers"), 403)(request, wire)


async def test_a_list_that_only_the_key_opens_proves_the_key() -> None:
    found = await of(closed)
    assert found == Probed(True, KeyCheck.ACCEPTED, (f"models/{MODEL}", "models/other"), has_model=True)


async def test_a_list_open_to_everybody_proves_nothing_about_the_key() -> None:
    found = await of(LIST)
    assert (found.reachable, found.key, found.has_model) == (True, KeyCheck.UNCHECKED, True)


async def test_a_wrong_key_is_told() -> None:
    found = await of(closed, key="canary-wrong-key")
    assert (found.reachable, found.key, found.models) == (True, KeyCheck.REFUSED, None)
    assert isinstance(found.failure, KeyRefused)


async def test_no_key_is_no_wrong_key() -> None:
    found = await of(closed, key="")
    assert (found.reachable, found.key) == (True, KeyCheck.MISSING)
    assert (await of(LIST, key="")).key is KeyCheck.MISSING


async def test_a_gateway_without_a_list_is_reachable_and_that_is_all() -> None:
    assert await of(plain(b"", 404)) == Probed(True, KeyCheck.UNCHECKED)
    assert await of(reply({"models": []})) == Probed(True, KeyCheck.UNCHECKED)


@pytest.mark.parametrize(
    ("model", "there"),
    [("models/gemini-2.5-flash-image", True), ("google/gemini-2.5-flash-image", True), ("gemini-2.5", False)],
)
async def test_a_model_is_found_whatever_stands_before_it(model: str, there: bool) -> None:
    assert (await of(closed, model=model)).has_model is there


async def test_a_failure_is_passed_on() -> None:
    busy = reply(google_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0"), 429)
    found = await of(busy)
    assert (found.reachable, found.key) == (True, KeyCheck.UNCHECKED)
    assert isinstance(found.failure, QuotaSpent)
    page = await of(plain(b"<html><title>Shop</title>"))
    assert page.reachable
    assert isinstance(page.failure, NotTheProtocol)


async def test_nobody_there_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        found = await probed(f"http://127.0.0.1:{unused.getsockname()[1]}")
    assert (found.reachable, found.key) == (False, KeyCheck.UNCHECKED)
    assert isinstance(found.failure, Unreachable)


async def test_the_sandbox_is_as_strict_as_google() -> None:
    with SandboxServer(SandboxSettings(key=KEY)) as server:
        assert (await probed(server.url)).key is KeyCheck.ACCEPTED
        assert (await probed(server.url)).has_model
        assert (await probed(server.url, key="canary-wrong-key")).key is KeyCheck.REFUSED
