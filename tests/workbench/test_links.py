"""Opened connections: shared, opened anew after a change, never closed under a request, typed failures."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from studio.gemini.capabilities import Capabilities
from studio.gemini.errors import Unreachable
from studio.generation.link import Link
from studio.profile.errors import ConnectionUnknown, KeyMissing, KeyringLocked
from studio.profile.secrets import Secret
from studio.profile.settings import Settings
from studio.resources import read_json
from studio.sandbox_link import sandbox_link
from studio.workbench.links import Links
from tests.fakes.folders import folders_in
from tests.fakes.keyrings import FailingKeyring, MemoryKeyring, PromptingKeyring, locked
from tests.fakes.server import reply, serving
from tests.ui.waiting import until
from tests.workbench.connecting import KEY, Desk, desk, wanted

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))


@asynccontextmanager
async def no_sandbox() -> AsyncIterator[Link]:
    raise AssertionError("nobody asked for the sandbox")
    yield


@asynccontextmanager
async def linking(
    folder: Path, keyring: MemoryKeyring | None = None, sandbox: object = no_sandbox
) -> AsyncIterator[tuple[Desk, Links, Settings]]:
    settings = Settings.load(folders_in(folder))
    async with desk(folder, keyring) as at:
        links = Links(at.book, settings, CAPABILITIES, at.tasks, sandbox)  # type: ignore[arg-type]
        try:
            yield at, links, settings
        finally:
            await links.close()


async def test_one_is_opened_with_its_key_and_then_shared(tmp_path: Path) -> None:
    with serving(reply({"models": [{"name": "m"}]})) as server:
        async with linking(tmp_path) as (at, links, _):
            saved = await at.book.add(wanted(base_url=f"{server.url}/v1beta"))
            await at.book.set_key(saved.id, Secret(KEY))
            link = await links.open(saved.id)
            assert (link.name, link.endpoint.auth, link.capabilities) == ("Hub", "bearer", CAPABILITIES)
            await link.client.list_models()
            assert await links.open(saved.id) is link
            assert at.keyring.reads == 1
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


async def test_many_who_ask_at_once_share_one_opening_and_one_prompt(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    async with linking(tmp_path, keyring) as (at, links, _):
        saved = await at.book.add(wanted())
        keyring.passwords[saved.id] = KEY
        asking = [asyncio.ensure_future(links.open(saved.id)) for _ in range(6)]
        await until(keyring.asked.is_set)
        asking[0].cancel()
        keyring.answered.set()
        first, *others = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(first, asyncio.CancelledError)
        assert len(set(map(id, others))) == 1
        assert isinstance(others[0], Link)
        assert keyring.reads == 1


@pytest.mark.parametrize("what", ["fields", "key", "limits"])
async def test_a_change_opens_it_anew_and_leaves_the_old_one_to_its_requests(tmp_path: Path, what: str) -> None:
    with serving(reply({"models": [{"name": "m"}]})) as server:
        async with linking(tmp_path) as (at, links, settings):
            saved = await at.book.add(wanted(base_url=f"{server.url}/v1beta"))
            await at.book.set_key(saved.id, Secret(KEY))
            old = await links.open(saved.id)
            if what == "fields":
                await at.book.change(replace(saved, auth="goog-key"))
            elif what == "key":
                await at.book.set_key(saved.id, Secret("canary-other-key"))
            else:
                await at.tasks.in_worker(settings.change, Settings.read_seconds, 77)
            new = await links.open(saved.id)
            assert new is not old
            assert await links.open(saved.id) is new
            assert await old.client.list_models()
            assert await new.client.list_models()
        sent = [request.headers.get("authorization") for request in server.requests]
        assert sent == [f"Bearer {KEY}", {"fields": None, "key": "Bearer canary-other-key"}.get(what, f"Bearer {KEY}")]


async def test_what_cannot_be_opened_is_typed_and_tried_anew(tmp_path: Path) -> None:
    keyring = FailingKeyring(locked)
    async with linking(tmp_path, keyring) as (at, links, _):
        saved = await at.book.add(wanted())
        with pytest.raises(ConnectionUnknown):
            await links.open("gone")
        with pytest.raises(KeyringLocked):
            await links.open(saved.id)
        keyring.failure = None
        with pytest.raises(KeyMissing, match="“Hub”"):
            await links.open(saved.id)
        keyring.passwords[saved.id] = KEY
        assert (await links.open(saved.id)).name == "Hub"


async def test_a_removed_connection_is_not_opened_though_it_once_was(tmp_path: Path) -> None:
    async with linking(tmp_path) as (at, links, _):
        saved = await at.book.add(wanted())
        await at.book.set_key(saved.id, Secret(KEY))
        await links.open(saved.id)
        await at.book.remove(saved.id)
        with pytest.raises(ConnectionUnknown):
            await links.open(saved.id)


async def test_an_open_prompt_holds_no_closing(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    async with linking(tmp_path, keyring) as (at, links, _):
        saved = await at.book.add(wanted())
        asking = asyncio.ensure_future(links.open(saved.id))
        await until(keyring.asked.is_set)
        await links.close()
        await asyncio.wait([asking])
        assert asking.cancelled()
        keyring.answered.set()
        await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


async def test_nothing_is_opened_once_the_program_ends(tmp_path: Path) -> None:
    async with linking(tmp_path) as (at, links, _):
        saved = await at.book.add(wanted())
        await at.tasks.close()
        with pytest.raises(asyncio.CancelledError):
            await links.open(saved.id)


def sandboxes() -> int:
    return [thread.name for thread in threading.enumerate()].count("sandbox")


async def test_the_sandbox_is_started_once_and_stopped_at_the_end(tmp_path: Path) -> None:
    settings = Settings.load(folders_in(tmp_path))
    others = sandboxes()  # one may be shared by other tests
    async with linking(tmp_path, sandbox=lambda: sandbox_link(settings, CAPABILITIES)) as (at, links, _):
        one, other = await asyncio.gather(links.open(None), links.open(None))
        assert one is other
        await at.tasks.in_worker(settings.change, Settings.read_seconds, 77)
        assert await links.open(None) is one
        assert one.endpoint.free
        assert await one.client.list_models()
        assert sandboxes() == others + 1
    assert sandboxes() == others


async def test_the_sandbox_streams_from_the_next_request_on_when_it_is_told_to(tmp_path: Path) -> None:
    settings = Settings.load(folders_in(tmp_path))
    others = sandboxes()
    async with linking(tmp_path, sandbox=lambda: sandbox_link(settings, CAPABILITIES)) as (at, links, _):
        whole = await links.open(None)
        await at.book.stream_sandbox(True)
        streamed = await links.open(None)
        assert (whole.endpoint.streaming, streamed.endpoint.streaming) == (False, True)
        assert streamed.endpoint.generate_url("m").endswith("/m:streamGenerateContent?alt=sse")
        assert streamed.endpoint.identity == whole.endpoint.identity
        assert await streamed.client.list_models() == await whole.client.list_models()
        assert sandboxes() == others + 1
        await at.book.stream_sandbox(False)
        assert await links.open(None) is whole


async def test_a_sandbox_that_fails_is_told_and_tried_anew(tmp_path: Path) -> None:
    tries = 0

    @asynccontextmanager
    async def failing() -> AsyncIterator[Link]:
        nonlocal tries
        tries += 1
        raise Unreachable("The sandbox cannot start.")
        yield

    async with linking(tmp_path, sandbox=failing) as (_, links, _):
        for _ in range(2):
            with pytest.raises(Unreachable):
                await links.open(None)
    assert tries == 2
