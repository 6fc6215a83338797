"""countTokens, and a request without contents: what is sent, what comes of each answer, and that it is free."""

import json

import pytest

from studio.gemini import errors
from studio.gemini.body import Body, BytesPiece
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, FakeServer, plain, reply, serving

KEY = "canary+8b1d/key=2"
HELLO = {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}
NOTHING = reply(google_error(400, "INVALID_ARGUMENT", "contents is not specified"), 400)


def client(server: FakeServer, auth: Auth = Auth.GOOG_KEY, *, counts: bool = True) -> Client:
    endpoint = Endpoint(read_address(server.url), auth, counts=counts)
    return Client(endpoint, KEY, TimeLimits(connect=5, read=5, total=5))


def body() -> Body:
    return Body((BytesPiece(json.dumps(HELLO).encode()),))


async def counted(answer: Answer) -> int | None:
    with serving(answer) as server:
        async with client(server) as asking:
            return await asking.count_tokens("m", body())


async def test_tokens_are_counted_where_the_method_is() -> None:
    with serving(reply({"totalTokens": 12, "promptTokensDetails": []})) as server:
        async with client(server) as asking:
            assert await asking.count_tokens("m", body()) == 12
    (request,) = server.requests
    assert (request.method, request.path, request.json) == ("POST", "/v1beta/models/m:countTokens", HELLO)
    assert request.headers["x-goog-api-key"] == KEY


async def test_nothing_is_sent_to_a_server_that_may_draw_whatever_is_asked_for() -> None:
    with serving(reply({"totalTokens": 12})) as server:
        async with client(server, counts=False) as asking:
            assert await asking.count_tokens("m", body()) is None
    assert server.requests == []


@pytest.mark.parametrize("answer", [plain(b"", 405), plain(b"", 501), reply({"total": 5}), reply([]), reply({})])
async def test_no_such_method_is_no_count(answer: Answer) -> None:
    assert await counted(answer) is None


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(google_error(404, "NOT_FOUND", "models/m is not found"), 404), errors.ModelUnknown),
        (reply(google_error(400, "INVALID_ARGUMENT", f"API key not valid {KEY}"), 400), errors.KeyRefused),
        (reply({"error": {"message": "bad", "code": "invalid_api_key"}}), errors.KeyRefused),
        (plain(b"<html><title>Shop</title>"), errors.NotTheProtocol),
        (plain(b"no"), errors.ReplyUnreadable),
        (plain(b"", 302, Location="https://elsewhere.example"), errors.Redirected),
        (lambda _, wire: wire.reset(), errors.GeminiError),
    ],
)
async def test_every_other_answer_has_its_failure(answer: Answer, kind: type[errors.GeminiError]) -> None:
    with pytest.raises(kind) as caught:
        await counted(answer)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("auth", Auth)
async def test_a_request_without_contents_carries_the_key_where_it_belongs_or_nowhere(auth: Auth) -> None:
    with serving(NOTHING) as server:
        async with client(server, auth, counts=False) as asking:
            for with_key in (True, False):
                with pytest.raises(errors.RequestInvalid):
                    await asking.send_nothing("m", with_key=with_key)
    with_it, without = server.requests
    assert (with_it.path, with_it.json["contents"]) == ("/v1beta/models/m:generateContent", [])
    assert with_it.query.get("key", []) == ([KEY] if auth.in_query else [])
    assert without.json["contents"] == []
    assert KEY not in str(without.headers) + without.target
    assert without.query == {}


async def test_a_server_that_answers_a_request_without_contents_is_told_from_one_that_refuses_in_a_200() -> None:
    with serving(reply({"candidates": []})) as server:
        async with client(server) as asking:
            await asking.send_nothing("m")
            server.answer = reply({"error": {"message": "contents is required", "type": "new_api_error"}})
            with pytest.raises(errors.Refused):
                await asking.send_nothing("m")
            server.answer = plain(b'{"candidates": "' + b"x" * (1 << 20))
            await asking.send_nothing("m")
