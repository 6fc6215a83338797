"""The client against a real loopback server that misbehaves in every way known."""

import asyncio
import base64
import gzip
import json
import logging
import socket
import sys
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import pytest

from studio.gemini import errors
from studio.gemini.body import Body
from studio.gemini.client import Client, Phase, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.gemini.content import Content, GenerationConfig, ImagePart, TextPart
from studio.gemini.request import build_body
from studio.gemini.wire import ReplyLimits, ReplyReader
from tests.fakes.memory_sink import MemorySink
from tests.fakes.nobody import nobody_there
from tests.fakes.replies import google_error, image_part, picture, reply_of
from tests.fakes.server import Answer, Request, Wire, plain, reply, serving

KEY = "canary-4f9a-key"
MODEL = "gemini-2.5-flash-image"
GOOD = reply(reply_of(image_part(picture())))


async def ask(
    url: str,
    *,
    auth: Auth = Auth.GOOG_KEY,
    prefix: str = "",
    limits: TimeLimits | None = None,
    reply_limits: ReplyLimits | None = None,
    image: ImagePart | None = None,
    tell: Callable[[Phase, int], None] = lambda phase, count: None,
) -> tuple[MemorySink, ReplyReader]:
    sink = MemorySink()
    reader = ReplyReader(sink, reply_limits)
    parts = (image, TextPart("an otter")) if image else (TextPart("an otter"),)
    body = build_body([Content("user", parts)], GenerationConfig())
    async with Client(Endpoint(read_address(url), auth, prefix), KEY, limits) as client:
        await client.generate(MODEL, body, reader, tell)
    return sink, reader


async def failure_of(answer: Answer, **options: Any) -> errors.GeminiError:
    with serving(answer) as server:
        with pytest.raises(errors.GeminiError) as caught:
            await ask(server.url, **options)
        assert len(server.posts()) == 1, "a failed request is never repeated here"
    assert KEY not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("auth", "prefix", "header", "query"),
    [
        (Auth.GOOG_KEY, "", {"x-goog-api-key": KEY}, None),
        (Auth.BEARER, "google/", {"authorization": f"Bearer {KEY}"}, None),
        (Auth.QUERY, "", {}, KEY),
    ],
)
async def test_the_key_travels_in_one_place_only(auth: Auth, prefix: str, header: dict[str, str], query: str) -> None:
    with serving(GOOD) as server:
        sink, reader = await ask(server.url, auth=auth, prefix=prefix)
    (request,) = server.posts()
    assert request.path == f"/v1beta/models/{prefix}{MODEL}:generateContent"
    carriers = {name: value for name, value in request.headers.items() if KEY in value}
    assert carriers == header
    assert request.query.get("key") == ([query] if query else None)
    assert reader.ended
    assert sink.holes[0].data == picture()


async def test_the_body_is_streamed_with_its_exact_length(tmp_path: Path) -> None:
    data = picture(3, (900, 700))
    file = tmp_path / "in.png"
    file.write_bytes(data)
    with serving(GOOD) as server:
        await ask(server.url, image=ImagePart(file, "image/png", len(data)))
    (request,) = server.posts()
    assert int(request.headers["content-length"]) == len(request.body)
    assert "transfer-encoding" not in request.headers
    assert request.json["contents"][0]["parts"][0]["inlineData"] == {
        "mimeType": "image/png",
        "data": base64.b64encode(data).decode(),
    }
    assert request.json["generationConfig"] == {"responseModalities": ["TEXT", "IMAGE"]}


async def test_progress_tells_sending_thinking_receiving() -> None:
    told: list[Phase] = []
    with serving(GOOD) as server:
        await ask(server.url, tell=lambda phase, count: told.append(phase))
    assert list(dict.fromkeys(told)) == [Phase.SENDING, Phase.THINKING, Phase.RECEIVING]


async def test_a_file_that_shrank_is_told_and_nothing_was_charged(tmp_path: Path) -> None:
    file = tmp_path / "in.png"
    file.write_bytes(b"x" * 1000)
    with serving(GOOD) as server, pytest.raises(errors.InputChanged) as caught:
        await ask(server.url, image=ImagePart(file, "image/png", 2000))
    assert caught.value.charge is errors.Charge.NO
    assert len([request for request in server.posts() if len(request.body) > 2000]) == 0


REFUSALS: list[tuple[Answer, type[errors.GeminiError], errors.Charge]] = [
    (
        reply(
            google_error(
                400,
                "INVALID_ARGUMENT",
                "API key not valid. Please pass a valid API key.",
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"},
            ),
            400,
        ),
        errors.KeyRefused,
        errors.Charge.NO,
    ),
    (
        reply({"error": {"message": f"bad token {KEY}", "type": "new_api_error"}}, 401),
        errors.KeyRefused,
        errors.Charge.NO,
    ),
    (reply(google_error(403, "PERMISSION_DENIED", "no"), 403), errors.KeyRefused, errors.Charge.NO),
    (reply(google_error(404, "NOT_FOUND", "models/x is not found"), 404), errors.ModelUnknown, errors.Charge.NO),
    (plain(b"<html><title>413 Too Large</title></html>", 413), errors.RequestTooLarge, errors.Charge.NO),
    (
        reply(google_error(400, "INVALID_ARGUMENT", "Corrupted thought signature."), 400),
        errors.SignatureRefused,
        errors.Charge.NO,
    ),
    (
        reply(google_error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."), 400),
        errors.PlaceRefused,
        errors.Charge.NO,
    ),
    (reply({"error": "words"}, 400), errors.RequestInvalid, errors.Charge.NO),
    (reply({"detail": [{"loc": ["body"], "msg": "field required"}]}, 422), errors.RequestInvalid, errors.Charge.NO),
    (reply(google_error(500, "INTERNAL", "oops"), 500), errors.ServerFailed, errors.Charge.MAYBE),
    (plain(b"<html><title>502 Bad Gateway</title></html>", 502), errors.ServerFailed, errors.Charge.MAYBE),
    (plain(b"", 504), errors.ServerFailed, errors.Charge.MAYBE),
    (reply({"error": {"message": "overloaded", "code": "503"}}, 503), errors.ServerFailed, errors.Charge.MAYBE),
    (
        reply(google_error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."), 503),
        errors.Overloaded,
        errors.Charge.NO,
    ),
    (
        reply(google_error(429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0, model: x"), 429),
        errors.QuotaSpent,
        errors.Charge.NO,
    ),
    (plain(b"", 302, Location="https://elsewhere.example/v1beta?key=abc"), errors.Redirected, errors.Charge.NO),
    (
        plain(b"<!doctype html><title>Sign in</title>", Content_Type="text/html"),
        errors.NotTheProtocol,
        errors.Charge.MAYBE,
    ),
    (plain(b""), errors.ReplyUnreadable, errors.Charge.MAYBE),
    (plain(b'{"candidates":[{"content":{"parts":[{"te'), errors.ReplyCut, errors.Charge.MAYBE),
    (plain(b"not json"), errors.ReplyUnreadable, errors.Charge.MAYBE),
]


@pytest.mark.parametrize(("answer", "kind", "charge"), REFUSALS)
async def test_every_answer_that_is_no_reply_has_its_failure(
    answer: Answer, kind: type[errors.GeminiError], charge: errors.Charge
) -> None:
    failure = await failure_of(answer)
    assert type(failure) is kind
    assert failure.charge is charge
    assert failure.advice


@pytest.mark.parametrize(
    ("message", "details", "headers", "wait"),
    [
        ("slow", [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "28.5s"}], {}, 28.5),
        ("slow", [], {"Retry_After": "7"}, 7.0),
        ("Please retry in 34.4s.", [], {}, 34.4),
        ("slow", [], {}, None),
    ],
)
async def test_how_long_to_wait_is_read_wherever_it_stands(
    message: str, details: list[dict[str, Any]], headers: dict[str, str], wait: float | None
) -> None:
    failure = await failure_of(reply(google_error(429, "RESOURCE_EXHAUSTED", message, *details), 429, **headers))
    assert isinstance(failure, errors.RateLimited)
    assert failure.wait == wait


async def test_no_redirect_is_followed_with_the_key() -> None:
    with serving(GOOD) as other:
        failure = await failure_of(plain(b"", 307, Location=f"{other.url}/v1beta/models/x:generateContent"))
    assert isinstance(failure, errors.Redirected)
    assert other.requests == []


async def test_a_refused_connection_costs_nothing() -> None:
    with nobody_there() as url, pytest.raises(errors.Unreachable) as caught:
        await ask(url)
    assert caught.value.charge is errors.Charge.NO
    assert "refused" in caught.value.message


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


def drip(_: Request, wire: Wire) -> None:
    wire.head(200, None)
    wire.send(b'{"candidates":[')
    while not wire.closing.is_set():
        wire.send(b" ")
        wire.pause(0.01)


def cut(_: Request, wire: Wire) -> None:
    wire.head(200, 1000)
    wire.send(b'{"candidates":')
    wire.reset()


def endless(_: Request, wire: Wire) -> None:
    wire.head(200, None)
    wire.send(b'{"candidates":[{"content":{"parts":[{"inlineData":{"data":"')
    while not wire.closing.is_set():
        wire.send(b"QUJD" * 50_000)


async def test_a_server_that_says_nothing_meets_the_read_limit() -> None:
    failure = await failure_of(hang, limits=TimeLimits(read=0.2))
    assert isinstance(failure, errors.TimedOut)
    assert (failure.phase, failure.charge) == ("read", errors.Charge.MAYBE)


async def test_a_reply_that_drips_for_ever_meets_the_total_limit() -> None:
    failure = await failure_of(drip, limits=TimeLimits(total=0.4))
    assert isinstance(failure, errors.TimedOut)
    assert failure.phase == "total"


async def test_a_reply_without_end_meets_the_size_limit() -> None:
    assert isinstance(await failure_of(endless, reply_limits=ReplyLimits(total=4 << 20)), errors.ReplyTooLarge)


async def test_a_connection_cut_in_the_reply_may_have_been_charged() -> None:
    failure = await failure_of(cut)
    assert isinstance(failure, errors.ReplyCut)
    assert failure.charge is errors.Charge.MAYBE


async def test_a_compressed_bomb_is_put_down() -> None:
    bomb = gzip.compress(b'{"a":"' + b"A" * (64 << 20))
    failure = await failure_of(plain(bomb, Content_Encoding="gzip"))
    assert isinstance(failure, errors.ReplyTooLarge)


async def test_a_compressed_reply_nobody_asked_for_is_read() -> None:
    data = gzip.compress(json.dumps(reply_of(image_part(picture()))).encode())
    with serving(plain(data, Content_Encoding="gzip")) as server:
        sink, reader = await ask(server.url)
    assert server.posts()[0].headers["accept-encoding"] == "identity"
    assert reader.ended
    assert sink.holes[0].data == picture()


WHOLE = json.dumps(reply_of(image_part(picture()))).encode()


def too_long_announced(_: Request, wire: Wire) -> None:
    wire.head(200, len(WHOLE) + 1)
    wire.send(WHOLE)


def last_chunk_missing(_: Request, wire: Wire) -> None:
    wire.head(200, None, Transfer_Encoding="chunked")
    wire.send(f"{len(WHOLE):x}\r\n".encode() + WHOLE + b"\r\n")


def kept_open(_: Request, wire: Wire) -> None:
    too_long_announced(_, wire)
    wire.until_gone()


def reset_at_the_end(_: Request, wire: Wire) -> None:
    too_long_announced(_, wire)
    wire.pause(0.05)
    wire.reset()


@pytest.mark.parametrize("answer", [too_long_announced, last_chunk_missing, kept_open, reset_at_the_end])
async def test_a_whole_reply_is_taken_whatever_becomes_of_its_connection(answer: Answer) -> None:
    with serving(answer) as server:
        sink, reader = await asyncio.wait_for(ask(server.url), 30)
    assert reader.ended
    assert sink.holes[0].data == picture()


@pytest.mark.parametrize("hang_up", [True, False])
async def test_an_error_keeps_its_status_whatever_becomes_of_its_connection(
    hang_up: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.gemini.answers._ERROR_SECONDS", 0.2)

    def answer(_: Request, wire: Wire) -> None:
        said = json.dumps(google_error(401, "UNAUTHENTICATED", "no such key")).encode()
        wire.head(401, len(said) + 9)
        wire.send(said)
        if not hang_up:
            wire.until_gone()

    failure = await failure_of(answer)
    assert isinstance(failure, errors.KeyRefused)
    assert "no such key" in failure.message


async def kept_of(answer: Answer, kind: type[errors.GeminiError]) -> bytes:
    """What is kept of a reply that fails."""
    sink = MemorySink()
    with serving(answer) as server, pytest.raises(kind) as caught:
        async with Client(Endpoint(read_address(server.url)), KEY) as client:
            await client.generate(MODEL, small_body(), ReplyReader(sink), lambda phase, count: None)
    assert caught.value.charge is errors.Charge.MAYBE
    return sink.verbatim()


def small_body() -> Body:
    return build_body([Content("user", (TextPart("an otter"),))], GenerationConfig())


async def test_events_of_a_stream_are_kept_whole_and_read_though_nobody_asked_for_them() -> None:
    count = (4 << 20) // len(WHOLE)
    events = b"".join(b"data: " + WHOLE + b"\r\n\r\n" for _ in range(count))
    assert len(events) > 3 << 20
    with serving(plain(events, Content_Type="text/event-stream")) as server:
        sink, reader = await ask(server.url)
    assert sink.verbatim() == events
    assert reader.ended
    assert len(reader.values()) == count
    assert {bytes(hole.data) for hole in sink.holes} == {picture()}


async def test_a_web_page_is_kept_and_named_by_its_title() -> None:
    page = b"<html><head><title>Sign\n in</title></head>" + b"x" * 9000
    assert await kept_of(plain(page, Content_Type="text/html"), errors.NotTheProtocol) == page
    assert "“Sign in”" in (await failure_of(plain(page))).message


async def test_a_body_in_an_unknown_coding_is_kept_as_it_came() -> None:
    body = bytes(range(256)) * 300
    assert await kept_of(plain(body, Content_Encoding="br"), errors.ReplyUnreadable) == body


async def test_a_body_that_is_not_in_its_coding_is_read_all_the_same() -> None:
    with serving(plain(WHOLE, Content_Encoding="utf-8")) as server:
        sink, _ = await ask(server.url)
    assert sink.holes[0].data == picture()


@pytest.mark.parametrize("coding", ["gzip", "br"])
async def test_an_error_that_cannot_be_unpacked_keeps_its_status(coding: str) -> None:
    assert isinstance(await failure_of(plain(b"\xff" * 99, 401, Content_Encoding=coding)), errors.KeyRefused)


@pytest.mark.parametrize(
    ("status", "charge"),
    [(301, errors.Charge.NO), (303, errors.Charge.MAYBE), (307, errors.Charge.NO), (308, errors.Charge.NO)],
)
@pytest.mark.parametrize(
    "where", ["https://else.example/x", "http://[", "https://a:b:c/", "/here", "", f"https://{KEY}/"]
)
async def test_a_redirection_says_whether_the_request_was_processed(
    status: int, charge: errors.Charge, where: str
) -> None:
    failure = await failure_of(plain(b"", status, Location=where))
    assert isinstance(failure, errors.Redirected)
    assert failure.charge is charge
    assert ("else.example" if "else" in where else "points to") in failure.message


async def test_what_an_earlier_attempt_sent_is_forgotten() -> None:
    body, reader = small_body(), ReplyReader(MemorySink())
    with serving(GOOD) as server:
        async with Client(Endpoint(read_address(server.url)), KEY) as client:
            await client.generate(MODEL, body, reader, lambda phase, count: None)
    assert body.sent == body.size
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # with its queue full, the next connection gets no answer
        for other in (first, second):
            other.setblocking(False)
            other.connect_ex(full.getsockname())
        endpoint = Endpoint(read_address(f"http://127.0.0.1:{full.getsockname()[1]}"))
        async with Client(endpoint, KEY, TimeLimits(total=0.2)) as client:
            with pytest.raises(errors.TimedOut) as caught:
                await client.generate(MODEL, body, ReplyReader(MemorySink()), lambda phase, count: None)
    assert caught.value.charge is errors.Charge.NO


async def test_cancelling_hangs_up() -> None:
    gone = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answer(_: Request, wire: Wire) -> None:
        wire.until_gone()
        loop.call_soon_threadsafe(gone.set)

    thinking = asyncio.Event()
    with serving(answer) as server:
        task = asyncio.create_task(
            ask(server.url, tell=lambda phase, count: thinking.set() if phase is Phase.THINKING else None)
        )
        await asyncio.wait_for(thinking.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(gone.wait(), 30)


async def test_no_proxy_is_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(GOOD) as server:
        _, reader = await ask(server.url)
    assert reader.ended


async def test_no_log_line_of_any_library_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(GOOD) as server:
        await ask(server.url, auth=Auth.QUERY)
    assert KEY not in caplog.text


async def test_no_module_is_looked_for_on_the_disk_while_a_request_goes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []

    class Watch(MetaPathFinder):
        def find_spec(self, name: str, *_: object) -> None:
            looked_for.append(name)

    with serving(GOOD) as server:
        await ask(server.url)
        monkeypatch.setattr(sys, "meta_path", [Watch(), *sys.meta_path])
        await ask(server.url)
        monkeypatch.undo()
    assert looked_for == []
