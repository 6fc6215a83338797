"""Plays scripts: which step is next, which pictures are given out by link, and the reply as ASGI sends it."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from threading import Lock
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Happening, Raw, Script
from studio.sandbox.wish import Wish

_PAUSE = 0.05
_NO_CONTENT = 204
_REMEMBERED = 100
_SERVED = 8
_ENDS = {Happening.CUT, Happening.HANG}


class Player:
    """The scripts of one sandbox; `closing` ends whatever hangs."""

    def __init__(self, closing: asyncio.Event) -> None:
        self._closing = closing
        self._lock = Lock()  # pictures are drawn in several threads
        self._places: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._served: OrderedDict[str, bytes] = OrderedDict()

    def answer(self, script: Script, wish: Wish, model_version: str, url: str) -> Answer:
        """The next step of a script for this request; draws, which can take seconds."""
        scene = Scene(wish, model_version, url)
        with self._lock:
            step = script.steps[self._place(script, wish)]
        made = step(scene)
        with self._lock:
            self._served |= scene.served
            while len(self._served) > _SERVED:
                self._served.popitem(last=False)
        return made

    def served(self, name: str) -> bytes | None:
        """A picture that a reply gave a link to."""
        return self._served.get(name)

    def response(self, raw: Raw) -> Response:
        """A reply that goes out as the script says."""
        return _Scripted(raw, self._closing.wait)

    def _place(self, script: Script, wish: Wish) -> int:
        """Count how often this was asked; another prompt, or another image, begins by itself."""
        asked = hash((wish.model.id, wish.prompt, wish.images))
        place = self._places.pop((script.name, asked), 0)
        if len(script.steps) > 1:
            self._places[script.name, asked] = (place + 1) % len(script.steps)
        while len(self._places) > _REMEMBERED:
            self._places.popitem(last=False)
        return place


class _Scripted(Response):
    """Pieces as they are, with what happens between them."""

    def __init__(self, raw: Raw, closing: Callable[[], Coroutine[Any, Any, object]]) -> None:
        super().__init__(status_code=raw.status)
        self._raw = raw
        self._closing = closing

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        if self._raw.pieces[:1] == (Happening.HANG,):
            await self._hang(receive)
            return
        await send({"type": "http.response.start", "status": self._raw.status, "headers": self._head()})
        for piece in self._raw.pieces:
            if piece in (Happening.CUT, Happening.HANG):
                if piece is Happening.HANG:
                    await self._hang(receive)
                return  # the body has no end yet: the server closes the connection
            if piece is Happening.PAUSE:
                await asyncio.sleep(_PAUSE)
            else:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _head(self) -> list[tuple[bytes, bytes]]:
        headers = dict(self._raw.headers)
        body = [piece for piece in self._raw.pieces if isinstance(piece, bytes)]
        if not _ENDS & set(self._raw.pieces) and self._raw.status != _NO_CONTENT:
            headers["content-length"] = str(sum(map(len, body)))
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]

    async def _hang(self, receive: Receive) -> None:
        """Be silent until the client has gone or the sandbox closes."""
        gone = asyncio.ensure_future(_gone(receive))
        closing = asyncio.ensure_future(self._closing())
        await asyncio.wait([gone, closing], return_when=asyncio.FIRST_COMPLETED)
        for task in (gone, closing):
            task.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
