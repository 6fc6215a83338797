"""What is known of pictures: how one was made, what several have in common, and that the last asked for is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.library.library import Library
from studio.library.records import Image, NewInput, Turn
from studio.workbench.costs import Cost
from studio.workbench.inspection import Inspected, Inspection, Several
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.library.making import begin_landing, commit_of, land, new_turn, picture_bytes
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


class Look:
    """An inspection of a library, and how often it told of something."""

    def __init__(self, library: Library) -> None:
        self.tasks = Tasks()
        self.inspection = Inspection(self.tasks)
        self.told: list[object] = []
        self.inspection.changed.connect(lambda: self.told.append(self.inspection.subject))
        self.inspection.open(library)

    async def at(self, *images: Image) -> object:
        self.inspection.show(images)
        await until(lambda: not self.tasks.running)
        return self.inspection.subject


async def made(library: Library, parent: Turn | None = None, **changes: object) -> tuple[Turn, Image]:
    """A turn with a picture; what its commit or its intent is told otherwise."""
    of_commit = {name: changes.pop(name) for name in ("charge", "actual_micros") if name in changes}
    turn = library.turns.begin(new_turn(library, parent, **changes))
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes(turn.id, 2000)])
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed, **of_commit))
    (image,) = library.images.of_turn(turn.id)
    return library.turns.get(turn.id), image


async def test_how_a_picture_was_made_is_read_with_its_place_and_what_went_into_it(
    library: Library, tmp_path: Path
) -> None:
    logo = take_in(library, tmp_path, "logo.png")
    first, carried = await made(library)
    inputs = (NewInput("carried", carried.id), NewInput("reference", logo.id, "logo"))
    turn, image = await made(library, first, prompt="At night", inputs=inputs)
    found = await Look(library).at(image)
    assert isinstance(found, Inspected)
    assert found.origin is not None
    assert (found.image, found.origin.turn, found.origin.number) == (image, turn, 2)
    assert found.origin.conversation == "Otters"
    assert [(given.image.id, given.name) for given in found.origin.inputs] == [(logo.id, "logo")]
    assert found.origin.cost == Cost(134_000)
    assert found.origin.seconds >= 0
    assert found.path.read_bytes() == picture_bytes(turn.id, 2000)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"actual_micros": None, "estimate_micros": 40_000}, Cost(40_000, is_estimate=True)),
        ({"actual_micros": None}, Cost(None)),
        ({"actual_micros": None, "charge": "none"}, Cost(0, is_free=True)),
    ],
)
async def test_what_it_cost_is_known_expected_unknown_or_nothing(
    library: Library, told: dict[str, object], expected: Cost
) -> None:
    _, image = await made(library, **told)
    found = await Look(library).at(image)
    assert isinstance(found, Inspected)
    assert found.origin is not None
    assert found.origin.cost == expected


async def test_a_picture_that_was_brought_in_has_no_origin(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "otter.png")
    found = await Look(library).at(image)
    assert found == Inspected(image, library.images.absolute_path(image))


async def test_of_several_what_they_have_in_common_and_cost_together_is_read(library: Library) -> None:
    settings = {"aspectRatio": "16:9", "imageSize": "2K"}
    _, one = await made(library, settings=settings)
    _, two = await made(library, settings={"aspectRatio": "16:9"}, prompt="A fox")
    found = await Look(library).at(one, two)
    assert isinstance(found, Several)
    assert (len(found.images), found.cost) == (2, Cost(268_000))
    assert (found.model, found.connection, found.ratio) == ("gemini-3-pro-image", "sandbox", "16:9")
    assert (found.prompt, found.size) == ("", "")


async def test_nothing_is_common_with_pictures_that_were_brought_in(library: Library, tmp_path: Path) -> None:
    _, one = await made(library)
    imported = take_in(library, tmp_path, "otter.png")
    assert await Look(library).at(one, imported) == Several((one, imported), Cost(134_000))
    other = take_in(library, tmp_path, "fox.png", colour="#ff8800")
    assert await Look(library).at(other, imported) == Several((other, imported))


async def test_what_changed_is_read_again_and_told_once(library: Library) -> None:
    _, image = await made(library)
    look = Look(library)
    await look.at(image)
    look.inspection.refresh()
    await until(lambda: not look.tasks.running)
    assert len(look.told) == 1
    library.images.rate(image.id, 4)
    look.inspection.refresh()
    await until(lambda: not look.tasks.running)
    assert len(look.told) == 2
    assert look.inspection.subject.image.rating == 4  # type: ignore[union-attr]


async def test_the_last_asked_for_is_shown_whatever_is_still_being_read(library: Library, tmp_path: Path) -> None:
    _, one = await made(library)
    two = take_in(library, tmp_path, "otter.png")
    look = Look(library)
    look.inspection.show((one,))
    look.inspection.show((two,))
    assert len(look.tasks.running) == 1
    await until(lambda: not look.tasks.running)
    assert look.told == [Inspected(two, library.images.absolute_path(two))]


async def test_nothing_is_told_of_pictures_that_are_gone_or_a_library_that_was_closed(
    library: Library, tmp_path: Path
) -> None:
    _, image = await made(library)
    look = Look(library)
    await look.at(image)
    look.inspection.show((image,))
    look.inspection.close()
    await until(lambda: not look.tasks.running)
    assert look.inspection.subject is None
    assert len(look.told) == 2
    with Library.open(tmp_path / "another") as another:
        look.inspection.open(another)
        assert await look.at(image) is None


async def test_too_many_to_be_summed_up_are_only_counted(library: Library, tmp_path: Path) -> None:
    image = take_in(library, tmp_path, "otter.png")
    assert await Look(library).at(*[image] * 2001) == Several((image,) * 2001)


async def test_a_picture_is_told_of_as_the_conversation_in_view_shows_it(library: Library) -> None:
    first, _ = await made(library)
    turn, image = await made(library, first)
    fork = library.forest.fork(turn.id, "A fork", 5)
    look = Look(library)
    for conversation_id, title in ((None, "Otters"), (fork.id, "A fork")):
        look.inspection.look_from(conversation_id)
        found = await look.at(image)
        assert isinstance(found, Inspected)
        assert found.origin is not None
        assert (found.origin.conversation, found.origin.number) == (title, 2)
        assert found.origin.cost == Cost(134_000)
