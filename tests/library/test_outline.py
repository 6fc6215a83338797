"""The outline of a conversation: every turn once, with what it is shown by."""

from studio.gemini import errors
from studio.library.library import Library
from studio.library.records import Turn
from tests.library.making import begin_landing, land, new_turn
from tests.ui.staging import fail_turn, make_turn


async def test_turns_come_with_their_main_image_and_how_they_ended(library: Library) -> None:
    root = await make_turn(library, roles=("draft", "main", "main"), prompt="an otter")
    failed = fail_turn(library, root, errors.Overloaded("busy", status=503), prompt="at night")
    begun = library.turns.begin(new_turn(library, root, prompt="at noon", estimate_micros=70))
    first, second, third = library.outlines.read(root.conversation_id)
    assert [each.id for each in (first, second, third)] == [root.id, failed.id, begun.id]
    assert (first.parent_id, first.send_id, first.prompt, first.model) == (None, root.send_id, "an otter", root.model)
    assert first.image == library.images.of_turn(root.id)[1], "the first that is no draft"
    assert (first.outcome, first.state, first.charge, first.actual_micros) == ("images", "done", "yes", 134_000)
    assert first.goes_on
    assert (second.parent_id, second.state, second.charge, second.image) == (root.id, "failed", "none", None)
    assert not second.goes_on
    assert (third.state, third.charge, third.estimate_micros) == (None, None, 70)


async def test_the_last_attempt_counts_and_the_money_of_all(library: Library) -> None:
    turn = library.turns.begin(new_turn(library))
    for state, micros in (("failed", 5), ("cancelled", 7)):
        with begin_landing(library, turn) as landing:
            library.turns.end_attempt(landing.attempt_id, state, "maybe", library.clock(), actual_micros=micros)  # type: ignore[arg-type]
            landing.abandon()
    (found,) = library.outlines.read(turn.conversation_id)
    assert (found.state, found.charge, found.actual_micros) == ("cancelled", "maybe", 12)
    with begin_landing(library, turn) as landing:
        await land(landing, [])
    assert library.outlines.read(turn.conversation_id)[0].state == "open"


async def test_what_is_in_the_trash_is_left_out_and_marks_are_told(library: Library) -> None:
    root = await make_turn(library)
    kept, gone = await make_turn(library, root, seed=1), await make_turn(library, root, seed=2)
    library.forest.prune(gone.id, 1)
    library.forest.star(kept.id, 1)
    library.forest.fold(root.id, 1)
    (image,) = library.images.of_turn(kept.id)
    library.images.trash(image.id, 1)
    first, second = library.outlines.read(root.conversation_id)
    assert (first.starred, first.folded) == (False, True)
    assert (second.id, second.starred, second.folded, second.image) == (kept.id, True, False, None)


async def test_a_copy_shows_what_its_original_brought(library: Library) -> None:
    root = await make_turn(library)
    copy = library.forest.fork(root.id, "Fork", 1)
    (mine,), (theirs,) = library.outlines.read(root.conversation_id), library.outlines.read(copy.id)
    assert theirs.id != mine.id
    assert theirs == mine._replace(id=theirs.id, send_id=theirs.send_id, copied_from=mine.id)


def test_another_conversation_is_not_in_it(library: Library) -> None:
    one: Turn = library.turns.begin(new_turn(library))
    library.turns.begin(new_turn(library))
    assert [each.id for each in library.outlines.read(one.conversation_id)] == [one.id]
    assert library.outlines.read("f" * 32) == ()
