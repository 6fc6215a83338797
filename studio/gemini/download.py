"""A picture by its link, as dragged out of a browser: plain HTTP, never with a cookie or a password.

A key goes along only where a caller has one for that very address, and to no address behind one that it is not for.

Hosts of this machine and of the local network are allowed: a person dropped the link, and what comes back is shown to
nobody but them. What came is told by its bytes, never by what a server calls it.
"""

import asyncio
import logging
import posixpath
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

import httpx

import studio
from studio.gemini.connections import Address, Endpoint
from studio.gemini.download_errors import (
    LinkIsNoPicture,
    LinkRefused,
    LinkRunsInCircles,
    LinkTooLarge,
    LinkTooSlow,
    LinkUnreachable,
    LinkUnusable,
)
from studio.gemini.environment import proxy_for
from studio.gemini.errors import BadProxy

# At their INFO level both write whole URLs, and those of pictures may hold what only their owner should know.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

_REDIRECTIONS = (301, 302, 303, 307, 308)
_PIECE, _HEAD = 256 << 10, 1024
_PAGES = (b"<!doctype", b"<html", b"<head", b"<body", b"<script")


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """Bytes of a picture, redirections followed, and seconds: for a connection, for one read, for all of it."""

    size: int = 50_000_000
    redirections: int = 5
    connect: float = 10.0
    read: float = 20.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Downloaded:
    """The bytes of a picture and the file name its link ends in."""

    data: bytes
    name: str


async def download(url: str, limits: DownloadLimits | None = None) -> Downloaded:
    """Fetch what a link leads to; DownloadError says why it cannot be had. Cancelling closes the connection."""
    data = bytearray()

    async def take(piece: bytes) -> None:
        data.extend(piece)

    last = await download_into(url, take, limits)
    return Downloaded(bytes(data), _file_name(last))


async def download_into(
    url: str,
    take: Callable[[bytes], Awaitable[None]],
    limits: DownloadLimits | None = None,
    may_follow: Callable[[str], bool] = lambda _: True,
    opened_by: Callable[[str], Mapping[str, str]] = lambda _: {},
) -> str:
    """The same, piece by piece, and only where it may be gone; return the address that the picture was at.

    `opened_by` has the headers that open an address; once one of the addresses has none, those behind it get none.
    """
    limits = limits or DownloadLimits()
    is_own = True
    try:
        async with asyncio.timeout(limits.total):
            for _ in range(limits.redirections + 1):
                host = _host(url)
                if not may_follow(url):
                    raise LinkUnusable(f"The link to {host} is not followed.")
                opening = opened_by(url) if is_own else {}
                is_own = bool(opening)
                async with _asked(url, limits, opening) as response:
                    if response.status_code not in _REDIRECTIONS:
                        await _take_picture(response, take, limits, host)
                        return url
                    url = _next(url, response)
    except TimeoutError as error:
        raise LinkTooSlow(f"{_host(url)} did not send the picture within {limits.total:.0f} seconds.") from error
    raise LinkRunsInCircles(f"{_host(url)} points from one address to the next without end.")


@asynccontextmanager
async def _asked(url: str, limits: DownloadLimits, opening: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
    """Ask one address, with a client of its own, so that nothing is carried from one host to another."""
    host = _host(url)
    try:
        timeout = httpx.Timeout(limits.read, connect=limits.connect)
        async with (
            # Without the environment: it would add the passwords of a .netrc.
            httpx.AsyncClient(transport=await _transport(url), timeout=timeout, trust_env=False) as client,
            client.stream("GET", url, headers={**_headers(), **opening}) as response,
        ):
            yield response
    except httpx.TimeoutException as error:
        raise LinkTooSlow(f"{host} does not answer.") from error
    except httpx.TransportError as error:
        raise LinkUnreachable(f"{host} cannot be reached, or the connection to it broke.") from error
    except (httpx.InvalidURL, httpx.DecodingError, ValueError) as error:
        raise LinkUnusable(f"The link to {host} cannot be used.") from error


async def _transport(url: str) -> httpx.AsyncHTTPTransport:
    parts = urlsplit(url)
    try:
        proxy = proxy_for(Endpoint(Address(f"{parts.scheme}://{parts.netloc}")))
        if proxy or parts.scheme == "https":
            trusted = await asyncio.to_thread(httpx.create_ssl_context)  # reads a file of 300 KB
        else:
            trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # an empty one, which plain http never asks
        return httpx.AsyncHTTPTransport(verify=trusted, proxy=httpx.Proxy(proxy) if proxy else None)
    except (BadProxy, OSError) as error:
        raise LinkUnreachable(f"There is no way to {_host(url)}: {error}") from error


def _headers() -> dict[str, str]:
    # Pictures are compressed already; a server that packs them once more would hide their size.
    return {
        "accept": "image/png,image/jpeg,image/webp,image/*;q=0.8,*/*;q=0.5",
        "accept-encoding": "identity",
        "user-agent": f"studio/{studio.__version__}",
    }


async def _take_picture(
    response: httpx.Response, take: Callable[[bytes], Awaitable[None]], limits: DownloadLimits, host: str
) -> None:
    if response.status_code != 200:
        status = response.status_code
        raise LinkRefused(f"{host} did not give the picture away: it answered {status}.", status)
    size, head = 0, b""
    async for chunk in response.aiter_bytes(_PIECE):
        size += len(chunk)
        head = head or chunk[:_HEAD]
        if size > limits.size:
            raise LinkTooLarge(f"The picture at {host} has more than {limits.size / 1e6:.0f} MB.")
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES):
            raise LinkIsNoPicture(f"The link leads to a web page of {host}, not to a picture.")
        await take(chunk)
    if not size:
        raise LinkIsNoPicture(f"{host} sent nothing.")


def _next(url: str, response: httpx.Response) -> str:
    try:
        return urljoin(url, response.headers["location"])
    except (KeyError, ValueError) as error:
        raise LinkRefused(f"{_host(url)} points to no address.", response.status_code) from error


def _host(url: str) -> str:
    """Return what messages call the link: its host alone, for the rest of a link may be a secret."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise LinkUnusable("The link is no web address.") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise LinkUnusable("The link is no http or https address.")
    return host


def _file_name(url: str) -> str:
    return unquote(posixpath.basename(urlsplit(url).path)) or "image"
