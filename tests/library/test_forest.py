"""What a person does with the trees: prune, star, fold; and copies, which are the same events once more."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.library.errors import LibraryBug, UnknownTurn
from studio.library.library import Library
from studio.library.records import Image, NewInput, Turn
from tests.library.making import begin_landing, commit_of, land, make_pictures, new_turn, picture_bytes


def begin(library: Library, parent: Turn | None = None, **changes: object) -> Turn:
    return library.turns.begin(new_turn(library, parent, **changes))


async def drawn(library: Library, parent: Turn | None = None, **changes: object) -> Turn:
    turn = begin(library, parent, **changes)
    await make_pictures(library, turn, [picture_bytes(turn.id, 1000)])
    return library.turns.get(turn.id)


def kept_images(library: Library) -> set[str]:
    return {image.id for image in library.images.newest(100)}


def image_of(library: Library, turn: Turn) -> Image:
    (image,) = library.images.of_turn(turn.id)
    return image


async def test_pruning_takes_what_follows_along_and_gives_exactly_that_back(library: Library) -> None:
    root = await drawn(library)
    branch, other = await drawn(library, root), await drawn(library, root)
    leaf, gone = await drawn(library, branch), await drawn(library, branch)
    library.forest.prune(gone.id, 3)
    library.images.trash(image_of(library, leaf).id, 4)
    pruned = library.forest.prune(branch.id, 5)
    assert pruned.turns == (branch.id, leaf.id)
    assert pruned.images == (image_of(library, branch).id,)
    assert [library.turns.get(each.id).trashed for each in (root, branch, other, leaf, gone)] == [None, 5, None, 5, 3]
    assert kept_images(library) == {image_of(library, root).id, image_of(library, other).id}
    assert library.forest.prune(branch.id, 6) == type(pruned)((), ())
    library.forest.unprune(pruned)
    assert [library.turns.get(each.id).trashed for each in (root, branch, other, leaf, gone)] == [None] * 4 + [3]
    assert kept_images(library) == {image_of(library, each).id for each in (root, branch, other)}
    with pytest.raises(UnknownTurn):
        library.forest.prune("f" * 32, 5)


async def test_thoughts_stay_out_of_the_trash_when_a_turn_is_pruned(library: Library) -> None:
    turn = begin(library)
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes(each, 1000) for each in ("thought", "draft", "main")])
        commit = commit_of(library, landed)
        roles = [replace(commit.pictures[n], role=role) for n, role in enumerate(("thought", "draft", "main"))]
        library.turns.commit_reply(landing.attempt_id, landed, replace(commit, pictures=tuple(roles)))
    library.forest.prune(turn.id, 5)
    assert {image.role: image.trashed for image in library.images.of_turn(turn.id)} == {
        "thought": None,
        "draft": 5,
        "main": 5,
    }


async def test_going_on_from_the_trash_takes_the_branch_out(library: Library) -> None:
    root = await drawn(library)
    branch, other = await drawn(library, root), await drawn(library, root)
    leaf = await drawn(library, branch)
    unwanted = image_of(library, leaf)
    library.images.trash(unwanted.id, 4)
    pruned = library.forest.prune(root.id, 5)
    assert kept_images(library) == set()
    begin(library, leaf)
    assert [library.turns.get(each.id).trashed for each in (root, branch, other, leaf)] == [None, None, 5, None]
    assert kept_images(library) == {image_of(library, root).id, image_of(library, branch).id}
    library.forest.unprune(pruned)
    assert library.turns.get(other.id).trashed is None
    assert library.images.get(unwanted.id).trashed == 4


async def test_what_was_taken_up_can_be_put_back_with_what_was_begun_there(library: Library) -> None:
    root = await drawn(library)
    branch = await drawn(library, root)
    leaf = await drawn(library, branch)
    unwanted = image_of(library, leaf)
    library.images.trash(unwanted.id, 4)
    library.forest.prune(branch.id, 5)
    library.images.restore(image_of(library, branch).id)
    taken = library.forest.take_up(leaf.id)
    assert (taken.turns, taken.images) == ((branch.id, leaf.id), ())
    new = await drawn(library, leaf)
    library.forest.put_back(taken, 6)
    trashed = [library.turns.get(each.id).trashed for each in (root, branch, leaf, new)]
    assert trashed == [None, 6, 6, 6]
    assert kept_images(library) == {image_of(library, each).id for each in (root, branch, new)}
    assert library.forest.take_up(root.id) == type(taken)((), ())


async def test_a_fork_of_the_trash_pruned_and_back_is_as_it_was(library: Library) -> None:
    turn = await drawn(library)
    library.forest.prune(turn.id, 5)
    made = library.forest.fork(turn.id, "", 1)
    (copy,) = library.turns.of_conversation(made.id)
    library.forest.unprune(library.forest.prune(copy.id, 6))
    assert library.turns.get(copy.id).trashed is None
    assert image_of(library, turn).trashed == 5


async def test_a_conversation_out_of_the_trash_shows_the_images_its_turns_show(library: Library) -> None:
    turn, other = await drawn(library), await drawn(library)
    made = library.forest.fork(turn.id, "", 1)
    library.forest.trash(made.id, 4)
    image, apart = image_of(library, turn), image_of(library, other)
    library.forest.prune(turn.id, 5)
    library.forest.prune(other.id, 6)
    assert library.forest.restore(made.id) == ((image.id, 5),)
    assert kept_images(library) == {image.id}
    library.forest.trash(made.id, 7, ((image.id, 5),))
    assert kept_images(library) == set()
    assert library.forest.take_up(turn.id).images == (image.id,)
    assert library.images.get(apart.id).trashed == 6


async def test_a_branch_that_comes_back_brings_what_it_follows(library: Library) -> None:
    root = await drawn(library)
    branch, other = await drawn(library, root), await drawn(library, root)
    one = library.forest.prune(branch.id, 5)
    library.forest.prune(root.id, 6)
    library.forest.unprune(one)
    assert [library.turns.get(each.id).trashed for each in (root, branch, other)] == [None, None, 6]
    assert kept_images(library) == {image_of(library, root).id, image_of(library, branch).id}


def test_stars_and_folds_tell_what_was_before(library: Library) -> None:
    turn = begin(library)
    for mark, column in ((library.forest.star, "starred"), (library.forest.fold, "folded")):
        assert mark(turn.id, 5) is None
        assert mark(turn.id, 6) == 5
        assert getattr(library.turns.get(turn.id), column) == 6
        assert mark(turn.id, None) == 6
        assert getattr(library.turns.get(turn.id), column) is None
        with pytest.raises(UnknownTurn):
            mark("f" * 32, 5)


async def test_a_fork_is_the_branch_in_a_conversation_of_its_own(library: Library) -> None:
    root = await drawn(library)
    given = NewInput("reference", image_of(library, root).id, "logo")
    branch = await drawn(library, root, inputs=(given,), settings={"seed": 7}, decisions=({"reason": "cut off"},))
    await drawn(library, root)
    await drawn(library, branch)
    library.forest.star(branch.id, 8)
    library.forest.fold(branch.id, 9)
    branch = library.turns.get(branch.id)
    made = library.forest.fork(branch.id, "A fork", 77)
    assert (made.title, made.created, made.updated, made.trashed) == ("A fork", 77, 77, None)
    first, second = library.turns.of_conversation(made.id)
    own = {"id", "conversation_id", "parent_id", "send_id", "folded", "copied_from"}
    for copy, original in ((first, root), (second, branch)):
        for name in set(Turn._fields) - own:
            assert getattr(copy, name) == getattr(original, name), name
        assert copy.copied_from == original.id
        assert copy.send_id != original.send_id
        assert library.turns.attempts(copy.id) == library.turns.attempts(original.id)
        assert library.images.of_turn(copy.id) == library.images.of_turn(original.id)
    assert (first.parent_id, second.parent_id, second.folded) == (None, first.id, None)
    (copied,) = library.turns.inputs(second.id)
    assert copied._replace(turn_id=branch.id) == library.turns.inputs(branch.id)[0]
    with pytest.raises(UnknownTurn):
        library.forest.fork("f" * 32, "", 1)


async def test_a_duplicate_is_all_that_is_shown(library: Library) -> None:
    root = await drawn(library)
    twins = [await drawn(library, root, send_id="5" * 32) for _ in range(2)]
    leaf = await drawn(library, twins[1])
    gone = begin(library, root)
    library.forest.prune(gone.id, 5)
    other_root = begin(library, root, parent_id=None)
    library.forest.fold(twins[0].id, 6)
    made = library.forest.duplicate(root.conversation_id, "Once more", 77)
    copies = library.turns.of_conversation(made.id)
    assert [copy.copied_from for copy in copies] == [each.id for each in (root, *twins, leaf, other_root)]
    assert [copy.parent_id for copy in copies] == [None, copies[0].id, copies[0].id, copies[2].id, None]
    assert [copy.folded for copy in copies] == [None, 6, None, None, None]
    sends = [copy.send_id for copy in copies]
    assert sends[1] == sends[2]
    assert len(set(sends)) == 4
    assert "5" * 32 not in sends
    with pytest.raises(LibraryBug):
        library.forest.duplicate("f" * 32, "", 1)


async def test_a_copy_of_a_copy_stands_for_the_first(library: Library) -> None:
    turn = await drawn(library)
    fork = library.forest.fork(turn.id, "", 1)
    twice = library.forest.duplicate(fork.id, "", 2)
    (copy,) = library.turns.of_conversation(twice.id)
    assert copy.copied_from == turn.id


def test_a_turn_that_stands_before_its_parent_is_copied_too(library: Library) -> None:
    """After a clock that went back, ids do not follow the tree."""
    root = begin(library)
    child = begin(library, root, id="0" * 32)
    made = library.forest.fork(child.id, "", 1)
    first, second = library.turns.of_conversation(made.id)
    assert (first.copied_from, second.copied_from) == (child.id, root.id)
    assert (first.parent_id, second.parent_id) == (second.id, None)


async def test_nothing_is_counted_or_shown_twice(library: Library) -> None:
    turn = await drawn(library)
    spent, images, recent = library.ledger.between(0, 2**62), library.images.newest(9), library.turns.recent(9)
    made = library.forest.fork(turn.id, "", 1)
    library.forest.duplicate(turn.conversation_id, "", 1)
    assert spent.actual == 134_000
    assert library.ledger.between(0, 2**62) == spent
    assert library.images.newest(9) == images
    assert library.gallery.count() == 1
    assert library.turns.recent(9) == recent
    assert library.turns.find("last") == turn
    (copy,) = library.turns.of_conversation(made.id)
    assert copy.actual_micros == 134_000
    library.images.rate(images[0].id, 5)
    assert image_of(library, copy).rating == 5
    assert library.turns.find(images[0].id) == turn
    assert [each.image for each in library.conversations.summaries(9)] == [image_of(library, turn)] * 3


async def test_an_image_is_shown_by_the_turn_in_view(library: Library, tmp_path: Path) -> None:
    turn = await drawn(library)
    image = image_of(library, turn)
    made = library.forest.fork(turn.id, "", 1)
    (copy,) = library.turns.of_conversation(made.id)
    assert library.turns.showing(image, None) == turn
    assert library.turns.showing(image, made.id) == copy
    library.conversations.trash(turn.conversation_id, 5)
    assert library.turns.showing(image, None) == copy
    library.conversations.restore(turn.conversation_id)
    library.forest.prune(copy.id, 6)
    assert library.turns.showing(image, made.id) == turn
    (tmp_path / "otter.png").write_bytes(picture_bytes("otter"))
    given = library.images.import_file(tmp_path / "otter.png", mime="image/png", width=1, height=1, name="otter.png")
    assert library.turns.showing(given, made.id) is None


async def test_a_reply_that_comes_later_is_that_of_the_copies_too(library: Library) -> None:
    turn = begin(library)
    made = library.forest.fork(turn.id, "", 1)
    with begin_landing(library, turn) as landing:
        landed = await land(landing, [picture_bytes("a", 1000)])
        library.turns.commit_reply(landing.attempt_id, landed, commit_of(library, landed))
    (copy,), turn = library.turns.of_conversation(made.id), library.turns.get(turn.id)
    assert turn.content is not None
    assert (copy.content, copy.outcome, copy.words) == (turn.content, turn.outcome, turn.words)


async def test_images_stay_as_long_as_a_turn_that_shows_them_is_kept(library: Library) -> None:
    turn = await drawn(library)
    made = library.forest.fork(turn.id, "", 1)
    (copy,) = library.turns.of_conversation(made.id)
    image = image_of(library, turn)
    one = library.forest.prune(turn.id, 5)
    assert one.images == ()
    other = library.forest.prune(copy.id, 6)
    assert other.images == (image.id,)
    library.forest.unprune(one)
    assert library.images.get(image.id).trashed is None, "it is shown by the turn it was pruned before"
    library.forest.unprune(other)
    library.conversations.trash(made.id, 7)
    assert library.forest.prune(turn.id, 8).images == (image.id,)
