"""Drafts that are put aside while another conversation is open: pictures and edits come back, nothing leaks."""

from pathlib import Path

from studio.library.records import Turn
from studio.workbench.bench import Bench
from studio.workbench.draft_state import DraftState, Instead
from tests.fakes.replies import picture
from tests.library.making import new_turn
from tests.ui.waiting import until
from tests.workbench.bench_rig import bench


async def begun(b: Bench, prompt: str = "an otter") -> Turn:
    """A turn of a conversation of its own, opened."""
    library = b.library
    assert library is not None
    new = new_turn(library, prompt=prompt)
    with library.transaction():
        library.conversations.ensure(new.conversation_id, prompt, 1)
        turn = library.turns.begin(new)
    await open_(b, turn.conversation_id)
    return turn


async def open_(b: Bench, conversation_id: str) -> None:
    b.branch.show_conversation(conversation_id)
    await until(lambda: b.drafts.place == conversation_id and not b.branch.is_loading)


async def test_a_picture_that_was_still_being_prepared_is_ready_when_one_comes_back(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        first, second = await begun(b), await begun(b, "a fox")
        (tmp_path / "sky.png").write_bytes(picture(1))
        b.draft.add_files([tmp_path / "sky.png"], "reference")
        assert b.draft.inputs[0].state == "preparing"
        await open_(b, first.conversation_id)
        assert b.draft.inputs == ()
        await open_(b, second.conversation_id)
        await until(lambda: [each.state for each in b.draft.inputs] == ["ready"])


async def test_settings_go_along_but_those_of_an_edited_turn_do_not(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        first, second = await begun(b), await begun(b, "a fox")
        b.draft.aspect_ratio, b.draft.seed = "16:9", None
        b.draft.edit(
            Instead(second.id, second.conversation_id, None, 1), DraftState("a fox", second.model, "1:1", seed=7), ()
        )
        await open_(b, first.conversation_id)
        assert (b.draft.aspect_ratio, b.draft.seed, b.draft.instead) == ("16:9", None, None)
        await open_(b, second.conversation_id)
        assert (b.draft.aspect_ratio, b.draft.seed) == ("1:1", 7)
        assert b.draft.instead is not None
        assert b.draft.instead.turn_id == second.id


async def test_a_change_is_taken_back_where_it_was_made(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        first, second = await begun(b), await begun(b, "a fox")
        b.draft.prompt = "half a thought"
        b.drafts.change(DraftState("another"), "Use another prompt", "")
        await until(lambda: b.draft.prompt == "another")
        await open_(b, first.conversation_id)
        b.undo.undo()
        await until(lambda: b.undo.can_redo)
        assert b.draft.prompt == ""
        await open_(b, second.conversation_id)
        assert b.draft.prompt == "half a thought"


async def test_what_was_typed_after_a_change_comes_back_with_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        b.draft.prompt = "half a thought"
        b.drafts.change(DraftState("another"), "Use another prompt", "")
        await until(lambda: b.draft.prompt == "another")
        b.draft.prompt = "another, with more words"
        b.undo.undo()
        await until(lambda: b.draft.prompt == "half a thought")
        b.undo.redo()
        await until(lambda: b.draft.prompt == "another, with more words")


async def test_the_draft_of_a_conversation_that_is_gone_stays_in_sight(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        first, second = await begun(b), await begun(b, "a fox")
        b.draft.prompt = "half a thought"
    async with bench(tmp_path) as (b, _):
        assert b.library is not None
        await until(lambda: b.kept_draft.is_back)
        assert (b.draft.prompt, b.drafts.place) == ("half a thought", second.conversation_id)
        b.library.conversations.trash(second.conversation_id, 5)
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        await open_(b, first.conversation_id)
        assert b.draft.prompt == "half a thought"


async def test_an_edit_of_a_turn_that_was_put_into_the_trash_is_words_only(tmp_path: Path) -> None:
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        turn = await begun(b)
        b.draft.edit(Instead(turn.id, turn.conversation_id, None, 1), DraftState("an otter!", turn.model), ())
        assert b.library is not None
        b.library.forest.prune(turn.id, 5)
    async with bench(tmp_path) as (b, _):
        await until(lambda: b.kept_draft.is_back)
        assert (b.draft.prompt, b.draft.instead) == ("an otter!", None)
