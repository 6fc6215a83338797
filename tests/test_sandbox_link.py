"""The sandbox as a connection: it lists, it is free, it stops; and that it cannot start is an error people know."""

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import Unreachable
from studio.generation.run import Generator
from studio.generation.wish import Progress, Wish
from studio.library.library import Library
from studio.profile.saved_connection import SANDBOX
from studio.profile.settings import Settings
from studio.resources import read_json
from studio.sandbox.errors import CannotListen
from studio.sandbox.server import SandboxServer
from studio.sandbox_link import sandbox_link
from tests.fakes.folders import folders_in


@pytest.fixture
def capabilities() -> Capabilities:
    return Capabilities.read(read_json("models/capabilities.json"))


def sandbox_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "sandbox"]


async def test_it_runs_within_the_block_and_costs_nothing(tmp_path: Path, capabilities: Capabilities) -> None:
    others = sandbox_threads()  # the sandbox that other tests share
    async with sandbox_link(Settings.load(folders_in(tmp_path)), capabilities) as link:
        assert (link.name, link.endpoint.identity, link.endpoint.free) == (SANDBOX, SANDBOX, True)
        assert link.capabilities.row(capabilities.default).price is None
        assert await link.client.list_models()
        assert len(sandbox_threads()) == len(others) + 1
    assert sandbox_threads() == others


async def test_streamed_its_words_are_there_before_the_picture(tmp_path: Path, capabilities: Capabilities) -> None:
    heard: list[Progress] = []
    with Library.open(tmp_path / "library") as library:
        async with sandbox_link(Settings.load(folders_in(tmp_path)), capabilities) as link:
            generator = Generator(library, link.sent_as_made(streaming=True))
            wish = Wish(
                prompt="an otter",
                model=capabilities.default,
                turn_id=library.ids.new(),
                conversation_id=library.ids.new(),
                send_id=library.ids.new(),
                origin="new",
            )
            finished = await generator.run(wish, heard.append)
        assert [image.role for image in finished.images] == ["main"]
    assert any(each.words.startswith("Sandbox:") and not each.drafts for each in heard)


async def test_that_it_cannot_start_is_said(
    tmp_path: Path, capabilities: Capabilities, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: SandboxServer) -> None:
        raise CannotListen("Cannot listen on 127.0.0.1, port 0: no more room.")

    monkeypatch.setattr(SandboxServer, "start", refuse)
    with pytest.raises(Unreachable, match=r"sandbox cannot start: .* no more room"):
        async with sandbox_link(Settings.load(folders_in(tmp_path)), capabilities):
            await asyncio.sleep(0)


def test_knowing_it_loads_nothing_heavy() -> None:
    code = "import sys, studio.sandbox_link; print({'httpx', 'uvicorn', 'starlette', 'PIL'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
