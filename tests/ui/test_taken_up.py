"""Conversations in the trash and the stage, in the real window: away at once, back when taken up, never lost."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from studio.library.library import Library
from studio.library.records import Conversation
from studio.ui.image_actions import Verb
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown


def prompts(w: Shown) -> list[str]:
    return [step.prompt for step in w.bench.branch.steps]


def library_of(w: Shown) -> Library:
    assert w.bench.library is not None
    return w.bench.library


async def trash_by_key(w: Shown) -> Conversation:
    """Press Del on the conversation that is open."""
    conversation = w.bench.branch.conversation
    assert conversation is not None
    view = w.find(QListView, "conversationList")
    await until(lambda: w.bench.conversations.row_of(conversation.id) == view.currentIndex().row() == 0)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    await until(lambda: library_of(w).conversations.get(conversation.id).trashed is not None)
    return conversation


async def test_what_is_sent_after_the_open_conversation_was_trashed_begins_another(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        gone = await trash_by_key(w)
        await until(lambda: w.bench.branch.conversation_id is None, "an empty stage")
        assert w.bench.draft.parent_turn is None
        await w.generate("a fox")
        assert [turn.prompt for turn in library_of(w).turns.of_conversation(gone.id)] == ["an otter"]
        assert len(w.server.posts()[1].json["contents"]) == 1
        await until(lambda: w.bench.conversations.rowCount() == 1)
        assert library_of(w).conversations.get(gone.id).trashed is not None


async def test_undone_it_is_on_the_stage_again(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await trash_by_key(w)
        await until(lambda: w.bench.branch.conversation_id is None, "an empty stage")
        w.find(QAction, "undoAction").trigger()
        await until(lambda: prompts(w) == ["an otter"])
        assert w.bench.draft.parent_number == 1
        await w.generate("at night")
        assert prompts(w) == ["an otter", "at night"]


async def test_a_conversation_in_the_trash_that_something_is_sent_in_is_back_and_that_is_said(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        image = w.bench.branch.steps[0].entries[0].images[0]
        gone = await trash_by_key(w)
        await until(lambda: w.bench.branch.conversation_id is None, "an empty stage")
        w.desk.gallery.verb.emit(Verb.BRANCH, (image,))
        await until(lambda: prompts(w) == ["an otter"])
        await until(lambda: w.bench.draft.parent_number == 1)
        assert library_of(w).conversations.get(gone.id).trashed is not None, "looking at it changes nothing"
        w.bench.draft.count = 3
        w.type("at night")
        QTest.keyClick(w.widget("promptEdit"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: library_of(w).conversations.get(gone.id).trashed is None)
        await until(lambda: not w.bench.jobs.under_way)
        await until(lambda: "“an otter” is back among the conversations" in w.said())
        assert w.said().count("is back among") == 1
        await until(lambda: prompts(w) == ["an otter", "at night"])
        await until(lambda: w.bench.conversations.rowCount() == 1)
