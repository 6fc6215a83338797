"""Going back in the real window: a turn is edited, asked again, continued, and nothing that was begun is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QPushButton, QWidget

from studio.profile.saved_connection import SavedConnection
from studio.profile.secrets import Secret
from studio.ui.actions import Action
from studio.ui.composer.parent_chip import ParentChip
from studio.ui.image_actions import Verb
from studio.workbench.steps import Step
from tests.fakes.replies import google_error, picture
from tests.fakes.server import one_after_another, reply, serving
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import Shown, shown, window_on
from tests.workbench.rig import GOOD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen

CTRL = Qt.KeyboardModifier.ControlModifier
PRO = "gemini-3-pro-image"


def steps(w: Shown) -> list[Step]:
    return list(w.bench.branch.steps)


def prompts(w: Shown) -> list[str]:
    return [step.prompt for step in steps(w)]


def press(w: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(w.widget("promptEdit"), key, modifiers)


def click(w: Shown, number: int, name: str) -> None:
    """Press a button of a step."""
    view = w.desk.stage.thread_view.view_of(number - 1)
    assert view is not None
    button = view.findChild(QPushButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def chip(w: Shown) -> ParentChip:
    return w.find(ParentChip, "parentChip")


def edited(w: Shown) -> list[int]:
    """The numbers of the steps that show that they are in the composer."""
    found = []
    for number in range(len(steps(w))):
        view = w.desk.stage.thread_view.view_of(number)
        button = view.findChild(QPushButton, "editPrompt") if view is not None else None
        if button is not None and button.accessibleDescription():
            found.append(number + 1)
    return found


def plan(w: Shown) -> str:
    """What the composer says that sending will do, "" where nothing is to be seen of it."""
    label = w.find(QLabel, "planText")
    return label.text() if label.isVisible() else ""


async def three_turns(w: Shown) -> None:
    for prompt in ("an otter", "in a top hat", "at night"):
        await w.generate(prompt)


async def reference_in(w: Shown, folder: Path, name: str = "sky.png") -> None:
    """Put a picture into the composer."""
    (folder / name).write_bytes(picture(3))
    w.bench.draft.add_files([folder / name], "reference")
    await until(lambda: all(each.state == "ready" for each in w.bench.draft.inputs), "the picture")


def composed(w: Shown) -> tuple[str, list[str], str]:
    draft = w.bench.draft
    return draft.prompt, [each.name for each in draft.inputs], draft.model


async def test_an_edited_turn_gets_a_sibling_and_what_followed_stays(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 2, "editPrompt")
        assert (chip(w).text(), composed(w)[0]) == ("instead of turn 2", "in a top hat")
        assert plan(w) == "Makes a sibling of turn 2: the turn and what follows it stay. Esc stops editing."
        assert edited(w) == [2]
        assert w.window.focusWidget() is w.widget("promptEdit")
        await w.generate(", with a cane")
        assert prompts(w) == ["an otter", "in a top hat, with a cane"]
        assert (steps(w)[1].place, steps(w)[1].places) == (1, 2)
        assert edited(w) == []
        assert len(w.server.posts()[-1].json["contents"]) == 3
        turn = steps(w)[1].through.turn
        assert turn is not None
        assert turn.origin == "edit"
        assert chip(w).text() == "from turn 2"
        click(w, 2, "earlierSibling")
        await until(lambda: prompts(w) == ["an otter", "in a top hat", "at night"])


async def test_the_first_turn_is_edited_too(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 1, "editPrompt")
        assert chip(w).text() == "instead of turn 1"
        await w.generate(" and a fox")
        assert prompts(w) == ["an otter and a fox"]
        assert steps(w)[0].places == 2
        assert len(w.server.posts()[-1].json["contents"]) == 1


@pytest.mark.parametrize("way_out", ["escape", "cross"])
async def test_what_was_in_the_composer_comes_back_when_an_edit_is_left(tmp_path: Path, way_out: str) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        await reference_in(w, tmp_path)
        w.bench.draft.model, w.bench.draft.aspect_ratio = PRO, "16:9"
        w.type("half a thought")
        click(w, 2, "editPrompt")
        assert composed(w)[:2] == ("in a top hat", [])
        assert plan(w).endswith("Esc brings back what was here.")
        if way_out == "escape":
            press(w, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(chip(w).close_button, Qt.MouseButton.LeftButton)
        assert composed(w) == ("half a thought", ["sky.png"], PRO)
        assert (w.bench.draft.aspect_ratio, chip(w).text()) == ("16:9", "from turn 3")
        assert "sibling" not in plan(w)


async def test_what_was_in_the_composer_comes_back_when_an_edit_is_sent(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        await reference_in(w, tmp_path)
        w.type("half a thought")
        click(w, 2, "editPrompt")
        await w.generate(" again")
        assert composed(w)[:2] == ("half a thought", ["sky.png"])
        assert chip(w).text() == "from turn 2"


async def test_an_edit_that_was_given_up_can_be_taken_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 2, "editPrompt")
        w.type(", with a cane")
        press(w, Qt.Key.Key_Escape)
        await until(lambda: w.bench.draft.prompt == "")
        await until(lambda: "Turn 2 is not edited any more." in [each.text for each in w.bench.messages.all])
        w.desk.stage.thread_view.setFocus()
        QTest.keyClick(w.desk.stage.thread_view, Qt.Key.Key_Z, CTRL)
        await until(lambda: w.bench.draft.prompt == "in a top hat, with a cane")
        assert chip(w).text() == "instead of turn 2"
        QTest.keyClick(w.desk.stage.thread_view, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: w.bench.draft.prompt == "")


async def test_a_turn_that_was_changed_waits_under_the_next_one_that_is_edited(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 2, "editPrompt")
        click(w, 3, "editPrompt")
        assert chip(w).text() == "instead of turn 3"
        press(w, Qt.Key.Key_Escape)
        assert (w.bench.draft.prompt, chip(w).text()) == ("", "from turn 3"), "what was not changed is not kept"
        click(w, 2, "editPrompt")
        w.type("!")
        click(w, 3, "editPrompt")
        press(w, Qt.Key.Key_Escape)
        assert (w.bench.draft.prompt, chip(w).text()) == ("in a top hat!", "instead of turn 2")


async def test_one_may_look_around_while_a_turn_is_edited(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 3, "editPrompt")
        w.desk.stage.asked.branch_from.emit(steps(w)[0].through.id)
        await until(lambda: prompts(w))
        assert chip(w).text() == "instead of turn 3"
        await w.generate("!")
        assert prompts(w) == ["an otter", "in a top hat", "at night!"]


async def test_a_picture_to_be_edited_is_no_sibling_and_that_is_said(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        click(w, 3, "editPrompt")
        w.desk._pictures.do(Verb.EDIT, steps(w)[0].through.images)
        assert chip(w).font().strikeOut()
        assert plan(w) == "Begins a new tree in “an otter” with the image to be edited."
        press(w, Qt.Key.Key_Escape)
        await until(lambda: not w.bench.draft.inputs)


async def test_branching_says_so_and_escape_goes_on_from_the_last_turn(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        assert plan(w) == ""
        click(w, 1, "branchFromHere")
        await until(lambda: chip(w).text() == "from turn 1")
        assert plan(w) == "Makes a branch at turn 1: what follows it stays. Esc goes on from turn 3."
        press(w, Qt.Key.Key_Escape)
        assert (chip(w).text(), plan(w)) == ("from turn 3", "")
        QTest.mouseClick(chip(w).close_button, Qt.MouseButton.LeftButton)
        assert plan(w) == "Begins a new tree in “an otter”. Esc goes on from turn 3."
        press(w, Qt.Key.Key_Escape)
        assert (chip(w).text(), plan(w)) == ("from turn 3", "")


async def test_another_model_is_told_before_it_is_sent(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        w.bench.draft.model = PRO
        said = "Of the conversation up to turn 2 only its last image goes along: it was made with another model."
        await until(lambda: plan(w) == said, "the plan")
        w.bench.draft.model = "gemini-2.5-flash-image"
        await until(lambda: plan(w) == "")
        w.bench.draft.model = PRO
        await until(lambda: plan(w) == said, "the plan")
        await w.generate("by day")
        (content,) = w.server.posts()[-1].json["contents"]
        assert [key for part in content["parts"] for key in part] == ["inlineData", "text"]
        history = w.desk.stage.thread_view.view_of(2)
        assert history is not None
        decision = history.findChild(QLabel, "historyDecision")
        assert decision is not None
        assert "another model" in decision.text()


async def test_what_is_too_much_is_told_before_it_is_sent_with_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await w.generate("at night")
        found = w.bench.foresight
        await until(lambda: found.foreseen is not None)
        size = found.foreseen.size  # type: ignore[union-attr]
        monkeypatch.setattr(type(found), "budget", size - 1)
        w.type("by day")
        found.look_again()
        assert plan(w).startswith("The request would have ")
        assert not w.widget("generateButton").isEnabled()
        press(w, Qt.Key.Key_Return, CTRL)
        assert not w.bench.jobs.under_way
        QTest.mouseClick(w.widget("planWayOut"), Qt.MouseButton.LeftButton)
        await until(lambda: w.widget("generateButton").isEnabled(), "the way out")
        await w.generate("!")
        (content,) = w.server.posts()[-1].json["contents"]
        assert [key for part in content["parts"] for key in part] == ["inlineData", "text"]
        assert [step.number for step in steps(w)] == [1], "it begins a tree of this conversation"


async def test_each_conversation_has_what_was_begun_in_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        first = w.bench.branch.conversation_id
        assert first is not None
        await reference_in(w, tmp_path)
        w.type("half a thought")
        press(w, Qt.Key.Key_N, CTRL)
        assert composed(w)[:2] == ("", [])
        w.type("a fox")
        w.desk.sidebar.opened.emit(first)
        await until(lambda: composed(w)[:2] == ("half a thought", ["sky.png"]))
        press(w, Qt.Key.Key_N, CTRL)
        assert composed(w)[:2] == ("a fox", [])
        await w.generate("!")
        assert w.bench.branch.conversation_id != first
        assert composed(w)[:2] == ("", [])
        w.desk.sidebar.opened.emit(first)
        await until(lambda: composed(w)[:2] == ("half a thought", ["sky.png"]))


async def test_an_edit_and_what_lies_under_it_are_there_after_a_restart(tmp_path: Path) -> None:
    root = tmp_path / "library"
    with serving(GOOD) as server:
        async with window_on(root, server) as w:
            await until(lambda: w.bench.library is not None)
            await w.generate("a fox")
            other = w.bench.branch.conversation_id
            press(w, Qt.Key.Key_N, CTRL)
            await three_turns(w)
            w.desk.sidebar.opened.emit(other)
            await until(lambda: prompts(w) == ["a fox"])
            w.type("of the fox")
            w.desk.sidebar.opened.emit(w.bench.library.turns.recent(1)[0].conversation_id)  # type: ignore[union-attr]
            await until(lambda: len(steps(w)) == 3)
            await reference_in(w, tmp_path)
            w.type("half a thought")
            click(w, 2, "editPrompt")
            w.type("!")
            shown_last = w.bench.branch.conversation_id
        async with window_on(root, server) as w:
            await until(lambda: w.bench.branch.conversation_id == shown_last and len(steps(w)) == 3, "the branch")
            assert (w.bench.draft.prompt, chip(w).text()) == ("in a top hat!", "instead of turn 2")
            await w.generate("!")
            assert prompts(w) == ["an otter", "in a top hat!!"]
            assert composed(w)[:2] == ("half a thought", ["sky.png"])
            w.desk.sidebar.opened.emit(other)
            await until(lambda: w.bench.draft.prompt == "of the fox")


async def test_the_button_says_how_many_will_be_paid_for(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        button = w.find(QPushButton, "generateButton")
        assert button.text() == "Generate"
        w.bench.draft.count = 4
        assert button.text() == "Generate 4"
        w.type("an otter")
        press(w, Qt.Key.Key_Return, CTRL)
        await until(lambda: not w.bench.jobs.under_way)
        assert (button.text(), len(w.server.posts())) == ("Generate 4", 4)
        assert w.find(QWidget, "generateButton").accessibleName() == "Generate 4"


def title(w: Shown) -> str:
    return w.find(QPushButton, "conversationTitle").text()


async def in_window(w: Shown, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    """Press a key where nobody types."""
    w.window.activateWindow()
    await until(lambda: QApplication.activeWindow() is w.window, "the window to be active after a menu")
    w.desk.stage.thread_view.setFocus()
    QTest.keyClick(w.desk.stage.thread_view, key, modifiers)


async def test_a_branch_becomes_a_conversation_of_its_own_that_goes_on_by_itself(tmp_path: Path) -> None:
    root = tmp_path / "library"
    with serving(GOOD) as server:
        async with window_on(root, server) as w:
            await until(lambda: w.bench.library is not None)
            await three_turns(w)
            first = w.bench.branch.conversation_id
            click(w, 2, "branchFromHere")
            await until(lambda: chip(w).text() == "from turn 2")
            await in_window(w, Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
            await until(lambda: title(w) == "an otter, from turn 2", "the fork")
            await until(lambda: prompts(w) == ["an otter", "in a top hat"])
            assert all(step.through.images for step in steps(w))
            assert len(server.posts()) == 3, "nothing was sent for it"
            await w.generate("on a boat")
            sent, original = server.posts()[-1].json["contents"], server.posts()[2].json["contents"]
            assert sent[:-1] == original[:-1], "what is sent is what the original would have sent"
            assert w.bench.branch.conversation_id != first
        async with window_on(root, server) as w:
            await until(lambda: prompts(w) == ["an otter", "in a top hat", "on a boat"], "the fork after a restart")
            w.desk.sidebar.opened.emit(first)
            await until(lambda: prompts(w) == ["an otter", "in a top hat", "at night"])


async def test_a_fork_is_undone_back_to_where_it_was_made(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        first = w.bench.branch.conversation_id
        await in_window(w, Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: title(w) == "an otter, from turn 3")
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: title(w) == "an otter" and len(steps(w)) == 3)
        assert w.bench.branch.conversation_id == first


async def test_a_conversation_is_pinned_duplicated_and_archived_by_key(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        shift = CTRL | Qt.KeyboardModifier.ShiftModifier
        library = w.bench.library
        assert library is not None
        await in_window(w, Qt.Key.Key_P, shift)
        await until(lambda: w.bench.branch.conversation and w.bench.branch.conversation.pinned)
        assert w.find(QAction, "pin_conversationAction").text() == "Unpin conversation"
        await in_window(w, Qt.Key.Key_D)
        await until(lambda: title(w) == "an otter (copy)")
        await until(lambda: prompts(w) == ["an otter", "in a top hat", "at night"])
        await in_window(w, Qt.Key.Key_A, shift)
        await until(lambda: title(w) == "an otter", "the other one")
        assert [each.conversation.title for each in library.conversations.summaries(9, which="archived")] == [
            "an otter (copy)"
        ]
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: title(w) == "an otter (copy)", "what was archived")


async def test_what_goes_to_the_trash_comes_back_to_the_stage_and_the_list(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("a fox")
        press(w, Qt.Key.Key_N, CTRL)
        await w.generate("an otter")
        w.find(QAction, "trash_conversationAction").trigger()
        await until(lambda: prompts(w) == ["a fox"], "the other one")
        rows = w.find(QAbstractItemView, "conversationList")
        await until(lambda: rows.model().rowCount() == 1 and rows.currentIndex().data() == "a fox")
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: prompts(w) == ["an otter"], "what was open before")
        await until(lambda: rows.model().rowCount() == 2 and rows.currentIndex().data() == "an otter", "its row")


async def test_a_picture_of_another_conversation_is_continued_where_it_is_from(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        first, image = w.bench.branch.conversation_id, steps(w)[1].through.images[0]
        press(w, Qt.Key.Key_N, CTRL)
        await w.generate("a fox")
        w.type("of the fox")
        w.desk._pictures.do(Verb.CONTINUE, (image,))
        await until(lambda: w.bench.branch.conversation_id == first and len(steps(w)) == 3)
        await until(lambda: plan(w) == "Begins a new tree in “an otter” with the image to be edited.")
        assert w.bench.draft.prompt == ""
        await w.generate("in clay")
        (content,) = w.server.posts()[-1].json["contents"]
        assert [key for part in content["parts"] for key in part] == ["inlineData", "text"]
        turn = steps(w)[0].through.turn
        assert turn is not None
        assert (turn.conversation_id, turn.parent_id, steps(w)[0].places) == (first, None, 2)
        assert [given.image.id for given in steps(w)[0].inputs] == [image.id], "where it came from is known"


async def test_a_picture_edited_elsewhere_says_where_it_goes(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        image = steps(w)[0].through.images[0]
        press(w, Qt.Key.Key_N, CTRL)
        await w.generate("a fox")
        w.desk._pictures.do(Verb.EDIT, (image,))
        assert plan(w) == "Begins a new tree in “a fox” with the image to be edited."


async def test_pictures_of_a_fork_belong_to_the_fork(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        await in_window(w, Qt.Key.Key_B, CTRL | Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: title(w) == "an otter, from turn 3" and len(steps(w)) == 3)
        fork, image = w.bench.branch.conversation_id, steps(w)[1].through.images[0]
        w.desk._pictures.do(Verb.AGAIN, (image,))
        await until(lambda: len(w.server.posts()) == 4 and not w.bench.jobs.under_way)
        await until(lambda: prompts(w) == ["an otter", "in a top hat"] and steps(w)[1].places == 2)
        assert w.bench.branch.conversation_id == fork
        w.desk._pictures.do(Verb.CONTINUE, (steps(w)[0].through.images[0],))
        await until(lambda: w.bench.draft.inputs)
        assert w.bench.branch.conversation_id == fork


async def test_a_prompt_that_another_one_took_the_place_of_comes_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.type("half a thought")
        w.desk._pictures.do(Verb.PROMPT, steps(w)[0].through.images)
        await until(lambda: w.bench.draft.prompt == "an otter")
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: w.bench.draft.prompt == "half a thought")


def choose(w: Shown, number: int, name: str) -> None:
    """Choose something of the menu of a turn, opened by its button."""
    click(w, number, "turnMore")
    view = w.desk.stage.thread_view.view_of(number - 1)
    assert view is not None
    menu = view.findChild(QMenu, "turnMenu")
    assert menu is not None
    assert menu.isVisible()
    next(action for action in menu.actions() if action.objectName() == name).trigger()
    menu.close()


async def test_a_turn_is_starred_and_put_into_the_trash_with_what_follows_and_comes_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        choose(w, 2, "star_turn")
        await until(lambda: (turn := steps(w)[1].through.turn) is not None and turn.starred)
        facts = w.desk.stage.thread_view.view_of(1)
        assert facts is not None
        assert "★ the best" in facts.findChild(QLabel, "stepFacts").text()  # type: ignore[union-attr]
        choose(w, 2, "prune_turn")
        await until(lambda: prompts(w) == ["an otter"])
        assert chip(w).text() == "from turn 1"
        await until(lambda: w.bench.gallery.rowCount() == 1, "the gallery")
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: prompts(w) == ["an otter", "in a top hat", "at night"])
        await until(lambda: w.bench.gallery.rowCount() == 3, "the gallery")
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: (turn := steps(w)[1].through.turn) is not None and not turn.starred)


async def test_again_by_key_repeats_the_one_variant_that_has_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.draft.seed, w.bench.draft.count = 7, 3
        await w.generate("an otter")
        w.window.activateWindow()
        tile = w.widget(f"tile-{steps(w)[0].entries[2].id}")
        tile.setFocus()
        await until(tile.hasFocus)
        QTest.keyClick(tile, Qt.Key.Key_R, CTRL)
        await until(lambda: len(w.server.posts()) == 4 and not w.bench.jobs.under_way)
        assert w.server.posts()[-1].json["generationConfig"]["seed"] == 9
        await until(lambda: steps(w)[0].places == 2)
        assert len(steps(w)[0].entries) == 1


async def test_a_turn_of_the_tree_that_is_not_on_the_stage_is_edited(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        aside = steps(w)[2].through.id
        click(w, 2, "branchFromHere")
        await until(lambda: chip(w).text() == "from turn 2")
        await w.generate("by day")
        assert prompts(w)[2] == "by day"
        w.desk.tree.deeds.do(Action.EDIT_TURN, aside)
        await until(lambda: chip(w).text() == "instead of turn 3")
        assert (w.bench.draft.prompt, prompts(w)[2]) == ("at night", "at night")
        await w.generate("!")
        assert steps(w)[2].places == 3


async def test_a_turn_that_failed_is_asked_again_and_edited(tmp_path: Path) -> None:
    refused = reply(google_error(400, "INVALID_ARGUMENT", "no"), 400)
    async with shown(tmp_path, one_after_another(refused, refused, GOOD)) as w:
        await w.generate("an otter")
        click(w, 1, "again")
        await until(lambda: len(w.server.posts()) == 2 and not w.bench.jobs.under_way)
        await until(lambda: steps(w)[0].places == 2)
        click(w, 1, "editPrompt")
        assert chip(w).text() == "instead of turn 1"
        await w.generate(" in a hat")
        assert (steps(w)[0].places, chip(w).text()) == (3, "from turn 1")


async def test_the_chip_leads_to_the_turn_it_names(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        bar = w.desk.stage.thread_view.verticalScrollBar()
        await until(lambda: bar.maximum() > 300)
        click(w, 1, "editPrompt")
        bar.setValue(bar.maximum())
        QTest.mouseClick(chip(w), Qt.MouseButton.LeftButton)
        await until(lambda: bar.value() < 100, "the first turn in sight")


async def test_a_conversation_is_read_on_where_it_was_left(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("a fox")
        other = w.bench.branch.conversation_id
        press(w, Qt.Key.Key_N, CTRL)
        await three_turns(w)
        first, bar = w.bench.branch.conversation_id, w.desk.stage.thread_view.verticalScrollBar()
        await until(lambda: bar.maximum() > 300)
        assert bar.value() == bar.maximum(), "at its end"
        bar.setValue(200)
        w.desk.sidebar.opened.emit(other)
        await until(lambda: prompts(w) == ["a fox"])
        w.desk.sidebar.opened.emit(first)
        await until(lambda: len(steps(w)) == 3)
        assert bar.value() == 200
        w.find(QAction, "trash_conversationAction").trigger()
        await until(lambda: prompts(w) == ["a fox"])
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: len(steps(w)) == 3)
        assert bar.value() == 200, "also from the trash"


async def test_a_picture_in_the_trash_keeps_its_room_so_that_nothing_jumps(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await three_turns(w)
        thread = w.desk.stage.thread_view
        bar = thread.verticalScrollBar()
        await until(lambda: bar.maximum() > 100)
        w.desk._pictures.do(Verb.TRASH, steps(w)[2].through.images)
        to_the_end, most = bar.maximum() - bar.value(), bar.maximum()

        def stays() -> bool:
            """By a pixel the whole may be longer or shorter; its end is followed once that has been laid out."""
            return bar.maximum() - bar.value() == to_the_end and abs(bar.maximum() - most) <= 1

        await until(lambda: not steps(w)[2].through.images)
        lay_out()
        await until(stays)
        await in_window(w, Qt.Key.Key_Z)
        await until(lambda: steps(w)[2].through.images)
        lay_out()
        await until(stays)


async def test_another_connection_is_told_before_it_is_sent(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        book = w.bench.connections
        far = SavedConnection(id="x", name="far", base_url=w.server.url + "/elsewhere", auth="goog-key")
        known = await book.add(far)
        await book.set_key(known.id, Secret("canary-branching"), for_session_only=True)
        await book.choose(known.id)
        w.bench.draft.model = steps(w)[0].model
        said = "Of the conversation up to turn 1 only its last image goes along: it was made at another endpoint."
        await until(lambda: plan(w) == said, "the plan")
        await book.choose(None)
        await until(lambda: plan(w) == "")
