"""One real sandbox server for the whole folder: it keeps nothing between requests."""

from collections.abc import Iterator

import pytest

from studio.sandbox.server import SandboxServer


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    """A running sandbox with a random key."""
    with SandboxServer() as running:
        yield running
