"""The connections of the window: files in workers, keys in the keyring, tests that say what they could check."""

import asyncio
import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QSignalSpy

from studio.gemini.ladder import KeyCheck, ModelCheck
from studio.profile.connections import Connections
from studio.profile.errors import ConnectionUnknown, FileNotSaved, KeyringLocked, KeyringTimeout, NameTaken, NoKeyring
from studio.profile.folders import ProfileFolders
from studio.profile.keys import KEY_VARIABLE, KeyPlace, Keys
from studio.profile.secrets import Secret, Secrets
from studio.workbench.connection_book import ConnectionBook
from studio.workbench.tasks import Tasks
from tests.fakes.folders import folders_in
from tests.fakes.keyrings import FailingKeyring, PromptingKeyring, absent, locked
from tests.fakes.replies import google_error
from tests.fakes.server import FakeServer, Request, Wire, plain, reply, serving
from tests.ui.waiting import until
from tests.workbench.connecting import KEY, desk, wanted


async def test_it_is_empty_until_it_is_loaded(tmp_path: Path) -> None:
    saved = Connections.load(folders_in(tmp_path)).add(name="Hub", base_url="https://hub.example", auth="bearer")
    tasks = Tasks()
    book = ConnectionBook(folders_in(tmp_path), Keys(Secrets(absent_keyring), {}), tasks)
    heard = QSignalSpy(book.changed)
    assert (book.all(), book.current, heard.count()) == ((), None, 0)
    assert await book.load() == ()
    assert (book.all(), book.current, heard.count()) == ((saved,), saved, 1)
    assert book.named("Hub") == book.get(saved.id) == saved
    assert book.named("sandbox") is None
    await tasks.close()


def absent_keyring() -> Any:
    raise absent()


async def test_what_is_in_the_file_and_of_no_use_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "connections.json").write_text('{"connections": [{"name": "Odd"}]}')
    tasks = Tasks()
    (notice,) = await ConnectionBook(folders_in(tmp_path), Keys(Secrets(), {}), tasks).load()
    assert "Odd" in str(notice)
    await tasks.close()


async def test_adding_changing_choosing_and_removing_are_told_and_kept(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        heard = QSignalSpy(at.book.changed)
        one = await at.book.add(wanted("One"))
        assert one.id != "new"
        two = await at.book.add(wanted("Two"))
        assert (at.book.all(), at.book.current) == ((one, two), two)
        changed = await at.book.change(replace(one, name="First", auth="query"))
        assert at.book.all() == (changed, two)
        await at.book.choose(one.id)
        assert at.book.current == changed
        await at.book.choose(None)
        assert at.book.current is None
        assert await at.book.remove(two.id)
        assert at.book.all() == (changed,)
        assert heard.count() == 6
        again = Connections.load(folders_in(tmp_path))
        assert (again.all(), again.default) == ((changed,), None)


async def test_who_loses_the_connection_in_use_gets_the_sandbox_and_no_other_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await at.book.add(wanted("One"))
        two = await at.book.add(wanted("Two"))
        await at.book.remove(two.id)
        assert at.book.current is None
        assert len(at.book.all()) == 1


async def test_what_cannot_be_changes_nothing(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        one, two = await at.book.add(wanted("One")), await at.book.add(wanted("Two"))
        heard = QSignalSpy(at.book.changed)
        with pytest.raises(NameTaken):
            await at.book.add(wanted("ONE"))
        with pytest.raises(NameTaken):
            await at.book.change(replace(two, name="one"))
        with pytest.raises(ConnectionUnknown):
            await at.book.choose("gone")
        with pytest.raises(ConnectionUnknown):
            at.book.get("gone")
        assert (at.book.all(), heard.count()) == ((one, two), 0)


async def test_a_file_that_cannot_be_written_is_an_error_and_no_change(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        (tmp_path / "config").write_text("a file where the folder should be")
        with pytest.raises(FileNotSaved):
            await at.book.add(wanted())
        assert at.book.all() == ()


async def test_many_changes_at_once_are_all_made(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        await asyncio.gather(*(at.book.add(wanted(f"Hub {number}")) for number in range(5)))
        assert {each.name for each in at.book.all()} == {f"Hub {number}" for number in range(5)}


async def test_reading_again_takes_nothing_away_that_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as at:
        load, read, go_on = Connections.load, threading.Event(), threading.Event()

        def slow(folders: ProfileFolders) -> Connections:
            loaded = load(folders)
            read.set()
            assert go_on.wait(30)
            return loaded

        monkeypatch.setattr(Connections, "load", slow)
        reading = asyncio.ensure_future(at.book.load())
        await until(read.is_set)
        adding = asyncio.ensure_future(at.book.add(wanted("One")))
        go_on.set()
        await asyncio.gather(reading, adding)
        assert [each.name for each in at.book.all()] == ["One"]
        assert (await at.book.change(replace(at.book.all()[0], name="First"))).name == "First"


async def test_files_and_keyrings_are_no_business_of_the_painting_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[threading.Thread] = []
    load, update = Connections.load, Connections._update
    monkeypatch.setattr(
        Connections,
        "load",
        classmethod(lambda _, folders: (places.append(threading.current_thread()), load(folders))[1]),
    )
    monkeypatch.setattr(
        Connections,
        "_update",
        lambda self, change: (places.append(threading.current_thread()), update(self, change))[1],
    )
    async with desk(tmp_path) as at:
        one = await at.book.add(wanted())
        await at.book.set_key(one.id, Secret(KEY))
        await at.book.key_place(one.id)
        await at.book.remove(one.id)
    assert len(places) >= 3
    assert threading.main_thread() not in {*places, *at.keyring.threads}


async def test_a_key_is_set_found_and_forgotten(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        one = await at.book.add(wanted())
        heard = QSignalSpy(at.book.key_changed)
        assert await at.book.key_place(one.id) is None
        await at.book.set_key(one.id, Secret(KEY))
        assert at.keyring.passwords == {one.id: KEY}
        assert await at.book.key_place(one.id) is KeyPlace.KEYRING
        await at.book.set_key(one.id, Secret("tonight-key"), for_session_only=True)
        assert await at.book.key_of(one) == Secret("tonight-key")
        assert at.keyring.passwords == {one.id: KEY}
        await at.book.forget_key(one.id)
        assert await at.book.key_place(one.id) is None
        assert at.keyring.passwords == {}
        assert [heard.at(number) for number in range(heard.count())] == [[one.id]] * 3


async def test_removing_takes_the_key_along(tmp_path: Path) -> None:
    async with desk(tmp_path) as at:
        one = await at.book.add(wanted())
        await at.book.set_key(one.id, Secret(KEY))
        assert await at.book.remove(one.id)
        assert at.keyring.passwords == {}


async def test_a_locked_keyring_keeps_the_connection_one_that_is_not_there_does_not(tmp_path: Path) -> None:
    keyring = FailingKeyring(locked)
    async with desk(tmp_path, keyring) as at:
        one = await at.book.add(wanted())
        with pytest.raises(KeyringLocked):
            await at.book.set_key(one.id, Secret(KEY))
        with pytest.raises(KeyringLocked):
            await at.book.remove(one.id)
        assert at.book.all() == (one,)
        keyring.failure = absent
        with pytest.raises(NoKeyring):
            await at.book.set_key(one.id, Secret(KEY))
        await at.book.set_key(one.id, Secret(KEY), for_session_only=True)
        assert await at.book.key_of(one) == Secret(KEY)
        assert not await at.book.remove(one.id)
        assert at.book.all() == ()


async def test_the_loop_goes_on_while_a_prompt_is_open(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    async with desk(tmp_path, keyring) as at:
        one = await at.book.add(wanted())
        asking = asyncio.ensure_future(at.book.set_key(one.id, Secret(KEY)))
        await until(keyring.asked.is_set)
        await at.book.choose(None)
        assert not asking.done()
        asking.cancel()
        await asyncio.wait([asking])
        keyring.answered.set()
        await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


async def test_a_keyring_that_never_answers_is_left(tmp_path: Path) -> None:
    keyring = PromptingKeyring()
    keys = Keys(Secrets(lambda: keyring), {}, within=0.05)
    with pytest.raises(KeyringTimeout):
        await keys.place_of("a")
    keyring.answered.set()
    await until(lambda: not any(thread.name == "keyring" for thread in threading.enumerate()))


def closed(request: Request, wire: Wire) -> None:
    """A server that lists its models to those with the key alone."""
    if request.headers.get("authorization") == f"Bearer {KEY}":
        reply({"models": [{"name": "models/m"}]})(request, wire)
    else:
        reply(google_error(401, "UNAUTHENTICATED", "no"), 401)(request, wire)


async def test_a_test_takes_the_key_that_is_typed_else_the_one_that_is_kept(tmp_path: Path) -> None:
    with serving(closed) as server:
        async with desk(tmp_path) as at:
            typed = wanted(base_url=f"{server.url}/v1beta")
            assert (await at.book.test(typed, Secret(KEY), "m")).key is KeyCheck.ACCEPTED
            assert (await at.book.test(typed, None, "m")).key is KeyCheck.MISSING
            assert at.keyring.reads == 0, "nobody is asked to unlock a keyring for what is not in it"
            saved = await at.book.add(typed)
            await at.book.set_key(saved.id, Secret(KEY))
            found = await at.book.test(saved, None, "m")
            assert (found.key, found.model) == (KeyCheck.ACCEPTED, ModelCheck.LISTED)
            assert (await at.book.test(saved, Secret("canary-wrong-key"), "m")).key is KeyCheck.REFUSED
        assert server.posts() == []


async def test_the_key_of_the_environment_is_for_saved_connections(tmp_path: Path) -> None:
    with serving(closed) as server:
        async with desk(tmp_path, environment={KEY_VARIABLE: KEY}) as at:
            typed = wanted(base_url=f"{server.url}/v1beta")
            assert (await at.book.test(typed, None, "m")).key is KeyCheck.MISSING
            assert keys_seen_by(server) == {None}
            saved = await at.book.add(typed)
            assert (await at.book.test(saved, None, "m")).key is KeyCheck.ACCEPTED


@pytest.mark.parametrize("environment", [{}, {KEY_VARIABLE: KEY}], ids=["keyring", "environment"])
async def test_a_key_goes_to_no_other_host_than_the_one_it_is_saved_with(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with serving(closed) as one, serving(closed) as other:
        async with desk(tmp_path, environment=environment) as at:
            saved = await at.book.add(wanted(base_url=f"{one.url}/v1beta"))
            if not environment:
                await at.book.set_key(saved.id, Secret(KEY))
            moved = replace(saved, base_url=f"{other.url}/v1beta")
            assert (await at.book.test(moved, None, "m")).key is KeyCheck.WITHHELD
            assert at.keyring.reads == 0, "nobody is asked to unlock a keyring for a key that is not sent"
            assert keys_seen_by(other) == {None}
            assert (await at.book.test(moved, Secret(KEY), "m")).key is KeyCheck.ACCEPTED
            deeper = replace(saved, base_url=f"{one.url}/deeper/v1beta", auth="bearer")
            assert (await at.book.test(deeper, None, "m")).key is KeyCheck.ACCEPTED
            unsafe = replace(saved, base_url=f"{one.url}/v1beta".replace("http:", "https:"))
            assert (await at.book.test(unsafe, None, "m")).key is KeyCheck.WITHHELD, "it travels in another way"


def keys_seen_by(server: FakeServer) -> set[str | None]:
    return {request.headers.get("authorization") for request in server.requests}


async def test_a_test_can_be_cancelled(tmp_path: Path) -> None:
    with serving(lambda _, wire: wire.until_gone()) as server:
        async with desk(tmp_path) as at:
            testing = asyncio.ensure_future(at.book.test(wanted(base_url=f"{server.url}/v1beta"), Secret(KEY), "m"))
            await until(lambda: server.requests)
            testing.cancel()
            await asyncio.wait([testing])
            assert testing.cancelled()


async def test_no_key_is_in_any_file(tmp_path: Path) -> None:
    with serving(plain(b"", 404)) as server:
        async with desk(tmp_path) as at:
            one = await at.book.add(wanted(base_url=f"{server.url}/v1beta"))
            await at.book.set_key(one.id, Secret(KEY))
            await at.book.test(one, None, "m")
            await at.book.change(replace(one, name="Other"))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert json.loads((tmp_path / "config" / "connections.json").read_text())
    assert not any(KEY.encode() in file.read_bytes() for file in files)
