"""The model goes with the connection in use: chosen when that is another one, and not a moment before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from studio.profile.saved_connection import SavedConnection
from studio.workbench.bench import Bench
from studio.workbench.connection_models import ConnectionModels
from tests.fakes.server import serving
from tests.workbench.bench_rig import bench, make_bench
from tests.workbench.rig import GOOD

PRO, FLASH = "gemini-3-pro-image", "gemini-2.5-flash-image"


def connection(name: str, default_model: str | None = None) -> SavedConnection:
    return SavedConnection(
        id="x", name=name, base_url="https://models.example", auth="goog-key", default_model=default_model
    )


@asynccontextmanager
async def models(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as (b, _):
        chosen = ConnectionModels(b.draft, b.connections, b.remembered, b)
        chosen.follow()
        yield b


async def test_a_connection_brings_its_default_model_whatever_is_typed(tmp_path: Path) -> None:
    async with models(tmp_path) as b:
        b.draft.prompt = "half a prompt"
        first = await b.connections.add(connection("first", FLASH))
        assert b.draft.model == FLASH
        await b.connections.add(connection("second", "their-own-model"))
        assert b.draft.model == "their-own-model"
        await b.connections.choose(first.id)
        assert b.draft.model == FLASH


async def test_the_draft_knows_the_host_it_goes_to(tmp_path: Path) -> None:
    async with models(tmp_path) as b:
        assert b.draft.host == ""
        first = await b.connections.add(connection("first"))
        assert b.draft.host == "models.example"
        await b.connections.change(replace(first, base_url="https://API.routerhub.ai/v1beta"))
        assert b.draft.host == "api.routerhub.ai"
        await b.connections.choose(None)
        assert b.draft.host == ""


async def test_a_model_chosen_by_hand_stays_when_a_connection_is_renamed(tmp_path: Path) -> None:
    async with models(tmp_path) as b:
        first = await b.connections.add(connection("first", FLASH))
        b.draft.model = PRO
        await b.connections.change(replace(first, name="renamed"))
        assert b.draft.model == PRO
        assert b.connections.current is not None
        assert b.connections.current.name == "renamed"


async def test_without_a_default_model_the_one_chosen_there_last_is_back(tmp_path: Path) -> None:
    async with models(tmp_path) as b:
        first = await b.connections.add(connection("first"))
        b.draft.model = "their-own-model"
        await b.connections.add(connection("second"))
        assert b.capabilities is not None
        assert b.draft.model == b.capabilities.default, "nobody else knows that model"
        b.draft.model = PRO
        await b.connections.choose(first.id)
        assert b.draft.model == "their-own-model"
        await b.connections.choose(None)
        assert b.draft.model == b.capabilities.default
    async with models(tmp_path) as b:
        await b.connections.choose(first.id)
        assert b.draft.model == "their-own-model", "after a restart as well"


async def test_what_connections_that_are_gone_were_used_with_is_forgotten(tmp_path: Path) -> None:
    async with models(tmp_path) as b:
        first = await b.connections.add(connection("first", FLASH))
        await b.connections.remove(first.id)
        b.draft.model = PRO
        assert b.remembered.get("models", dict[str, object]()) == {"": PRO}


async def test_nothing_is_chosen_before_connections_are_known() -> None:
    with serving(GOOD) as server:
        b = make_bench(server)
        ConnectionModels(b.draft, b.connections, b.remembered, b)
        b.draft.model = "typed at once"
        assert b.remembered.get("models", dict[str, object]()) == {}
        await b.close()
