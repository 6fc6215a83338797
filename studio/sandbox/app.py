"""The ASGI app: generateContent and the model list under /v1beta and /v1; everything else is a Google-shaped 404."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from studio.sandbox.auth import check_key
from studio.sandbox.errors import InvalidArgument, NotFound, Refusal, TooLarge, Unavailable
from studio.sandbox.models import all_models, bare_id, find_model, model_not_found
from studio.sandbox.reply import answer
from studio.sandbox.scripts.player import Player
from studio.sandbox.scripts.script import Document, Script
from studio.sandbox.scripts.table import chosen
from studio.sandbox.validation import read_wish
from studio.sandbox.wish import Wish

_MEBIBYTE = 1024 * 1024
_PAGE_SIZE = 50
_LARGEST_PAGE = 1000
_DRAWN_AT_ONCE = 2


@dataclass(frozen=True)
class SandboxSettings:
    """How one sandbox behaves. Without a key any non-empty one passes; the delay is in seconds, the limit in bytes."""

    key: str | None = field(default=None, repr=False)
    delay: float = 0.0
    body_limit: int = 20 * _MEBIBYTE


def create_app(settings: SandboxSettings) -> Starlette:
    """The app; its `state.closing` event ends every delay early."""
    sandbox = _Sandbox(settings)
    routes = [
        Route("/{version}/models", sandbox.list_models, methods=["GET"]),
        Route("/{version}/models/{name:path}", sandbox.get_model, methods=["GET"]),
        Route("/{version}/models/{call:path}", sandbox.generate, methods=["POST"]),
        Route("/pictures/{name}", sandbox.give_picture, methods=["GET"]),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            Refusal: _refused,
            404: _no_such_path,
            405: _no_such_path,
            ClientDisconnect: _gone,
            Exception: _failed,
        },
    )
    app.router.redirect_slashes = False
    app.state.closing = sandbox.closing
    return app


class _Sandbox:
    """The endpoints of one sandbox."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.closing = asyncio.Event()
        self._settings = settings
        # A 4K picture takes some hundred megabytes while it is drawn.
        self._drawing = asyncio.Semaphore(_DRAWN_AT_ONCE)
        self._player = Player(self.closing)

    async def list_models(self, request: Request) -> Response:
        """ListModels, paged."""
        self._admit(request)
        start, end = _page(request.query_params)
        models = all_models()
        document: dict[str, Any] = {"models": [model.listing() for model in models[start:end]]}
        if end < len(models):
            document["nextPageToken"] = str(end)
        return _json(document)

    async def get_model(self, request: Request) -> Response:
        """One item of the list."""
        version = self._admit(request)
        return _json(find_model(request.path_params["name"], version, "getModel").listing())

    async def generate(self, request: Request) -> Response:
        """generateContent."""
        version = self._admit(request)
        name, _, method = request.path_params["call"].rpartition(":")
        if not name:
            raise _unknown_path()
        model = find_model(name, version, method)
        if method != "generateContent":
            raise model_not_found(name, version, method)
        body = await _read_body(request, self._settings.body_limit)
        async with self._drawing:
            wish = await run_in_threadpool(read_wish, body, model)
        await self._wait()
        if (script := chosen(request.headers, wish.prompt)) is not None:
            return await self._play(script, wish, bare_id(name), str(request.base_url).rstrip("/"))
        async with self._drawing:
            return await run_in_threadpool(lambda: _json(answer(wish, bare_id(name))))

    async def give_picture(self, request: Request) -> Response:
        """A picture that a scripted reply has a link to; whoever has the link may have it."""
        data = self._player.served(request.path_params["name"])
        if data is None:
            raise _unknown_path()
        return Response(data, media_type="application/octet-stream")

    async def _play(self, script: Script, wish: Wish, model_version: str, url: str) -> Response:
        async with self._drawing:
            made = await run_in_threadpool(self._player.answer, script, wish, model_version, url)
        return _json(made.value) if isinstance(made, Document) else self._player.response(made)

    def _admit(self, request: Request) -> str:
        version: str = request.path_params["version"]
        if version not in ("v1beta", "v1"):
            raise _unknown_path()
        check_key(request, self._settings.key)
        return version

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self.closing.wait(), self._settings.delay)
        except TimeoutError:
            return
        raise Unavailable("The sandbox is shutting down.")


async def _read_body(request: Request, limit: int) -> bytearray:
    """The body; past the limit the rest is read and dropped, because many clients only listen once they have sent."""
    body = bytearray()
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            body += chunk
        else:
            body.clear()
    if size > limit:
        raise TooLarge(f"Request payload size exceeds the limit: {limit} bytes.")
    return body


def _page(query: Mapping[str, str]) -> tuple[int, int]:
    """First and past-last index of the wanted page."""
    try:
        size = int(query.get("pageSize") or _PAGE_SIZE)
        start = int(query.get("pageToken") or 0)
    except ValueError as error:
        raise InvalidArgument("pageSize and pageToken must be those of an earlier answer.") from error
    if size < 0 or start < 0:
        raise InvalidArgument("pageSize and pageToken must not be negative.")
    return start, start + min(size or _PAGE_SIZE, _LARGEST_PAGE)


def _json(document: Mapping[str, Any], status_code: int = 200) -> Response:
    # Not Starlette's JSON: a message may quote what UTF-8 cannot carry, and Google's answers are indented.
    content = json.dumps(document, indent=2).encode("ascii")
    return Response(content, status_code, headers={"content-type": "application/json; charset=UTF-8"})


def _unknown_path() -> NotFound:
    return NotFound("The requested URL was not found on this server.")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _json(error.document(), error.code)


async def _no_such_path(_request: Request, _error: Exception) -> Response:
    return _json(_unknown_path().document(), 404)


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)


async def _failed(request: Request, error: Exception) -> Response:
    # The path alone: a query may hold a key.
    logging.getLogger(__name__).error("no answer for %s", request.url.path, exc_info=error)
    message = "An internal error has occurred in the sandbox. Nothing was charged. Please report it."
    return _json({"error": {"code": 500, "message": message, "status": "INTERNAL"}}, 500)
