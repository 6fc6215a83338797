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
    assert edits.pin(conversation, True, "") is None
    assert edits.archive(conversation, True, "") is None
    assert edits.duplicate(conversation, "", "", "") is None
    for call in (edits.star, edits.fold):
        assert call("a", True, "") is None
    assert edits.prune("a", "", str) is None
    assert edits.take_up("a", "", "") is None
    assert edits.fork("a", "", "", "") is None
    edits.open(library)
    assert edits.trash_images((), "", "") is None


async def test_a_pruned_branch_and_its_images_come_back(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    turn_id = str(images[0].turn_id)
    changed: list[str] = []
    edits.changed.connect(changed.append)
    step = edits.prune(turn_id, "Prune", "{} moved to the trash".format)
    assert step is not None
    await over(undo)
    assert (step.text, step.said) == ("Prune", "1 moved to the trash")
    assert library.turns.get(turn_id).trashed is not None
    assert library.images.newest(5) == ()
    undo.undo()
    await over(undo)
    assert library.turns.get(turn_id).trashed is None
    assert set(library.images.newest(5)) == set(images)
    undo.redo()
    await over(undo)
    assert library.images.newest(5) == ()
    undo.take_back(step)
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
    assert changed == ["turns"] * 4


async def test_stars_and_folds_go_back_to_what_was_there(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    turn_id = str(images[0].turn_id)

    def marks() -> tuple[bool, bool]:
        turn = library.turns.get(turn_id)
        return turn.starred is not None, turn.folded is not None

    edits.star(turn_id, True, "Star")
    edits.star(turn_id, True, "Star")
    edits.fold(turn_id, True, "Fold")
    await over(undo)
    assert marks() == (True, True)
    undo.undo()
    undo.undo()
    await over(undo)
    assert marks() == (True, False), "it was starred before the second time"
    edits.star(turn_id, False, "Unstar")
    await over(undo)
    assert marks() == (False, False)
    undo.undo()
    undo.undo()
    await over(undo)
    assert marks() == (False, False)


async def test_conversations_are_pinned_and_archived(edits: Edits, undo: Undo, library: Library) -> None:
    conversation = library.conversations.create(library.ids.new(), "Otters", 5)

    def now() -> tuple[bool, bool]:
        found = library.conversations.get(conversation.id)
        return found.pinned is not None, found.archived is not None

    edits.pin(conversation, True, "Pin")
    edits.archive(conversation, True, "Archive", "Archived")
    await over(undo)
    assert now() == (True, True)
    undo.undo()
    await over(undo)
    assert now() == (True, False)
    edits.pin(conversation, False, "Unpin")
    edits.archive(conversation, True, "Archive", "Archived")
    edits.archive(conversation, False, "Take out of the archive", "")
    await over(undo)
    assert now() == (False, False)
    for expected in ((False, True), (False, False), (True, False), (False, False)):
        undo.undo()
        await over(undo)
        assert now() == expected


@pytest.mark.parametrize("kind", ["fork", "duplicate"])
async def test_a_copy_is_made_once_and_undone_into_the_trash(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...], kind: str
) -> None:
    turn = library.turns.get(str(images[0].turn_id))
    made: list[str] = []
    edits.made.connect(made.append)
    if kind == "fork":
        edits.fork(turn.id, "Copy", "Fork", "Forked")
    else:
        edits.duplicate(library.conversations.get(turn.conversation_id), "Copy", "Duplicate", "Duplicated")
    await over(undo)
    copy = library.conversations.get(made[0])
    assert (copy.title, copy.trashed) == ("Copy", None)
    assert [each.copied_from for each in library.turns.of_conversation(copy.id)] == [turn.id]
    undo.undo()
    await over(undo)
    assert library.conversations.get(copy.id).trashed is not None
    undo.redo()
    await over(undo)
    assert library.conversations.get(copy.id) == copy
    assert made == [copy.id] * 2
    assert len(library.conversations.newest(9)) == 2


async def test_a_copy_the_library_refuses_is_not_said_to_be_made(
    edits: Edits, undo: Undo, library: Library, tmp_path: Path, images: tuple[Image, ...]
) -> None:
    made: list[str] = []
    edits.made.connect(made.append)
    with Library.open(tmp_path / "library", read_only=True) as reader:
        edits.open(reader)
        ended: list[Ended] = []
        undo.ended.connect(ended.append)
        edits.fork(str(images[0].turn_id), "Copy", "Fork", "Forked")
        edits.prune(str(images[0].turn_id), "Prune", str)
        await over(undo)
    assert [type(each.error) for each in ended] == [LibraryReadOnly] * 2
    assert not made
    assert not undo.can_undo


async def test_a_turn_is_taken_out_of_the_trash_and_put_back(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    turn_id = str(images[0].turn_id)
    library.forest.prune(turn_id, 5)
    edits.take_up(turn_id, "Take out of the trash", "It is back")
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
    undo.undo()
    await over(undo)
    assert library.turns.get(turn_id).trashed is not None
    assert library.images.newest(5) == ()
    undo.redo()
    await over(undo)
    assert library.turns.get(turn_id).trashed is None
    assert set(library.images.newest(5)) == set(images)


async def test_a_fork_of_what_is_in_the_trash_shows_its_images_while_it_is_there(
    edits: Edits, undo: Undo, library: Library, images: tuple[Image, ...]
) -> None:
    turn_id = str(images[0].turn_id)
    library.forest.prune(turn_id, 5)
    edits.fork(turn_id, "A fork", "Fork", "")
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
    undo.undo()
    await over(undo)
    assert [image.trashed for image in library.images.of_turn(turn_id)] == [5, 5]
    undo.redo()
    await over(undo)
    assert set(library.images.newest(5)) == set(images)
