"""Which endpoint a saved connection leads to, and at which server a turn was made, without loading what talks to it."""

from collections.abc import Iterable

from studio.gemini.connections import Endpoint, read_address
from studio.gemini.errors import BadAddress
from studio.library.records import Turn
from studio.profile.saved_connection import SavedConnection


def identity_of(saved: SavedConnection) -> str:
    """Return the identity of the endpoint a connection leads to; nothing where its address cannot be one."""
    try:
        return Endpoint(read_address(saved.base_url, plain_http=saved.plain_http)).identity
    except BadAddress:
        return ""


def connection_of(turn: Turn, connections: Iterable[SavedConnection]) -> SavedConnection | None:
    """Return the connection that leads to where a turn was made, of several the one of its name; None when none does.

    What a server keeps belongs to whoever's key made it.
    """
    there = [each for each in connections if turn.endpoint and identity_of(each) == turn.endpoint]
    return min(there, key=lambda each: each.name != turn.connection, default=None)


def server_of(turn: Turn, connection: SavedConnection | None) -> str:
    """Return the address of the server that a turn was made at: over https where no connection leads there any more."""
    return connection.base_url if connection is not None else f"https://{turn.endpoint}"
