"""A connection in use."""

from dataclasses import dataclass, replace
from typing import Self

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

    def sent_as_made(self, *, streaming: bool) -> Self:
        """The same connection with its replies sent as they are made, or whole."""
        if streaming == self.endpoint.streaming:
            return self
        endpoint = replace(self.endpoint, streaming=streaming)
        return replace(self, endpoint=endpoint, client=self.client.at(endpoint))
