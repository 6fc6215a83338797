"""Which endpoint a saved connection leads to, told without loading what talks to it."""

from studio.gemini.connections import Endpoint, read_address
from studio.gemini.errors import BadAddress
from studio.profile.saved_connection import SavedConnection


def identity_of(saved: SavedConnection) -> str:
    """Return the identity of the endpoint a connection leads to; nothing where its address cannot be one."""
    try:
        return Endpoint(read_address(saved.base_url, plain_http=saved.plain_http)).identity
    except BadAddress:
        return ""
