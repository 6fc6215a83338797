"""The one place that talks HTTP: a request goes out from its files, a reply comes in through a ReplyReader."""

import asyncio
import asyncio.selector_events
import logging
import re
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self
from urllib.parse import quote
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

import studio
from studio.gemini import errors
from studio.gemini.body import Body
from studio.gemini.connections import Endpoint
from studio.gemini.refusal import read_refusal
from studio.gemini.wire import ReplyReader

# At their INFO level both write whole URLs, which may hold a key.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# httpcore reads 64 KiB at a time and asyncio 256; a picture of 24 MB costs a third less with larger reads. Neither has
# an option for it. Under TLS asyncio reads through a buffer of its own, so there only the first of them tells.
_READ = 1 << 20
httpcore._async.http11.AsyncHTTP11Connection.READ_NUM_BYTES = _READ  # noqa: SLF001
asyncio.selector_events._SelectorTransport.max_size = _READ  # type: ignore[attr-defined]  # noqa: SLF001  # not in typeshed

_SHORTEST_KEY = 8
_LONGEST_TITLE = 120
_LONGEST_ERROR = 256 << 10
_LARGEST_STEP = 1 << 20  # bytes taken out of a compressed reply at a time
_BOMB_FROM = 8 << 20
_BOMB_RATIO = 100  # base64 of a picture shrinks by a third, words to a fifth
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


class Phase(StrEnum):
    """How far a request is."""

    SENDING = "sending"
    THINKING = "thinking"
    RECEIVING = "receiving"


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long to wait, in seconds: for a connection, for one write, for one read, for all of it."""

    connect: float = 10.0
    write: float = 60.0
    read: float = 300.0
    total: float = 900.0


Progress = Callable[[Phase, int], None]


class Client:
    """Sends requests to one endpoint; the key is shown to nobody else."""

    def __init__(self, endpoint: Endpoint, key: str, limits: TimeLimits | None = None) -> None:
        self._endpoint = endpoint
        self._key = key
        # How a server could repeat it; what is shorter than any key would mask innocent words.
        self._forms = {key, quote(key, safe="")} if len(key) >= _SHORTEST_KEY else set()
        self._limits = limits or TimeLimits()
        self._http = httpx.AsyncClient(
            transport=_transport(endpoint),
            timeout=httpx.Timeout(
                self._limits.read, connect=self._limits.connect, write=self._limits.write, pool=self._limits.total
            ),
            follow_redirects=False,
            trust_env=False,
            headers={
                "accept-encoding": "identity",
                "user-agent": f"studio/{studio.__version__}",
                **endpoint.headers(key),
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def generate(self, model: str, body: Body, reader: ReplyReader, progress: Progress) -> None:
        """Send one generateContent and feed its reply to `reader`; a GeminiError for anything but a whole reply.

        What arrived before a failure is in the reader. Cancelling the task closes the connection.
        """
        reader.hide([form.encode() for form in self._forms])
        url = self._endpoint.with_key(self._endpoint.generate_url(model), self._key)
        async with self._failures_mapped(body), asyncio.timeout(self._limits.total):
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
        chunks = _plain_bytes(response)
        if response.status_code != 200:
            raise self._refusal(response, await _head(chunks))
        async for chunk in chunks:
            reader.feed(chunk)
            progress(Phase.RECEIVING, reader.received)
            await reader.drain()
        if not reader.ended:
            raise self._unfinished(response, reader)

    def _refusal(self, response: httpx.Response, body: bytes) -> errors.Refused:
        status = response.status_code
        if 300 <= status < 400:
            where = response.headers.get("location", "")
            host = httpx.URL(where).host if "://" in where else self._endpoint.name
            return errors.Redirected(
                f"{self._endpoint.name} points to {self._hide(host)} ({status}); the key was not carried there.",
                status=status,
            )
        if status < 300:
            return errors.ServerFailed(f"{self._endpoint.name} answered {status} instead of a reply.", status=status)
        return read_refusal(status, response.headers, body, host=self._endpoint.name, hide=self._hide)

    def _unfinished(self, response: httpx.Response, reader: ReplyReader) -> errors.ReplyBroken:
        """Tell apart a web page, a reply that stops half way, and bytes that are no JSON."""
        host = self._endpoint.name
        head = reader.skeleton[:4096].lstrip()
        if head[:1] == b"<" or "html" in response.headers.get("content-type", ""):
            title = _TITLE.search(head)
            said = self._hide(" ".join(title[1].decode(errors="replace").split())) if title else ""
            words = f", titled “{said[:_LONGEST_TITLE]}”," if said else ""
            return errors.NotTheProtocol(f"{host} answered with a web page{words} instead of a reply.")
        if reader.lost or not head:
            return errors.ReplyUnreadable(f"{host} answered with something that is no well-formed JSON.")
        return errors.ReplyCut(f"The reply of {host} stops in the middle, after {reader.received:,} bytes.")

    def _hide(self, text: str) -> str:
        """Take the key out of words that come from outside."""
        for form in self._forms:
            text = text.replace(form, "•••")
        return text

    @asynccontextmanager
    async def _failures_mapped(self, body: Body) -> AsyncIterator[None]:
        """Turn what httpx raises into the error tree; its own errors carry URLs, so none is chained to a message."""
        host = self._endpoint.name
        try:
            yield
        except TimeoutError as error:
            minutes = self._limits.total / 60
            raise self._timed_out(f"{host} did not finish within {minutes:.0f} minutes.", "total", body) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise errors.Unreachable(f"{host} cannot be reached: {self._hide(_cause(error))}.") from error
        except httpx.WriteTimeout as error:
            raise self._timed_out(f"{host} stopped taking the request.", "write", body) from error
        except (httpx.ReadTimeout, httpx.PoolTimeout) as error:
            raise self._timed_out(f"{host} sent nothing for {self._limits.read:.0f} seconds.", "read", body) from error
        except (httpx.NetworkError, httpx.ProtocolError) as error:
            if body.sent == 0:
                raise errors.Unreachable(f"The connection to {host} broke at once.") from error
            raise errors.ReplyCut(f"The connection to {host} broke before the reply was there.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise errors.BadAddress(f"The address of {host} cannot be used.") from error

    def _timed_out(self, message: str, phase: str, body: Body) -> errors.TimedOut:
        charge = errors.Charge.MAYBE if body.sent else errors.Charge.NO
        return errors.TimedOut(message, phase=phase, charge=charge)


def _transport(endpoint: Endpoint) -> httpx.AsyncHTTPTransport:
    """Return a transport for one endpoint; the system's proxy is used, but never for this machine."""
    scheme = endpoint.address.base.partition(":")[0]
    proxy = None
    if not endpoint.is_loopback and not proxy_bypass(endpoint.host):
        proxy = getproxies().get(scheme) or getproxies().get("all")
    return httpx.AsyncHTTPTransport(
        # An empty trust store refuses every certificate; plain http asks for none and saves loading the real one.
        verify=True if scheme == "https" or proxy else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        proxy=proxy,
        # A kept connection may be closed by the server just as a paid request goes out, and nobody could tell
        # whether it arrived. A handshake is nothing beside the time a picture takes.
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        socket_options=[(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)],
    )


async def _announced(body: Body, progress: Progress) -> AsyncIterator[bytes]:
    progress(Phase.SENDING, 0)
    async for chunk in body.stream():
        yield chunk
        progress(Phase.SENDING, body.sent)
    progress(Phase.THINKING, 0)


async def _plain_bytes(response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the bytes of a reply; one that is compressed though nobody asked is opened with care."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        async for chunk in response.aiter_raw():
            yield chunk
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise errors.ReplyUnreadable("The reply is compressed in a way that was not asked for.")
    unpacker = zlib.decompressobj(wbits=47)
    taken = given = 0
    async for packed in response.aiter_raw():
        taken += len(packed)
        while packed:
            chunk = _unpacked(unpacker, packed)
            packed = unpacker.unconsumed_tail
            given += len(chunk)
            if given > _BOMB_FROM and given > _BOMB_RATIO * taken:
                raise errors.ReplyTooLarge("The reply is a compressed bomb: a few bytes that unfold without end.")
            if chunk:
                yield chunk


def _unpacked(unpacker: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return unpacker.decompress(packed, _LARGEST_STEP)
    except zlib.error as error:
        raise errors.ReplyUnreadable("The reply is compressed and damaged.") from error


async def _head(chunks: AsyncIterator[bytes]) -> bytes:
    """Return the beginning of an error's body."""
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        if len(head) >= _LONGEST_ERROR:
            break
    return bytes(head[:_LONGEST_ERROR])


def _cause(error: httpx.TransportError) -> str:
    """Return the system's reason in words."""
    if isinstance(error, httpx.ConnectTimeout):
        return "no answer"
    text = str(error).rstrip(".")
    if "All connection attempts failed" in text or "refused" in text.lower():
        return "the connection was refused"
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate cannot be trusted"
    if re.search(r"name or service not known|getaddrinfo|nodename nor servname|name resolution", text, re.IGNORECASE):
        return "no such host"
    return text or "the network failed"
