"""The models to choose from: fetched from the connection in use when somebody asks, kept, and merged with the table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from studio.gemini.errors import KeyRefused
from studio.profile.errors import FileNotSaved, KeyMissing
from studio.profile.saved_connection import SavedConnection
from studio.workbench.draft import Draft
from studio.workbench.offered_models import NoModelList, OfferedModels
from tests.fakes.folders import folders_in
from tests.fakes.replies import google_error
from tests.fakes.server import Answer, FakeServer, plain, reply, serving
from tests.fakes.tree import CAPABILITIES
from tests.ui.waiting import until
from tests.workbench.connecting import KEY, Desk, desk, wanted

LIST = reply({"models": [{"name": "models/gemini-9-image"}, {"name": "models/gemini-3-pro-image"}, {"name": "text"}]})


@asynccontextmanager
async def offering(folder: Path) -> AsyncIterator[tuple[OfferedModels, Desk]]:
    async with desk(folder) as at:
        draft = Draft(at.tasks)
        models = OfferedModels(draft, at.book, folders_in(folder), at.tasks, at.book, clock=lambda: 1_764_000_000.0)
        assert models.models == ()
        draft.know(CAPABILITIES)
        yield models, at


async def connected(at: Desk, server: FakeServer, name: str = "Hub", *, key: str = KEY) -> SavedConnection:
    saved = await at.book.add(wanted(name, f"{server.url}/v1beta"))
    if key:
        at.keyring.passwords[saved.id] = key
    return saved


async def fetched(models: OfferedModels) -> None:
    models.fetch()
    assert models.is_fetching
    await until(lambda: not models.is_fetching)


def ids(models: OfferedModels) -> list[str]:
    return [each.id for each in models.models]


async def test_the_table_alone_is_offered_until_a_list_is_fetched(tmp_path: Path) -> None:
    with serving(LIST) as server:
        async with offering(tmp_path) as (models, at):
            assert ids(models)[0] == "gemini-nano-banana-2.1"
            assert not models.can_fetch
            models.fetch()
            assert not models.is_fetching
            await connected(at, server)
            assert (models.can_fetch, models.kept, server.requests) == (True, None, []), "nobody is asked unasked"
            await fetched(models)
            assert ids(models)[0] == "gemini-9-image"
            assert models.kept is not None
            assert models.kept.fetched == 1_764_000_000_000
            assert models.failure is None
        assert [request.headers["authorization"] for request in server.requests] == [f"Bearer {KEY}"]
        assert not any(KEY.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
        async with offering(tmp_path) as (models, at):
            await at.book.choose(None)  # the book was loaded before there was anybody to hear of it
            await at.book.choose(at.book.all()[0].id)
            await until(lambda: models.kept is not None)
            assert ids(models)[0] == "gemini-9-image", "after a restart as well"
        assert len(server.requests) == 1


async def test_a_list_belongs_to_its_connection_and_its_address(tmp_path: Path) -> None:
    with serving(LIST) as server:
        async with offering(tmp_path) as (models, at):
            one = await connected(at, server)
            await fetched(models)
            await at.book.choose(None)
            assert models.kept is None
            await at.book.choose(one.id)
            assert models.kept is not None
            await at.book.change(replace(one, base_url="https://elsewhere.example/v1beta"))
            assert models.kept is None
            await at.book.remove(one.id)
            other = await connected(at, server, "Other")
            await fetched(models)
            assert models._file is not None
            assert (models._file.of(one.id), models._file.of(other.id) is None) == (None, False)


async def failure_of(tmp_path: Path, answer: Answer, *, key: str = KEY) -> Exception | None:
    with serving(answer) as server:
        async with offering(tmp_path) as (models, at):
            await connected(at, server, key=key)
            await fetched(models)
            assert models.kept is None
            failure = models.failure
            server.answer = LIST
            at.keyring.passwords[at.book.all()[0].id] = KEY
            await fetched(models)
            assert models.failure is None, "the next try takes it back"
    return failure


async def test_what_keeps_a_list_from_being_fetched_is_told(tmp_path: Path) -> None:
    refused = reply(google_error(401, "UNAUTHENTICATED", "no"), 401)
    assert isinstance(await failure_of(tmp_path / "1", refused), KeyRefused)
    assert isinstance(await failure_of(tmp_path / "2", plain(b"", 404)), NoModelList)
    assert isinstance(await failure_of(tmp_path / "3", LIST, key=""), KeyMissing)


async def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with serving(LIST) as server:
        async with offering(tmp_path) as (models, at):
            await connected(at, server)
            await until(lambda: not at.tasks.running)
            (tmp_path / "config" / "models.json.lock").mkdir()
            await fetched(models)
            assert isinstance(models.failure, FileNotSaved)


async def test_asking_twice_asks_once_and_another_connection_does_not_wait(tmp_path: Path) -> None:
    with serving(lambda _, wire: wire.until_gone()) as slow, serving(LIST) as server:
        async with offering(tmp_path) as (models, at):
            await connected(at, slow, "Slow")
            models.fetch()
            models.fetch()
            await until(lambda: slow.requests)
            await connected(at, server, "Fast")
            assert not models.is_fetching
            await fetched(models)
            assert models.kept is not None
            assert len(slow.requests) == 1
