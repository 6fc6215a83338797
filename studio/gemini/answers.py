"""The bytes of an answer as they were meant: opened where they are packed, and no more of an error than is read."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import cast

import httpx

from studio.gemini import errors
from studio.gemini.unpacking import CODINGS, Unpacker

LONGEST_ERROR = 256 << 10
_ERROR_SECONDS = 10.0  # the words of an error are not worth a longer wait: its status tells what matters


async def plain_bytes(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a reply, opened if they are compressed though nobody asked.

    Those that cannot be opened come as they are, to be kept; ReplyUnreadable behind them.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    unpacker = Unpacker() if coding in CODINGS else None
    # It is a generator, though httpx does not promise so; left open it would be closed some time later.
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as pieces:
        async for piece in pieces:
            for chunk in unpacker.feed(piece) if unpacker else (piece,):
                yield chunk
    if unpacker is None and coding not in ("", "identity"):
        raise errors.ReplyUnreadable("The reply is compressed in a way that was not asked for.")


async def beginning(chunks: AsyncIterator[bytes], longest: int = LONGEST_ERROR) -> bytes:
    """Return the beginning of an error's body, or what came of it before the connection broke."""
    body = bytearray()
    try:
        async with asyncio.timeout(_ERROR_SECONDS):
            async for chunk in chunks:
                body += chunk
                if len(body) >= longest:
                    break
    except errors.ReplyBroken:
        return b""
    except (httpx.TransportError, TimeoutError):
        pass
    return bytes(body[:longest])


def is_a_page(response: httpx.Response, beginning: bytes) -> bool:
    """Whether an answer is a web page."""
    return beginning.lstrip()[:1] == b"<" or "html" in response.headers.get("content-type", "")
