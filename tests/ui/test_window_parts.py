"""F6 goes through the parts of the real window, those that come and go included, and Shift+F6 back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.widgets.toast import Toast
from studio.workbench.messages import Message
from tests.ui.waiting import until
from tests.ui.window_rig import Shown, shown

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
PARTS = ("titleRow", "sidebar", "stage", "gallery", "composer", "messageBar", "toast")


def press(w: Shown, held: Qt.KeyboardModifier = NONE) -> str:
    """Press F6 where the focus is; the part that has it then."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_F6, held)
    return part(w)


def part(w: Shown) -> str:
    focus = QApplication.focusWidget()
    assert focus is not None
    held = [name for name in PARTS for area in w.window.findChildren(QWidget, name) if area.isAncestorOf(focus)]
    assert len(held) == 1, (focus.objectName(), held)
    return held[0]


def begin(w: Shown) -> None:
    w.window.activateWindow()
    w.widget("promptEdit").setFocus()


async def test_it_goes_round_the_parts_and_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await until(lambda: w.bench.conversations.rowCount(), "the conversation")
        begin(w)
        met = [press(w) for _ in range(5)]
        assert met == ["titleRow", "sidebar", "stage", "gallery", "composer"]
        assert [press(w, SHIFT) for _ in range(5)] == [*met[-2::-1], "composer"]


async def test_it_lands_on_what_is_done_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        await until(lambda: w.bench.conversations.rowCount(), "the conversation")
        begin(w)
        names = []
        for _ in range(5):
            press(w)
            names.append(QApplication.focusWidget().objectName())  # type: ignore[union-attr]
        tile = f"tile-{w.bench.branch.steps[-1].through.id}"
        assert names == ["menuButton", "conversationList", tile, "galleryView", "promptEdit"]


async def test_messages_and_toasts_are_parts_while_they_are_there(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        w.bench.messages.post(Message(severity="warning", text="This stays."))
        w.bench.messages.post(Message(severity="done", text="This passes.", seconds=60, actions=(("Undo", print),)))
        begin(w)
        assert press(w) == "messageBar"
        assert press(w) == "toast"
        (toast,) = w.window.findChildren(Toast)
        assert not toast.runs_out  # nobody has to hurry
        assert QApplication.focusWidget().text() == "Undo"  # type: ignore[union-attr]
        assert press(w) == "titleRow"
        assert toast.runs_out
        assert [press(w, SHIFT) for _ in range(3)] == ["toast", "messageBar", "composer"]


async def test_what_is_folded_away_is_left_out_and_a_picture_shown_large_is_the_stage(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        await w.generate("an otter")
        w.desk.title_row.sidebar_button.click()
        w.desk.title_row.gallery_button.click()
        w.desk.stage.asked.open_image.emit(w.bench.branch.steps[0].entries[0].images[0])
        begin(w)
        assert [press(w) for _ in range(3)] == ["titleRow", "stage", "composer"]
        press(w, SHIFT)
        assert w.widget("viewer").hasFocus()


async def test_in_the_first_window_each_part_has_something_to_go_to(tmp_path: Path) -> None:
    async with shown(tmp_path) as w:
        begin(w)
        assert [press(w) for _ in range(5)] == ["titleRow", "sidebar", "stage", "gallery", "composer"]
        assert w.bench.branch.steps == ()
