"""From the arguments to a connection in use: which endpoint, whose key, which limits."""

import getpass
import os
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from studio.cli.exit_status import BadArgument
from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Auth, Endpoint, read_address
from studio.gemini.presets import preset_of
from studio.generation.link import Link
from studio.generation.linking import endpoint_of, limits_of, link_of
from studio.profile.connections import Connections
from studio.profile.errors import KeyMissing
from studio.profile.keys import KEY_VARIABLE, Keys
from studio.profile.saved_connection import SANDBOX, SavedConnection
from studio.profile.secrets import Secret, Secrets
from studio.profile.settings import Settings
from studio.sandbox_link import sandbox_link


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
    choice: Choice, secrets: Secrets, settings: Settings, capabilities: Capabilities, *, streaming: bool = False
) -> AsyncIterator[Link]:
    """Open the chosen connection, starting the sandbox when it is that; `streaming` even where it is not saved so."""
    if choice is None:
        async with sandbox_link(settings, capabilities) as link:
            yield link.sent_as_made(streaming=streaming)
        return
    keys, limits = Keys(secrets, os.environ), limits_of(settings)
    if isinstance(choice, SavedConnection):
        choice = replace(choice, streaming=choice.streaming or streaming)
        _need_streams(endpoint_of(choice), streaming=streaming)
        link = link_of(choice, await _saved_key(choice, keys), limits, capabilities)
    else:
        address = read_address(choice.base_url, plain_http=choice.plain_http)
        endpoint = Endpoint(address, choice.auth, streaming=streaming, streams=preset_of("", choice.base_url).streams)
        _need_streams(endpoint, streaming=streaming)
        client = Client(endpoint, _given_key(endpoint, keys).reveal(), limits)
        link = Link(endpoint.host, endpoint, client, capabilities)
    async with link.client:
        yield link


def _need_streams(endpoint: Endpoint, *, streaming: bool) -> None:
    if streaming and not endpoint.streams:
        raise BadArgument(f"{endpoint.name} sends replies whole: leave --stream out.")


async def _saved_key(connection: SavedConnection, keys: Keys) -> Secret:
    try:
        return await keys.of(connection)
    except KeyMissing as missing:
        command = f"studio connections set-key {quoted(connection.name)}"
        advice = f"Set one with: {command} – or put it into the environment variable {KEY_VARIABLE}."
        raise KeyMissing(missing.message, advice=advice) from None


def _given_key(endpoint: Endpoint, keys: Keys) -> Secret:
    """Return the only key there can be for an endpoint that nobody saved."""
    if key := keys.in_environment():
        return key
    host = urlsplit(endpoint.address.base).netloc
    raise KeyMissing(f"There is no key for {host}.", advice=f"Put it into the environment variable {KEY_VARIABLE}.")


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
