"""The embedded sandbox as a connection like any other; for the composition roots, which are all that know it.

Everything heavy is imported in the thread that starts it: this module is cheap to import, and opening the link holds up
no loop.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from studio.profile.saved_connection import SANDBOX

if TYPE_CHECKING:
    from studio.gemini.capabilities import Capabilities
    from studio.generation.link import Link
    from studio.profile.settings import Settings
    from studio.sandbox.server import SandboxServer


@asynccontextmanager
async def sandbox_link(settings: Settings, capabilities: Capabilities) -> AsyncIterator[Link]:
    """Start the sandbox, free of charge, and stop it behind the block. Raises Unreachable when it cannot listen.

    Cancelled while it starts, the server stays behind in its daemon thread, which ends with the program.
    """
    server, link = await asyncio.to_thread(_start, settings, capabilities)
    try:
        async with link.client:
            yield link
    finally:
        await asyncio.to_thread(server.stop)


def _start(settings: Settings, capabilities: Capabilities) -> tuple[SandboxServer, Link]:
    from studio.gemini.client import Client
    from studio.gemini.connections import Auth, Endpoint, read_address
    from studio.gemini.errors import Unreachable
    from studio.generation.link import Link
    from studio.generation.linking import limits_of
    from studio.sandbox.errors import CannotListen
    from studio.sandbox.server import SandboxServer

    try:
        server = SandboxServer().start()
    except CannotListen as error:
        raise Unreachable(f"The sandbox cannot start: {error}", reason="sandbox") from error
    # Its address changes with every run, what it signs does not: so signatures belong to its name.
    endpoint = Endpoint(
        read_address(server.url),
        Auth.GOOG_KEY,
        identity=SANDBOX,
        name="The sandbox",
        free=True,
        counts=True,
        counts_all=True,
        streams=True,
    )
    client = Client(endpoint, server.key, limits_of(settings))
    return server, Link(SANDBOX, endpoint, client, capabilities.free())
