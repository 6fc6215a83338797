"""The one place that talks HTTP: a request goes out from its files, a reply comes in through a ReplyReader."""

import asyncio
import asyncio.selector_events
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from enum import StrEnum
from importlib import import_module
from types import TracebackType
from typing import Self

import httpcore
import httpx

import studio
from studio.gemini import errors
from studio.gemini.answers import beginning, is_a_page, plain_bytes
from studio.gemini.body import Body
from studio.gemini.connections import Endpoint
from studio.gemini.failures import TimeLimits, set_location_aside
from studio.gemini.own_files import OwnFiles, own_files
from studio.gemini.questions import Questions
from studio.gemini.transport import transport_for
from studio.gemini.wire import ReplyReader

__all__ = ["Client", "Phase", "Progress", "TimeLimits", "read_at_once"]

# At their INFO level both write whole URLs, which may hold a key.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# httpcore reads 64 KiB at a time and asyncio 256; a picture of 24 MB costs a third less with larger reads. Neither has
# an option for it. Under TLS asyncio reads through a buffer of its own, so there only the first of them tells.
_READ = 1 << 20


def read_at_once(size: int) -> None:
    """Let one read take up to so many bytes, for every client of this process: more is cheaper, less holds up less."""
    httpcore._async.http11.AsyncHTTP11Connection.READ_NUM_BYTES = size  # noqa: SLF001
    asyncio.selector_events._SelectorTransport.max_size = size  # type: ignore[attr-defined]  # noqa: SLF001  # not in typeshed


read_at_once(_READ)


def _library() -> str:
    return "asyncio"


# For each of its locks httpcore asks which library it runs under, by an import that fails, and looks on the disk.
for _name in ("httpcore._synchronization", "httpcore._backends.auto"):
    import_module(_name).current_async_library = _library  # type: ignore[attr-defined]


class Phase(StrEnum):
    """How far a request is."""

    SENDING = "sending"
    THINKING = "thinking"
    RECEIVING = "receiving"


Progress = Callable[[Phase, int], None]


def _http_for(endpoint: Endpoint, key: str, limits: TimeLimits) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=transport_for(endpoint),
        timeout=httpx.Timeout(limits.read, connect=limits.connect, write=limits.write, pool=limits.total),
        follow_redirects=False,
        event_hooks={"response": [set_location_aside]},
        trust_env=False,
        headers={
            "accept-encoding": "identity",
            "user-agent": f"studio/{studio.__version__}",
            **endpoint.headers(key),
        },
    )


class Client(Questions):
    """Sends requests to one endpoint, and asks it what costs nothing; the key is shown to nobody else.

    Making one raises BadProxy or BadCertificates when the user's environment leaves no way out.
    """

    def __init__(
        self, endpoint: Endpoint, key: str, limits: TimeLimits | None = None, http: httpx.AsyncClient | None = None
    ) -> None:
        limits = limits or TimeLimits()
        super().__init__(http or _http_for(endpoint, key, limits), endpoint, key, limits)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    def at(self, endpoint: Endpoint) -> Self:
        """The same client and its connections for an endpoint that differs in how it is asked, not in where it is."""
        return type(self)(endpoint, self._key, self._limits, self._http)

    @property
    def files(self) -> OwnFiles:
        """The files that the endpoint keeps, which its key opens."""
        return own_files(self._endpoint, self._key)

    async def generate(self, model: str, body: Body, reader: ReplyReader, progress: Progress) -> None:
        """Send one generation and feed its reply to `reader`; a GeminiError for anything but a whole reply.

        Of a stream that ends in order, whether it is whole is for its reader to say (`read_outcome`). What arrived
        before a failure is in the reader. Cancelling the task closes the connection.
        """
        body.sent = 0  # an earlier attempt may have sent it
        reader.hide(self._hiding)
        url = self._endpoint.with_key(self._endpoint.generate_url(model), self._key)
        async with self._failures.mapped(body), asyncio.timeout(self._limits.total):
            request = self._http.build_request(
                "POST",
                url,
                content=_announced(body, progress),
                headers={"content-type": "application/json", "content-length": str(body.size)},
            )
            response = await self._http.send(request, stream=True)
            try:
                await self._receive(response, reader, progress)
            finally:
                reader.finish()
                await response.aclose()

    async def _receive(self, response: httpx.Response, reader: ReplyReader, progress: Progress) -> None:
        progress(Phase.RECEIVING, 0)
        async with aclosing(plain_bytes(response)) as chunks:
            if response.status_code != 200:
                raise self._failures.refusal(response, await beginning(chunks))
            while chunk := await self._next_of(chunks, reader):
                reader.feed(chunk)
                await reader.drain()
                progress(Phase.RECEIVING, reader.received)
                if reader.is_closed:  # whatever becomes of the connection
                    return
        if not reader.is_between:
            raise self._unfinished(response, reader)

    async def _next_of(self, chunks: AsyncGenerator[bytes, None], reader: ReplyReader) -> bytes:
        """Return what comes next, or nothing at the end."""
        try:
            async with asyncio.timeout(self._limits.last if reader.ended else None):
                return await anext(chunks, b"")
        except TimeoutError:
            return b""

    def _unfinished(self, response: httpx.Response, reader: ReplyReader) -> errors.ReplyBroken:
        """Tell apart a web page, a reply that stops half way, and bytes that are no JSON."""
        host = self._endpoint.name
        head = reader.head.lstrip()
        if is_a_page(response, head):
            return self._failures.not_the_protocol(head)
        if reader.lost or not head:
            return errors.ReplyUnreadable(f"{host} answered with something that is no well-formed JSON.")
        return errors.ReplyCut(f"The reply of {host} stops in the middle, after {reader.received:,} bytes.")


async def _announced(body: Body, progress: Progress) -> AsyncIterator[bytes]:
    progress(Phase.SENDING, 0)
    async for chunk in body.stream():
        yield chunk
        progress(Phase.SENDING, body.sent)
    progress(Phase.THINKING, 0)
