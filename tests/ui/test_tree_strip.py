"""The version tree under the stage, in the real window: shown, clicked, and gone through with the keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from studio.library.library import Library
from studio.library.records import Turn
from studio.ui.actions import Action
from studio.ui.stage.wipe import Wipe
from studio.ui.tokens import tokens_of
from studio.ui.tree.geometry import height_of
from studio.workbench.messages import Message
from tests.fakes.server import Request, Wire
from tests.ui.staging import make_turn
from tests.ui.tree_rig import TreeRig, forked, treed
from tests.ui.waiting import lay_out, until
from tests.ui.window_rig import shown, window_on

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def test_it_opens_at_the_newest_turn_with_its_branch_lit(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        assert t.view.isVisible()
        assert t.at == "end"
        assert [t.name(each) for each in t.outline.path] == ["root", "dawn", "boat", "end"]
        assert t.view.currentIndex().row() == t.row("end")
        spots = t.outline.plan.spots  # type: ignore[union-attr]
        assert [(t.name(spot.turn.id), spot.column, spot.row, len(spot.send)) for spot in spots] == [
            ("root", 0, 0, 1),
            ("dawn", 1, 0, 1),
            ("boat", 2, 0, 1),
            ("end", 3, 0, 1),
            ("v1", 1, 1, 3),
        ]


async def test_keys_walk_to_parent_child_and_siblings(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Left)
        assert t.at == "boat", "at once, before anything is read"
        t.press(KEY.Key_Left)
        assert t.at == "dawn"
        t.press(KEY.Key_Down)
        await t.comes_to("v1")
        assert t.shown == ["root", "v1"]
        t.press(KEY.Key_Down)
        await t.comes_to("v2")
        t.press(KEY.Key_Up, KEY.Key_Up)
        await t.comes_to("dawn")
        assert t.shown == ["root", "dawn", "boat", "end"], "where one had been"
        t.press(KEY.Key_End)
        assert t.at == "end"
        t.press(KEY.Key_Home)
        assert t.at == "root"
        t.press(KEY.Key_Left, KEY.Key_Up)
        assert t.at == "root", "there is nothing"


async def test_the_path_is_lit_anew_where_nothing_stands_elsewhere(
    tmp_path: Path,
) -> None:
    async def fill(library: Library) -> dict[str, Turn]:
        made = await forked(library)
        raft = await make_turn(library, made["dawn"], seed=8, prompt="add a raft", size=(64, 48))
        return {**made, "raft": raft}

    async with treed(tmp_path, fill) as t:
        t.click("end")
        await t.comes_to("end")
        t.press(KEY.Key_Home)
        place = t.view.visualRect(t.view.model().index(t.row("end"), 0))
        lit, plan = t.view.viewport().grab(place).toImage(), t.outline.plan
        t.click("raft")
        await t.comes_to("raft")
        assert t.outline.plan is plan, "what stands apart is the same"
        assert t.view.viewport().grab(place).toImage() != lit
        t.click("v1")
        await t.comes_to("v1")
        assert t.outline.plan is not plan, "variants stand apart now"


async def test_the_child_last_visited_comes_back(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Home)
        t.press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)
        await t.comes_to("v2")
        t.press(KEY.Key_Left)
        assert t.at == "root"
        t.press(KEY.Key_Right)
        assert t.at == "v2"
        t.press(KEY.Key_Up, KEY.Key_Up)  # to the first variant, and out of the stack
        await t.comes_to("dawn")
        t.press(KEY.Key_Down)
        await t.comes_to("v1")


async def test_many_keys_at_once_end_where_they_lead(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Home, KEY.Key_Right, KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Up)
        assert t.at == "v2"
        await t.comes_to("v2")
        assert t.shown == ["root", "v2"]


async def test_a_click_shows_the_turn_on_the_stage(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.click("v1")
        await t.comes_to("v1")
        assert not t.outline.plan.spots[t.row("v1")].is_stack, "the stack has opened"  # type: ignore[union-attr]
        t.click("root")
        assert t.at == "root"
        assert t.shown == ["root", "v1"], "the branch stays"
        view = t.w.desk.stage.thread_view.view_of(0)
        assert view is not None
        assert view.visibleRegion().boundingRect().top() == 0, "its step is at the top"


async def test_a_double_click_opens_the_image_large_and_the_strip_makes_room(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        QTest.mouseDClick(t.view.viewport(), Qt.MouseButton.LeftButton, pos=t.middle("dawn"))
        assert not t.w.desk.stage.shows_thread
        assert not t.view.isVisible()
        QTest.keyClick(t.w.widget("viewer"), KEY.Key_Escape)
        assert t.view.isVisible()


async def test_enter_leads_to_the_tile_on_the_stage(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Left, KEY.Key_Return)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.objectName() == f"tile-{t.turns['boat'].id}"


async def test_star_fold_and_prune_are_done_and_taken_back(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Left, KEY.Key_Left, KEY.Key_S)
        await until(lambda: t.outline.turn(t.turns["dawn"].id).starred, "the star")  # type: ignore[union-attr]
        t.press(KEY.Key_Space)
        await until(lambda: t.outline.is_folded(t.outline.current), "the fold")  # type: ignore[arg-type]
        assert t.outline.plan.spots[t.row("dawn")].hidden == 2  # type: ignore[union-attr]
        t.press(KEY.Key_Right)
        await until(lambda: not t.outline.is_folded(t.outline.current), "unfolded by going on")  # type: ignore[arg-type]
        assert t.at == "dawn"
        t.press(KEY.Key_Delete)
        await until(lambda: t.outline.turn(t.turns["dawn"].id) is None, "pruned")
        await t.comes_to("v1")
        assert "3 turns moved to the trash." in t.w.said()
        for _ in range(4):
            t.w.bench.undo.undo()
        await until(lambda: t.outline.turn(t.turns["end"].id) is not None, "back")
        await until(lambda: not t.w.bench.undo.can_undo, "all of it taken back")
        assert t.library.turns.get(t.turns["dawn"].id).starred is None


async def test_c_compares_with_the_parent(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_C)
        assert isinstance(t.w.desk.stage.currentWidget(), Wipe)
        images = [t.outline.turn(t.turns[name].id).image for name in ("boat", "end")]  # type: ignore[union-attr]
        assert t.w.bench.inspection.is_of(images)  # type: ignore[arg-type]


async def test_again_and_branch_are_for_the_turn_one_is_at(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Left, KEY.Key_Left)
        t.press(KEY.Key_B, held=CTRL)
        assert t.w.widget("promptEdit").hasFocus()
        assert t.w.bench.onward.base.through.id == t.turns["dawn"].id  # type: ignore[union-attr]
        t.view.setFocus()
        t.press(KEY.Key_R, held=CTRL)
        await until(lambda: t.w.bench.jobs.under_way, "the request")
        (job,) = t.w.bench.jobs.under_way
        assert (job.wish.origin, job.wish.parent.id) == ("again", t.turns["root"].id)  # type: ignore[union-attr]
        await until(lambda: not t.w.bench.jobs.under_way, "its end")
        await until(lambda: t.at == job.id, "the new sibling")


async def test_letters_do_nothing_while_somebody_types(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.w.type("scc ")
        assert t.w.bench.draft.prompt == "scc "
        assert not t.w.bench.undo.can_undo
        assert t.w.desk.stage.shows_thread


async def test_a_send_is_in_the_tree_before_it_is_written_down_and_moves_along(tmp_path: Path) -> None:
    async with treed(tmp_path, answer=hang) as t:
        t.w.type("at night")
        QTest.keyClick(t.w.widget("promptEdit"), KEY.Key_Return, CTRL)
        (job,) = t.w.bench.jobs.under_way
        was_written: list[bool] = []
        t.outline.changed.connect(lambda: was_written.append(job.is_written))
        await until(lambda: t.outline.turn(job.id) is not None, "the turn")
        assert not was_written[0]
        await until(lambda: t.at == job.id, "the job")
        await until(lambda: job.state == "thinking" or job.state == "sending", "the request")
        text = t.view.model().index(t.view.currentIndex().row(), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert text.startswith("Turn 5, at night")
        assert "Under way" in text
        t.w.bench.jobs.cancel(job.id)
        await until(lambda: t.outline.turn(job.id).state == "cancelled", "the end")  # type: ignore[union-attr]


async def test_one_turn_has_no_tree_and_the_second_brings_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        tree = w.widget("treeView")
        assert not tree.isVisible()
        assert not w.widget("treeSplitter").isVisible()
        await w.generate("an otter")
        assert not tree.isVisible()
        await w.generate("at night")
        await until(tree.isVisible, "the tree")


async def test_it_is_folded_by_its_key_and_opens_again_as_and_where_it_was(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.click("v1")
        await t.comes_to("v1")
        t.click("v2")
        await t.comes_to("v2")
        t.view.setFocus()
        QTest.keyClick(t.w.window, KEY.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert not t.view.isVisible()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert t.w.desk.stage.isAncestorOf(focus), "the keyboard is not lost"
    async with window_on(tmp_path / "library", t.w.server) as w:
        await until(lambda: w.bench.outline.current is not None, "the tree")
        assert not w.widget("treeView").isVisible()
        w.desk.tree.area.toggle()
        assert w.widget("treeView").isVisible()
        assert w.bench.outline.current.id == t.turns["v2"].id  # type: ignore[union-attr]


async def test_it_is_as_high_as_its_rows_and_as_it_was_drawn(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        assert t.view.height() == height_of(2)
        splitter = t.w.widget("treeSplitter")
        splitter.setFocus()
        for _ in range(4):
            QTest.keyClick(splitter, KEY.Key_Down)
        lay_out()
        assert t.view.height() == height_of(1)
        assert t.w.desk.stage.geometry().bottom() < t.view.mapTo(t.w.desk.tree.area, t.view.rect().topLeft()).y()


def cut(t: TreeRig) -> list[str]:
    """The turns of which a part is in sight, but not all."""
    sight, model = t.view.viewport().rect(), t.view.tree_model
    squares = [t.view.visualRect(model.index(row)) for row in range(model.rowCount())]
    rows = [row for row, square in enumerate(squares) if sight.intersects(square) and not sight.contains(square)]
    return [t.name(spot.turn.id) for row in rows if (spot := model.spot(row)) is not None]


async def test_it_shows_whole_rows_first_and_again_after_a_restart(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.click("v1")
        await t.comes_to("v1")
        assert t.outline.plan.rows == 4  # type: ignore[union-attr]
        assert t.view.height() == height_of(3)
        for name in ("v1", "v2", "v3", "v2", "v1", "dawn"):
            t.click(name)
            await t.comes_to(name)
            assert cut(t) == []
        t.click("v1")
        await t.comes_to("v1")
        splitter = t.w.widget("treeSplitter")
        QTest.keyClick(splitter, KEY.Key_Up)
        lay_out()
        assert t.view.height() == height_of(3) + 16, "drawn to where it is wanted"
    async with window_on(tmp_path / "library", t.w.server) as w:
        await until(w.widget("treeView").isVisible, "the tree")
        lay_out()
        assert w.widget("treeView").height() == height_of(3)


async def test_where_the_window_is_low_whole_rows_are_shown_as_well(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.click("v1")
        await t.comes_to("v1")
        t.click("v2")
        await t.comes_to("v2")
        heights = []
        for height in range(900, 560, -30):
            t.w.window.resize(900, height)
            lay_out()
            heights.append(t.view.height())
            assert cut(t) == []
            assert t.view.viewport().rect().contains(t.view.visualRect(t.view.currentIndex()))
        assert sorted({*heights}) == [height_of(2), height_of(3)]
        assert heights == sorted(heights, reverse=True)


async def test_the_menu_offers_what_can_be_done(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.w.desk.tree.deeds.show_menu(t.turns["dawn"].id, t.view.mapToGlobal(t.middle("dawn")))
        menu = t.w.find(QMenu, "treeMenu")
        names = [each.objectName() for each in menu.actions() if not each.isSeparator()]
        assert names == [
            *("OPEN", "COMPARE", "EDIT", "REFERENCE", "AGAIN", "EDIT_TURN", "BRANCH", "FORK"),
            *("STAR_TURN", "FOLD_TURN", "PRUNE_TURN"),
        ]
        star = next(each for each in menu.actions() if each.objectName() == Action.STAR_TURN.name)
        star.trigger()
        menu.close()
        await until(lambda: t.outline.turn(t.turns["dawn"].id).starred, "the star")  # type: ignore[union-attr]


async def test_a_screen_reader_hears_which_turn_it_is(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Left, KEY.Key_Left)
        interface = QAccessible.queryAccessibleInterface(t.view)
        assert interface.text(QAccessible.Text.Name) == "Version tree"
        assert interface.childCount() == 5
        child = interface.child(t.row("dawn"))
        assert child.text(QAccessible.Text.Name) == "Turn 2, An otter in a blue hat, sibling 1 of 4"
        assert child.state().focused


async def deep(library: Library) -> dict[str, Turn]:
    made: dict[str, Turn] = {}
    for number in range(40):
        parent = made.get(str(number - 1))
        made[str(number)] = await make_turn(library, parent, seed=number, size=(16, 12))
    return made


async def test_where_one_is_stays_in_sight(tmp_path: Path) -> None:
    async with treed(tmp_path, deep) as t:
        bar = t.view.horizontalScrollBar()
        assert bar.value() == bar.maximum()
        t.view.setFocus()
        t.press(KEY.Key_Home)
        assert bar.value() == 0
        for name in ("0", "1"):
            assert t.view.viewport().rect().contains(t.middle(name))
        t.press(*[KEY.Key_Right] * 20)
        assert t.view.viewport().rect().contains(t.view.visualRect(t.view.currentIndex()))
        assert t.at == "20"


async def test_f6_reaches_it(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.w.desk.stage.take_focus()
        focus: QWidget | None = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, KEY.Key_F6)
        assert t.view.hasFocus()


def card(t: TreeRig) -> QWidget:
    return t.w.widget("treeCard")


def told(t: TreeRig, name: str) -> str:
    label = t.w.find(QLabel, name)
    return label.text() if label.isVisible() else ""


async def test_a_card_shows_the_prompt_with_what_changed_in_it(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.point(t.middle("dawn"))
        await until(lambda: card(t).isVisible(), "the card")
        prompt = told(t, "treeCardPrompt")
        assert "line-through" in prompt.split("top")[0].rpartition("<span")[2]
        assert "underline" in prompt.split("blue")[0].rpartition("<span")[2]
        assert told(t, "treeCardFacts").startswith("Nano Banana Pro · sandbox · ")
        assert told(t, "treeCardFacts").endswith(" · $0.134")
        assert (told(t, "treeCardStatus"), told(t, "treeCardBefore")) == ("", "")
        t.point(t.middle("v1"))
        assert told(t, "treeCardPrompt") == "three of them", "at once, as a card is there"
        assert told(t, "treeCardBefore") == "After “An otter in a top hat”"
        bottom = card(t).mapTo(t.w.window, card(t).rect().bottomLeft()).y()
        assert bottom < t.view.mapTo(t.w.window, t.view.rect().topLeft()).y(), "the tree is not covered"
        t.point(t.view.viewport().rect().bottomRight())
        assert not card(t).isVisible()


async def test_a_card_lies_below_a_message_that_offers_something_for_some_seconds(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        message = Message(severity="done", text="One image moved to the trash.", actions=(("Undo", print),), seconds=60)
        t.w.bench.messages.post(message)
        (toast,) = t.w.desk.toasts.toasts
        t.point(t.middle("dawn"))
        await until(lambda: card(t).isVisible(), "the card")
        t.point(t.middle("v1"))
        from_below = t.w.desk.children()
        assert card(t).parentWidget() is t.w.desk
        assert from_below.index(card(t)) == len(from_below) - 2
        assert from_below[-1] is toast


async def test_whoever_walks_by_keys_sees_the_card_after_a_rest_and_hears_the_same(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_Home)
        assert not card(t).isVisible()
        t.press(KEY.Key_Right)
        await until(lambda: card(t).isVisible(), "the card")
        interface = QAccessible.queryAccessibleInterface(t.view).child(t.row("dawn"))
        said = interface.text(QAccessible.Text.Description)
        assert said.startswith("Image, removed “top”, added “blue”, ")
        t.w.desk.composer.focus_prompt()
        assert not card(t).isVisible()


async def test_what_takes_the_place_of_a_pruned_turn_was_not_walked_to_and_shows_no_card(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.view.setFocus()
        t.press(KEY.Key_End)
        await t.comes_to("end")
        rests: list[int] = []
        t.view.rested.connect(rests.append)
        t.press(KEY.Key_Delete)
        await t.comes_to("boat")
        assert t.view.hasFocus()
        assert not rests, "its card would lie over the message that says Undo"
        t.press(KEY.Key_Left)
        await t.comes_to("dawn")
        assert rests == [t.row("dawn")]


async def long_ones(library: Library) -> dict[str, Turn]:
    words = " ".join(f"word{number}" for number in range(300))
    root = await make_turn(library, prompt=words, size=(16, 12))
    return {
        "root": root,
        "next": await make_turn(library, root, seed=1, prompt=words.replace("word150", "<b>"), size=(16, 12)),
    }


async def test_long_prompts_are_compared_elsewhere_and_shown_around_the_change(tmp_path: Path) -> None:
    async with treed(tmp_path, long_ones) as t:
        t.point(t.middle("next"))
        await until(lambda: "&lt;b&gt;" in told(t, "treeCardPrompt"), "the difference")
        assert "word149" in told(t, "treeCardPrompt")
        assert "word100" not in told(t, "treeCardPrompt")


async def test_the_ring_of_the_keyboard_is_seen_as_soon_as_keys_are_used(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        t.click("boat")
        await t.comes_to("boat")
        clicked = t.view.viewport().grab(t.view.visualRect(t.view.currentIndex())).toImage()
        t.press(KEY.Key_Left, KEY.Key_Right)
        assert t.at == "boat"
        walked = t.view.viewport().grab(t.view.visualRect(t.view.currentIndex())).toImage()
        text = QColor(tokens_of(t.view.palette()).text)
        assert text not in [clicked.pixelColor(1, y) for y in range(10, 30)]
        assert text in [walked.pixelColor(1, y) for y in range(10, 30)]


async def test_a_mark_says_what_the_next_prompt_continues_while_one_looks_elsewhere(tmp_path: Path) -> None:
    async with treed(tmp_path) as t:
        model = t.view.tree_model
        assert model.next is None, "one is there"
        t.view.setFocus()
        before = corner(t, "end")
        t.press(KEY.Key_Left, KEY.Key_Left)
        assert model.next is not None
        assert t.name(model.next.turn.id) == "end"
        assert t.w.bench.draft.parent_turn.id == t.turns["end"].id, "walking changes nothing of what is sent"  # type: ignore[union-attr]
        await until(lambda: card(t).isVisible(), "the card")
        assert told(t, "treeCardWayOn") == "The next prompt continues turn 4. Ctrl+B branches from here."
        assert corner(t, "end") == QColor(tokens_of(t.view.palette()).accent) != before
        description = model.index(t.row("end")).data(Qt.ItemDataRole.AccessibleDescriptionRole)
        assert description.endswith("the next prompt continues it")
        t.press(KEY.Key_B, held=CTRL)
        await until(lambda: model.next is None, "what one is at is continued")
        assert t.w.bench.draft.parent_turn.id == t.turns["dawn"].id  # type: ignore[union-attr]


def corner(t: TreeRig, name: str) -> QColor:
    """The colour near the lower left corner of a turn, as it is painted."""
    lay_out()
    square = t.view.visualRect(t.view.tree_model.index(t.row(name)))
    return t.view.viewport().grab().toImage().pixelColor(square.left() + 4, square.bottom() - 7)
