"""A library, a server to send to, and the workbench's jobs between them."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client, TimeLimits
from studio.gemini.connections import Endpoint, read_address
from studio.generation.link import Link
from studio.generation.wish import Wish
from studio.library.library import Library
from studio.profile.folders import ProfileFolders
from studio.profile.settings import Settings
from studio.resources import read_json
from studio.workbench.jobs import Jobs
from studio.workbench.tasks import Tasks
from tests.fakes.replies import image_part, picture, reply_of
from tests.fakes.server import Answer, FakeServer, reply, serving

GOOD = reply(reply_of(image_part(picture(), signature="c2ln")))
MODEL = "gemini-2.5-flash-image"
NAME = "far"
ID = "f" * 32


class OneLink:
    """Every connection is this one."""

    def __init__(self, link: Link) -> None:
        self.link = link

    async def open(self, connection_id: str | None) -> Link:
        return self.link


class Rig(NamedTuple):
    library: Library
    server: FakeServer
    tasks: Tasks
    jobs: Jobs

    def wish(self, **options: Any) -> Wish:
        new = self.library.ids.new
        given = {"prompt": "an otter", "model": MODEL, "turn_id": new(), "conversation_id": new(), "send_id": new()}
        return Wish(**({"origin": "new"} | given | options))


@asynccontextmanager
async def rig(
    tmp_path: Path,
    answer: Answer = GOOD,
    width: int = 2,
    per_minute: int | None = None,
    clock: Callable[[], float] = time.monotonic,
    tick: float = 1.0,
    limits: TimeLimits | None = None,
) -> AsyncIterator[Rig]:
    capabilities = Capabilities.read(read_json("models/capabilities.json"))
    with serving(answer) as server, Library.open(tmp_path / "library") as library:
        endpoint = Endpoint(read_address(server.url))
        async with Client(endpoint, "canary-workbench", limits=limits or TimeLimits()) as client:
            tasks = Tasks()
            jobs = Jobs(tasks, clock, tick=tick)
            settings = Settings.load(ProfileFolders.of_user())
            link = OneLink(Link(NAME, endpoint, client, capabilities))
            jobs.open(library, link, settings, lambda _: width, lambda _: per_minute)
            try:
                yield Rig(library, server, tasks, jobs)
            finally:
                await tasks.close()
