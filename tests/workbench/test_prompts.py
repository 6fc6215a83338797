"""Prompts of pictures, read once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.errors import DiskFailed
from studio.library.library import Library
from studio.workbench.prompts import Prompts
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.library.making import make_pictures, new_turn, picture_bytes
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


async def test_the_prompt_comes_once_it_is_read(library: Library) -> None:
    turn = library.turns.begin(new_turn(library, prompt="An otter"))
    await make_pictures(library, turn, [picture_bytes("1"), picture_bytes("2")])
    one, two = library.images.of_turn(turn.id)
    tasks = Tasks()
    prompts, told = Prompts(tasks), []
    prompts.open(library)
    prompts.ready.connect(told.append)
    assert prompts.get(one) is None
    assert prompts.get(two) is None
    await until(lambda: told)
    assert told == [turn.id]
    assert prompts.get(one) == prompts.get(two) == "An otter"
    assert not tasks.running


async def test_an_imported_picture_has_its_name(library: Library, tmp_path: Path) -> None:
    prompts = Prompts(Tasks())
    prompts.open(library)
    assert prompts.get(take_in(library, tmp_path, "Otter.png")) == "Otter.png"


async def test_a_closed_library_tells_nothing(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    await make_pictures(library, turn, [picture_bytes("1")])
    (image,) = library.images.of_turn(turn.id)
    tasks = Tasks()
    prompts, told = Prompts(tasks), []
    prompts.open(library)
    prompts.ready.connect(told.append)
    prompts.get(image)
    prompts.close()
    await until(lambda: not tasks.running)
    assert told == []
    assert prompts.get(image) is None


async def test_a_prompt_that_could_not_be_read_is_asked_for_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = library.turns.begin(new_turn(library, prompt="An otter"))
    await make_pictures(library, turn, [picture_bytes("1")])
    (image,) = library.images.of_turn(turn.id)
    tasks, failed = Tasks(), list[Exception]()
    tasks.failed.connect(lambda _, error: failed.append(error))
    prompts = Prompts(tasks)
    prompts.open(library)

    def broken(_: str) -> None:
        raise DiskFailed("The disk does not work as it should.")

    with monkeypatch.context() as for_now:
        for_now.setattr(library.turns, "get", broken)
        assert prompts.get(image) is None
        await until(lambda: failed)
    assert prompts.get(image) is None
    await until(lambda: prompts.get(image) == "An otter")
