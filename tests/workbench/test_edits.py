"""Changes of the library that can be taken back, on a real one."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from studio.library.errors import LibraryReadOnly
from studio.library.library import Library
from studio.library.records import Image
from studio.workbench.edits import Edits
from studio.workbench.tasks import Tasks
from studio.workbench.undo import Ended, Undo
from tests.library.making import make_pictures, new_turn, picture_bytes
from tests.ui.waiting import until


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def undo() -> AsyncIterator[Undo]:
    tasks = Tasks()
    yield Undo(tasks, tasks)
    await tasks.close()


@pytest.fixture
async def edits(undo: Undo, library: Library) -> Edits:
    edits = Edits(undo._tasks, undo, undo)
    edits.open(library)
    return edits


@pytest.fixture
async def images(library: Library) -> tuple[Image, ...]:
    turn = library.turns.begin(new_turn(library))
    await make_pictures(library, turn, [picture_bytes("a", 1000), picture_bytes("b", 1000)])
    return library.images.of_turn(turn.id)


async def over(undo: Undo) -> None:
    await until(lambda: not undo._busy)


async def test_images_go_into_the_trash_and_back(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    changed: list[str] = []
    edits.changed.connect(changed.append)
    step = edits.trash_images(images, "Move to trash", "Moved 2 images to the trash")
    assert step is not None
    assert (step.text, step.said) == ("Move to trash", "Moved 2 images to the trash")
    await over(undo)
    assert library.images.newest(5) == ()
    undo.undo()
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
    undo.redo()
    await over(undo)
    assert len(library.images.newest(5, trashed=True)) == 2
    edits.restore_images(images, "Restore", "")
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
    assert changed == ["images"] * 4


async def test_ratings_go_back_to_what_each_image_had(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    def ratings() -> list[int | None]:
        return [library.images.get(image.id).rating for image in images]

    library.images.rate(images[1].id, 2)
    edits.rate(images, 3, "Rate")
    edits.rate(images, -1, "Reject")  # with values that are older than the first change
    await over(undo)
    assert ratings() == [-1, -1]
    undo.undo()
    await over(undo)
    assert ratings() == [3, 3]
    undo.undo()
    await over(undo)
    assert ratings() == [None, 2]


async def test_conversations_are_renamed_trashed_and_restored(edits: Edits, undo: Undo, library: Library) -> None:
    conversation = library.conversations.create(library.ids.new(), "Otters", 5)

    def now() -> tuple[str, bool]:
        found = library.conversations.get(conversation.id)
        return found.title, found.trashed is not None

    edits.rename(conversation, "Beavers", "Rename")
    edits.rename(conversation, "Walruses", "Rename")
    edits.trash_conversation(conversation, "Move to trash", "Moved")
    await over(undo)
    assert now() == ("Walruses", True)
    undo.undo()
    undo.undo()
    await over(undo)
    assert now() == ("Beavers", False)
    undo.undo()
    await over(undo)
    assert now() == ("Otters", False)
    edits.trash_conversation(conversation, "Move to trash", "Moved")
    edits.restore_conversation(conversation, "Restore", "Restored")
    await over(undo)
    assert now() == ("Otters", False)
    undo.undo()
    await over(undo)
    assert now() == ("Otters", True)


async def test_a_change_the_library_refuses_is_told_and_the_lists_look_again(
    edits: Edits, undo: Undo, library: Library, tmp_path: Path
) -> None:
    conversation = library.conversations.create(library.ids.new(), "Otters", 5)
    with Library.open(tmp_path / "library", read_only=True) as reader:
        edits.open(reader)
        ended: list[Ended] = []
        changed: list[str] = []
        undo.ended.connect(ended.append)
        edits.changed.connect(changed.append)
        edits.rename(conversation, "Beavers", "Rename")
        await over(undo)
    assert isinstance(ended[0].error, LibraryReadOnly)
    assert changed == ["conversations"]
    assert not undo.can_undo


async def test_without_a_library_nothing_happens(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    edits.rate(images, 5, "Rate")
    await over(undo)
    edits.close()
    assert not undo.can_undo, "what was done in a library that is closed cannot be taken back"
    conversation = library.conversations.newest(1)[0]
    assert edits.rate(images, 3, "") is None
    assert edits.trash_images(images, "", "") is None
    assert edits.rename(conversation, "x", "") is None
    assert edits.trash_conversation(conversation, "", "") is None
    edits.open(library)
    assert edits.trash_images((), "", "") is None
