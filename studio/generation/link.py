"""A connection in use."""

from dataclasses import dataclass

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint


@dataclass(frozen=True, slots=True)
class Link:
    """A connection's name, its endpoint, the client that talks to it, and what its models accept and cost."""

    name: str
    endpoint: Endpoint
    client: Client
    capabilities: Capabilities
