"""A whole workbench over a fresh profile and library, whose sandbox is a server that answers as it is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.generation.link import Link
from studio.profile.folders import ProfileFolders
from studio.profile.remembered import Remembered
from studio.profile.saved_connection import SANDBOX
from studio.profile.settings import Settings
from studio.workbench.bench import Bench
from tests.fakes.server import Answer, FakeServer, serving
from tests.workbench.rig import GOOD


@asynccontextmanager
async def bench(tmp_path: Path, answer: Answer = GOOD) -> AsyncIterator[tuple[Bench, FakeServer]]:
    """A bench with a library that is open, closed at the end."""
    with serving(answer) as server:
        made = make_bench(server)
        try:
            await made.prepare()
            await made.open(tmp_path / "library")
            yield made, server
        finally:
            await made.close()


def make_bench(server: FakeServer) -> Bench:
    """A bench that has opened nothing yet; requests of its sandbox go to this server."""

    @asynccontextmanager
    async def sandbox(settings: Settings, capabilities: Capabilities) -> AsyncIterator[Link]:
        known = {"free": True, "counts": True, "counts_all": True}
        endpoint = Endpoint(read_address(server.url), identity=SANDBOX, name="The sandbox", **known)
        async with Client(endpoint, "canary-bench") as client:
            yield Link(SANDBOX, endpoint, client, capabilities.free())

    folders = ProfileFolders.of_user()
    return Bench(folders, Settings.load(folders), Remembered.load(folders), sandbox)
