"""From the arguments to a connection in use: which endpoint, whose key, which limits."""

import asyncio
import getpass
import os
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from studio.cli.exit_status import KEY_VARIABLE, BadArgument, KeyMissing
from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.generation.link import Link
from studio.profile.connections import Connections
from studio.profile.errors import KeyProblem
from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret, Secrets
from studio.profile.settings import Settings

SANDBOX = "sandbox"
# As long as a person may need to find and answer the keyring's prompt.
KEYRING_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An endpoint given on the command line."""

    base_url: str
    auth: Auth
    plain_http: bool


Choice = SavedConnection | Unsaved | None  # None is the sandbox


def choose(connections: Connections, name: str | None, unsaved: Unsaved | None, before: str | None) -> Choice:
    """Return the connection to use: the one named, else the one of the continued turn, else the default."""
    if unsaved is not None:
        return unsaved
    if name is not None:
        return None if name.casefold() == SANDBOX else connections.get(name)
    if before is not None:
        known = {connection.name: connection for connection in connections.all()}
        if before != SANDBOX and before not in known:
            raise BadArgument(
                f"That turn was made with “{before}”, which is not a saved connection."
                " Say where to go on: --connection NAME or --base-url URL."
            )
        return known.get(before)
    return connections.default


def default_model(choice: Choice, capabilities: Capabilities) -> str:
    """Return the model used when none is named."""
    if isinstance(choice, SavedConnection) and choice.default_model:
        return choice.default_model
    named = read_address(choice.base_url, plain_http=choice.plain_http).model if isinstance(choice, Unsaved) else None
    return named or capabilities.default


def at_once(choice: Choice, settings: Settings) -> int:
    """Return how many requests may be on their way at the same time."""
    own = choice.concurrency if isinstance(choice, SavedConnection) else None
    return own or settings.concurrency


@asynccontextmanager
async def opened(
    choice: Choice, secrets: Secrets, settings: Settings, capabilities: Capabilities
) -> AsyncIterator[Link]:
    """Open the chosen connection, starting the sandbox when it is that."""
    limits = TimeLimits(settings.connect_seconds, settings.write_seconds, settings.read_seconds, settings.total_seconds)
    if choice is None:
        async with _sandbox(capabilities.free(), limits) as link:
            yield link
        return
    endpoint = endpoint_of(choice)
    key = await key_of(choice, secrets)
    name = choice.name if isinstance(choice, SavedConnection) else endpoint.host
    async with Client(endpoint, key.reveal(), limits) as client:
        yield Link(name, endpoint, client, capabilities)


def endpoint_of(choice: SavedConnection | Unsaved) -> Endpoint:
    """Return where a connection's requests go."""
    address = read_address(choice.base_url, plain_http=choice.plain_http)
    prefix = choice.model_prefix if isinstance(choice, SavedConnection) else ""
    return Endpoint(address, Auth(choice.auth), prefix)


@asynccontextmanager
async def _sandbox(capabilities: Capabilities, limits: TimeLimits) -> AsyncIterator[Link]:
    from studio.sandbox.server import SandboxServer  # the server and its drawing are loaded by those who need them

    server = SandboxServer()
    await asyncio.to_thread(server.start)
    try:
        # Its address changes with every run, what it signs does not: so signatures belong to its name.
        endpoint = Endpoint(read_address(server.url), Auth.GOOG_KEY, identity=SANDBOX, name="The sandbox", free=True)
        async with Client(endpoint, server.key, limits) as client:
            yield Link(SANDBOX, endpoint, client, capabilities)
    finally:
        await asyncio.to_thread(server.stop)


async def key_of(choice: SavedConnection | Unsaved, secrets: Secrets) -> Secret:
    """Return the key: from the keyring, or from the environment where there is none."""
    problem: KeyProblem | None = None
    if isinstance(choice, SavedConnection):
        try:
            if key := await secrets.get(choice.id, within=KEYRING_SECONDS):
                return key
        except KeyProblem as error:
            problem = error
    if given := os.environ.get(KEY_VARIABLE):
        return Secret(given)
    if problem is not None:
        raise problem
    if isinstance(choice, Unsaved):
        host = urlsplit(read_address(choice.base_url, plain_http=choice.plain_http).base).netloc
        raise KeyMissing(f"There is no key for {host}. Put it into the environment variable {KEY_VARIABLE}.")
    raise KeyMissing(
        f"There is no key for “{choice.name}”. Set one with: studio connections set-key {quoted(choice.name)}"
        f" – or put it into the environment variable {KEY_VARIABLE}."
    )


def quoted(name: str) -> str:
    """Return a name as it can be typed in a command."""
    return shlex.quote(name)


def ask_for_key(name: str) -> Secret | None:
    """Ask for a key where nobody can read it, or take it from standard input; None when nothing is given.

    Not for a worker thread: nothing could end it while it waits for a person.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        try:
            text = getpass.getpass(f"Key for {name}: ")
        except EOFError:
            return None
    else:
        text = sys.stdin.read() if sys.stdin is not None else ""
    return Secret(text) if text.strip() else None
