"""The list of models: Google's pages, other shapes, no list at all, and every failure typed; the key in one place."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from studio.gemini import errors
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving

KEY = "canary+55aa/key=1"


async def listed(answer: Answer, *, auth: Auth = Auth.GOOG_KEY, path: str = "", **options: Any) -> Any:
    with serving(answer) as server:
        limits = TimeLimits(connect=5, read=5, total=5)
        async with Client(Endpoint(read_address(server.url + path), auth), KEY, limits) as client:
            return await client.list_models(**options)


async def failure_of(answer: Answer) -> errors.GeminiError:
    with pytest.raises(errors.GeminiError) as caught:
        await listed(answer)
    assert KEY not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("auth", "header", "in_query"),
    [
        (Auth.GOOG_KEY, {"x-goog-api-key": KEY}, False),
        (Auth.BEARER, {"authorization": f"Bearer {KEY}"}, False),
        (Auth.QUERY, {}, True),
        (Auth.BOTH, {"authorization": f"Bearer {KEY}"}, True),
    ],
)
@pytest.mark.parametrize("with_key", [True, False])
async def test_the_key_goes_along_or_not_at_all(
    auth: Auth, header: Mapping[str, str], in_query: bool, with_key: bool
) -> None:
    with serving(reply({"models": [{"name": "models/a"}]})) as server:
        async with Client(Endpoint(read_address(server.url), auth), KEY) as client:
            assert await client.list_models(with_key=with_key) == ("models/a",)
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("GET", "/v1beta/models", b"")
    assert {name: value for name, value in request.headers.items() if KEY in value} == (header if with_key else {})
    assert ("key" in request.query) == (in_query and with_key)
    assert not {"x-goog-api-key", "authorization"} & request.headers.keys() or with_key


async def test_pages_are_put_together_and_end() -> None:
    def answer(request: Request, wire: Wire) -> None:
        number = int(request.query.get("pageToken", ["0"])[0])
        entries = [{"name": f"models/{number}"}, {"name": "models/again"}]
        reply({"models": entries, "nextPageToken": str(number + 1)})(request, wire)

    models = await listed(answer, auth=Auth.QUERY, path="?tenant=7")
    assert models[:3] == ("models/0", "models/again", "models/1")
    assert len(models) == 21, "a server that never ends is left after some pages"


@pytest.mark.parametrize(
    ("value", "models"),
    [
        ({"models": [{"name": "a", "displayName": "A"}], "nextPageToken": None}, ("a",)),
        ({"object": "list", "data": [{"id": "google/a"}, {"id": "b"}]}, ("google/a", "b")),
        ({"models": []}, ()),
        ({"models": [None, 5, {}, {"name": 3}, {"name": "x\n"}, {"name": "y" * 999}, {"name": " z "}]}, ("z",)),
        ({"data": {}}, None),
        ({"status": "ok"}, None),
        ([], None),
        (None, None),
    ],
)
async def test_every_known_shape_is_read_and_others_are_no_list(value: object, models: object) -> None:
    assert await listed(reply(value)) == models


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("body", [b"", b"<html>no", b'{"error":{"message":"Invalid URL (GET /v1beta/models)"}}'])
async def test_a_gateway_without_a_list_is_no_failure(status: int, body: bytes) -> None:
    assert await listed(plain(body, status)) is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(google_error(400, "INVALID_ARGUMENT", f"API key not valid: {KEY}"), 400), errors.KeyRefused),
        (reply({"error": {"message": f"bad {KEY}", "type": "new_api_error"}}, 401), errors.KeyRefused),
        (reply({"error": {"message": f"bad {KEY}", "code": "invalid_api_key"}}), errors.KeyRefused),
        (plain(b"", 302, Location="https://elsewhere.example"), errors.Redirected),
        (plain(b"", 500), errors.ServerFailed),
        (plain(b"", 204), errors.ServerFailed),
        (plain(b"<!doctype html><title>Welcome</title>"), errors.NotTheProtocol),
        (plain(b"hello", Content_Type="text/html"), errors.NotTheProtocol),
        (plain(b"hello"), errors.ReplyUnreadable),
        (plain(b"[" * 100_000), errors.ReplyUnreadable),
        (plain(b""), errors.ReplyUnreadable),
        (lambda _, wire: wire.reset(), errors.Unreachable),
    ],
)
async def test_every_other_answer_has_its_failure(answer: Answer, kind: type[errors.GeminiError]) -> None:
    assert type(await failure_of(answer)) is kind


async def test_a_server_that_says_nothing_is_left_and_the_words_say_when() -> None:
    with serving(lambda _, wire: wire.until_gone()) as server:
        endpoint = Endpoint(read_address(server.url))
        async with Client(endpoint, KEY, TimeLimits(read=9, total=0.2)) as client:
            with pytest.raises(errors.TimedOut, match="within 0 seconds") as caught:
                await client.list_models()
    assert caught.value.charge is errors.Charge.NO


async def test_a_list_without_end_is_cut() -> None:
    def answer(_: Request, wire: Wire) -> None:
        wire.head(200, None)
        while not wire.closing.is_set():
            wire.send(json.dumps({"name": "x" * 100_000}).encode())

    assert isinstance(await failure_of(answer), errors.ReplyUnreadable)


async def test_a_key_in_an_id_is_masked() -> None:
    models = await listed(reply({"models": [{"name": f"models/{KEY}"}]}))
    assert models is not None
    assert KEY not in models[0]


async def test_pages_are_asked_for_as_large_as_they_come() -> None:
    with serving(reply({"models": []})) as server:
        async with Client(Endpoint(read_address(f"{server.url}?team=1")), KEY) as client:
            await client.list_models()
    assert server.requests[0].query == {"team": ["1"], "pageSize": ["1000"]}


@pytest.mark.parametrize(
    ("there", "models"),
    [
        (reply({"object": "list", "data": [{"id": "google/a"}, {"id": "google/a"}]}), ("google/a",)),
        (reply({"error": {"message": "no key"}}), None),
        (reply({"error": {"message": "no"}}, 401), None),
        (plain(b"<html>no"), None),
        (plain(b"", 404), None),
    ],
)
async def test_where_there_is_no_list_the_one_of_other_clients_is_looked_for(there: Answer, models: object) -> None:
    def answer(request: Request, wire: Wire) -> None:
        (there if request.path == "/v1/models" else plain(b"", 404))(request, wire)

    with serving(answer) as server:
        async with Client(Endpoint(read_address(server.url)), KEY) as client:
            assert await client.list_models() == models
        async with Client(Endpoint(read_address(f"{server.url}/v1beta1")), KEY) as client:
            assert not await client.list_models()
    assert [request.path for request in server.requests] == ["/v1beta/models", "/v1/models", "/v1beta1/models"]
