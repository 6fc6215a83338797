"""Every reply script of the sandbox, generated over a real wire into a real library: what is kept and what is said."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.generation.link import Link
from studio.generation.prepare import probe
from studio.generation.run import Generator
from studio.generation.wish import Finished, Wish
from studio.library.library import Library
from studio.resources import read_json
from studio.sandbox.scripts.table import SCRIPTS
from studio.ui.words import Words
from tests.fakes.scripted import MODEL, RATIO, SEED, SIZE, Scripted, scripted_sandbox, table
from tests.ui.script_words import said_in_window

TABLE = table()
CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))


@pytest.fixture(scope="module")
def box() -> Iterator[Scripted]:
    with scripted_sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("scripts") / "library") as opened:
        yield opened


@pytest.fixture
def words(qapp: QApplication) -> Words:
    return Words(locale=QLocale(QLocale.Language.English), clock=lambda: 1_795_348_800.0)


async def generated(box: Scripted, name: str, library: Library) -> Finished:
    endpoint = Endpoint(read_address(box.server.url))
    async with Client(endpoint, box.server.key, box.limits(name)) as client:
        generator = Generator(library, Link("far", endpoint, client, CAPABILITIES))
        wish = Wish(
            prompt=box.prompt(name),
            model=MODEL,
            turn_id=library.ids.new(),
            conversation_id=library.ids.new(),
            send_id=library.ids.new(),
            origin="new",
            aspect_ratio=RATIO,
            image_size=SIZE,
            seed=SEED,
        )
        return await generator.run(wish, lambda _: None)


@pytest.mark.parametrize("name", SCRIPTS)
async def test_a_script_ends_as_the_table_says(name: str, box: Scripted, library: Library, words: Words) -> None:
    row = TABLE[name]
    finished = await generated(box, name, library)
    outcome = finished.outcome.kind.value if finished.failure is None and finished.outcome else ""
    assert (finished.failure.kind if finished.failure else outcome) == row.outcome
    assert tuple(image.role for image in finished.images) == row.images
    assert finished.charge.value == row.charge
    assert said_in_window(words, library, finished).replace(box.server.url, "URL") == row.window
    assert box.posts[name] == row.posts, "an ambiguous failure is asked once"
    for image in finished.images:
        seen = probe(library.images.absolute_path(image))
        assert seen is not None, "it opens"
        assert (seen.type, seen.width, seen.height) == (image.blob.type, image.width, image.height)
