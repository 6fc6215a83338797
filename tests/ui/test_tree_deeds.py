"""What the tree lets be done with turns on their way or never sent, in the real window: what the stage lets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from studio.generation.wish import JobState
from studio.library.outline import Outlined
from studio.workbench.job import Job
from studio.workbench.tree import Tree
from studio.workbench.tree_plan import Plan, plan_of
from tests.fakes.server import Request, Wire
from tests.ui.tree_rig import TreeRig, treed
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def hang(_: Request, wire: Wire) -> None:
    wire.until_gone()


async def send(t: TreeRig, prompt: str) -> Job:
    """Send a prompt from the composer, and be at its turn."""
    t.w.type(prompt)
    QTest.keyClick(t.w.widget("promptEdit"), KEY.Key_Return, CTRL)
    job = t.w.bench.jobs.under_way[0]
    await until(lambda: t.at == job.id and not t.w.bench.branch.is_loading, "the job")
    return job


@contextmanager
def menu_of(t: TreeRig, turn_id: str) -> Iterator[set[str]]:
    """What the menu of a turn lets be done."""
    t.w.desk.tree.deeds.show_menu(turn_id, t.view.mapToGlobal(t.view.rect().center()))
    menu = t.w.find(QMenu, "treeMenu")
    yield {each.objectName() for each in menu.actions() if each.isEnabled() and not each.isSeparator()}
    menu.close()


async def test_a_queued_turn_is_left_alone(tmp_path: Path) -> None:
    async with treed(tmp_path, answer=hang) as t:
        t.w.bench.jobs.pause(True)
        job = await send(t, "at night")
        t.view.setFocus()
        t.press(KEY.Key_S, KEY.Key_Delete, KEY.Key_Backspace)
        t.press(KEY.Key_R, KEY.Key_B, held=CTRL)
        t.press(KEY.Key_E, held=CTRL | SHIFT)
        assert not t.w.bench.undo.can_undo
        assert t.w.bench.jobs.under_way == (job,)
        assert t.w.bench.draft.prompt == ""
        with menu_of(t, job.id) as may:
            assert may == set()
        await t.w.bench.undo.finish()
        assert t.w.said() == ""


async def test_a_turn_under_way_is_neither_starred_nor_pruned_but_asked_again(tmp_path: Path) -> None:
    async with treed(tmp_path, answer=hang) as t:
        job = await send(t, "at night")
        await until(lambda: job.state is JobState.THINKING, "the request")
        t.view.setFocus()
        t.press(KEY.Key_S, KEY.Key_Delete)
        assert not t.w.bench.undo.can_undo
        with menu_of(t, job.id) as may:
            assert may == {"AGAIN", "EDIT_TURN"}
        t.press(KEY.Key_R, held=CTRL)
        await until(lambda: len(t.w.bench.jobs.under_way) == 2, "a sibling")
        assert t.library.turns.get(job.id).trashed is None


async def test_a_turn_that_failed_before_it_was_sent_is_pruned_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.generation.run._ROOM", 1 << 62)  # as on a full disk
    async with treed(tmp_path) as t:
        job = await send(t, "at night")
        await until(lambda: job.is_over and t.library.turns.has(job.id), "its end")
        await until(lambda: t.outline.turn(job.id).state == "failed", "its end in the tree")  # type: ignore[union-attr]
        t.view.setFocus()
        t.press(KEY.Key_Delete)
        await until(lambda: t.library.turns.get(job.id).trashed is not None, "the trash")
        await until(lambda: t.outline.turn(job.id) is None and t.w.bench.branch.entry(job.id) is None, "no ghost of it")
        assert "One turn moved to the trash." in t.w.said()
        assert not t.w.server.posts()


async def test_a_copy_of_what_is_under_way_here_says_where(tmp_path: Path) -> None:
    async with treed(tmp_path, answer=hang) as t:
        job = await send(t, "at night")
        await until(lambda: job.state is JobState.THINKING, "the request")
        copy = t.library.forest.duplicate(job.wish.conversation_id, "A copy", t.library.clock())
        t.w.bench.branch.show_conversation(copy.id)
        await until(lambda: t.outline.conversation_id == copy.id and t.outline.current is not None, "the copy")
        text = t.view.model().index(t.view.currentIndex().row(), 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "Under way where it was copied from" in text


async def test_variants_are_built_into_the_tree_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with treed(tmp_path, answer=hang) as t:
        built: list[int] = []

        def counted(tree: Tree[Outlined], *rest: Any) -> Plan:
            built.append(len(tree))
            return plan_of(tree, *rest)

        monkeypatch.setattr("studio.workbench.tree_plan.plan_of", counted)
        t.w.bench.jobs.pause(True)
        before = len(t.outline.tree or ())
        t.w.bench.draft.count = 8
        await send(t, "at night")
        assert len(t.outline.tree or ()) == before + 8
        assert {before + count for count in range(1, 8)}.isdisjoint(built)
