"""The pictures of a draft as chips: by mouse, by keyboard, and read aloud."""

import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from studio.ui.composer.chip_row import ChipArea
from tests.generation.painted import paint, saved
from tests.ui.composer_rig import ComposerRig
from tests.ui.pointer import move_over
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
async def rig(qtbot: QtBot, tmp_path: Path) -> AsyncIterator[ComposerRig]:
    gc.collect()
    rig = ComposerRig(qtbot, tmp_path)
    yield rig
    await rig.close()


async def three(rig: ComposerRig) -> None:
    rig.draft.add_files(rig.files("a.png", "b.png", "c.png"), "reference")
    await rig.settled()
    await until(lambda: rig.chips[2].x() > rig.chips[1].x() > rig.chips[0].x(), "the chips to stand in their row")


def names(rig: ComposerRig) -> str:
    return "".join(chip.text()[0] for chip in rig.chips)


def refused(rig: ComposerRig) -> str:
    label = rig.find(QLabel, "refusedLine")
    return label.text() if label.isVisible() else ""  # type: ignore[attr-defined]


def actions(rig: ComposerRig, place: int) -> dict[str, QAction]:
    (menu,) = (menu for menu in rig.chips[place].findChildren(QMenu) if menu.isVisible())
    menu.close()
    return {action.text().partition("\t")[0]: action for action in menu.actions()}


async def test_a_chip_says_what_it_is_and_how_far(rig: ComposerRig) -> None:
    path = rig.folder / "old.bmp"
    path.write_bytes(saved(paint(), "BMP"))
    rig.draft.add_files([path], "edit")
    (chip,) = rig.chips
    assert chip.accessibleName() == "Image 1, old.bmp, edit this, being prepared"
    assert chip.text() == "Edit · old.bmp"
    await rig.settled()
    assert chip.accessibleName() == "Image 1, old.bmp, edit this"
    assert "BMP" in chip.accessibleDescription()
    assert "BMP" in chip.toolTip()
    assert chip.close_button.accessibleName() == "Remove old.bmp"


async def test_why_a_picture_was_refused_is_said_on_it_and_in_a_line(rig: ComposerRig, qtbot: QtBot) -> None:
    text = rig.folder / "notes.txt"
    text.write_text("x")
    rig.draft.prompt = "x"
    rig.draft.add_files([text], "reference")
    await rig.settled()
    (chip,) = rig.chips
    assert "“notes.txt” is no picture" in refused(rig)
    assert "“notes.txt” is no picture" in chip.toolTip()
    assert chip.accessibleDescription() in refused(rig)
    assert chip.accessibleName().endswith("cannot be used")
    assert not rig.composer.controls.generate.isEnabled()
    qtbot.mouseClick(chip.close_button, LEFT)
    assert refused(rig) == ""
    assert rig.composer.controls.generate.isEnabled()


async def test_many_refusals_do_not_fill_the_window(rig: ComposerRig) -> None:
    rig.draft.add_files([rig.folder / f"{number}.png" for number in range(5)], "reference")
    await rig.settled()
    lines = refused(rig).splitlines()
    assert len(lines) == 2
    assert "“4.png”" in lines[0]
    assert lines[1] == "And 4 more cannot be used: their chips say why."
    rig.draft.add_files([rig.folder / "newest.png"], "edit")
    await rig.settled()
    assert "“newest.png”" in refused(rig).splitlines()[0], "the latest, though it stands first"
    for given in rig.draft.inputs[2:]:
        rig.draft.remove(given.id)
    assert refused(rig).splitlines()[1] == "And 1 more cannot be used: its chip says why."


async def test_under_the_pointer_a_chip_tells_its_own_reason(rig: ComposerRig) -> None:
    rig.draft.add_files([rig.folder / f"{name}.png" for name in "ab"], "reference")
    await rig.settled()
    for chip, name in zip(rig.chips, "ab", strict=True):
        middle = chip.rect().center()
        QApplication.sendEvent(chip, QHelpEvent(QEvent.Type.ToolTip, middle, chip.mapToGlobal(middle)))
        assert f"“{name}.png”" in QToolTip.text()
        assert chip.accessibleDescription() in QToolTip.text()
        assert QToolTip.text().startswith("<qt>"), "it is broken into lines"
    QToolTip.hideText()


async def test_only_what_is_sent_has_a_number(rig: ComposerRig) -> None:
    paths = rig.files("a.png", "b.png", "c.png")
    rig.draft.add_files([paths[0], rig.folder / "none.png", *paths[1:]], "reference")
    await rig.settled()
    assert [chip.accessibleName() for chip in rig.chips] == [
        "Image 1, a.png, reference",
        "Image, none.png, reference, cannot be used",
        "Image 2, b.png, reference",
        "Image 3, c.png, reference",
    ]
    rig.draft.set_role(rig.draft.inputs[3].id, "edit")
    assert [chip.accessibleName().partition(",")[0] for chip in rig.chips] == [
        "Image 1",
        "Image 2",
        "Image",
        "Image 3",
    ]
    assert rig.chips[0].text() == "Edit · c.png"


async def test_removing_by_keyboard_moves_the_focus_on(rig: ComposerRig, qtbot: QtBot) -> None:
    await three(rig)
    rig.chips[1].setFocus()
    qtbot.keyClick(rig.chips[1], Qt.Key.Key_Delete)
    assert names(rig) == "ac"
    assert rig.chips[1].hasFocus()
    qtbot.keyClick(rig.chips[1], Qt.Key.Key_Backspace)
    assert rig.chips[0].hasFocus()
    qtbot.keyClick(rig.chips[0], Qt.Key.Key_Delete)
    assert rig.composer.chips.drop_zone.hasFocus()
    assert rig.draft.inputs == ()


async def test_arrows_go_from_chip_to_chip_and_alt_moves_them(rig: ComposerRig, qtbot: QtBot) -> None:
    await three(rig)
    chip = rig.chips[0]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Right)
    assert rig.chips[1].hasFocus()
    qtbot.keyClick(rig.chips[1], Qt.Key.Key_Right, ALT)
    assert names(rig) == "acb"
    assert rig.chips[2].hasFocus(), "it is the same chip"
    qtbot.keyClick(rig.chips[2], Qt.Key.Key_Right, ALT)
    assert names(rig) == "acb"
    for _ in range(4):
        qtbot.keyClick(rig.chips[0] if names(rig)[0] == "b" else rig.composer.focusWidget(), Qt.Key.Key_Left, ALT)
    assert names(rig) == "bac"
    qtbot.keyClick(rig.chips[2], Qt.Key.Key_Right)
    assert rig.composer.chips.drop_zone.hasFocus()


async def test_a_chip_is_dragged_to_another_place(rig: ComposerRig, qtbot: QtBot) -> None:
    await three(rig)

    def drag(source: int, target: QPoint) -> None:
        chip = rig.chips[source]
        qtbot.mousePress(chip, LEFT, pos=QPoint(40, 10))
        move_over(chip, QPoint(60, 10), LEFT)
        move_over(chip, chip.mapFromGlobal(target), LEFT)
        qtbot.mouseRelease(chip, LEFT, pos=chip.mapFromGlobal(target))

    def side(place: int, right: bool) -> QPoint:
        chip = rig.chips[place]
        return chip.mapToGlobal(QPoint(chip.width() - 3 if right else 3, 10))

    drag(0, side(2, right=True))
    assert names(rig) == "bca"
    drag(2, side(0, right=False))
    assert names(rig) == "abc"
    drag(0, side(1, right=False))
    assert names(rig) == "abc", "where it was"
    drag(1, side(0, right=False))
    assert names(rig) == "bac"
    assert not any(chip.findChild(QMenu) for chip in rig.chips), "a drag is no click"


async def test_a_click_or_enter_opens_what_can_be_done(rig: ComposerRig, qtbot: QtBot) -> None:
    await three(rig)
    qtbot.mouseClick(rig.chips[0], LEFT, pos=QPoint(50, 10))
    menu = actions(rig, 0)
    assert menu["Use as reference"].isChecked()
    menu["Edit this"].trigger()
    assert rig.draft.inputs[0].role == "edit"
    assert rig.chips[0].text() == "Edit · a.png"
    qtbot.keyClick(rig.chips[1], Qt.Key.Key_Return)
    actions(rig, 1)["Move left"].trigger()
    assert names(rig)[1:] == "bc", "what is edited leads"
    qtbot.keyClick(rig.chips[2], Qt.Key.Key_Return)
    actions(rig, 2)["Move left"].trigger()
    assert [each.name for each in rig.draft.inputs] == ["a.png", "c.png", "b.png"]
    qtbot.keyClick(rig.chips[2], Qt.Key.Key_Space)
    actions(rig, 2)["Remove"].trigger()
    assert len(rig.draft.inputs) == 2


async def test_a_short_name_is_typed_in_place(rig: ComposerRig, qtbot: QtBot) -> None:
    await three(rig)
    chip = rig.chips[1]
    chip.setFocus()

    def edit() -> QLineEdit:
        qtbot.keyClick(chip, Qt.Key.Key_F2)
        found = [each for each in chip.findChildren(QLineEdit) if each.isVisible()]
        assert len(found) == 1
        return found[0]

    field = edit()
    QTest.keyClicks(field, "@logo")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert rig.draft.inputs[1].label == "logo"
    assert chip.text() == "@logo · b.png"
    assert chip.hasFocus()
    field = edit()
    assert field.text() == "logo"
    QTest.keyClicks(field, "other")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert rig.draft.inputs[1].label == "logo"
    field = edit()
    field.clear()
    rig.composer.focus_prompt()
    assert rig.draft.inputs[1].label is None


async def test_chips_stay_when_others_come(rig: ComposerRig) -> None:
    await three(rig)
    before = rig.chips
    before[0].setFocus()
    rig.draft.add_files(rig.files("d.png"), "reference")
    await rig.settled()
    assert rig.chips[:3] == before
    assert before[0].hasFocus()


async def test_three_rows_at_most_and_the_end_in_sight(rig: ComposerRig) -> None:
    rig.composer.resize(600, 200)
    area = rig.find(ChipArea, "chipArea")
    one_row = area.height()
    rig.draft.add_files([rig.folder / f"{number}.png" for number in range(20)], "reference")
    await rig.settled()
    await until(lambda: area.height() == 3 * one_row + 2 * 8)
    assert area.verticalScrollBar().maximum() > 0, "there are more rows than these"
    zone = rig.composer.chips.drop_zone
    await until(lambda: not zone.visibleRegion().isEmpty(), "the drop zone to be in sight")
    rig.draft.clear_inputs()
    await until(lambda: area.height() == one_row)


async def test_too_many_for_the_model_is_said(rig: ComposerRig) -> None:
    rig.draft.model = "gemini-2.5-flash-image"
    rig.draft.add_files(rig.files("a.png", "b.png", "c.png", "d.png"), "reference")
    await rig.settled()
    notice = rig.find(QLabel, "noticeLine")
    assert notice.text() == "Nano Banana keeps up to 3 pictures apart well; there are 4."  # type: ignore[attr-defined]
    rig.draft.remove(rig.draft.inputs[0].id)
    assert not notice.isVisible()


async def test_from_right_to_left_chips_begin_at_the_right(rig: ComposerRig) -> None:
    rig.draft.add_files(rig.files("a.png"), "reference")
    await rig.settled()
    row = rig.composer.chips
    (chip,) = rig.chips
    await until(lambda: chip.geometry().right() < row.drop_zone.geometry().left())
    rig.composer.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    await until(lambda: chip.geometry().left() > row.drop_zone.geometry().right())
    assert chip.geometry().right() == row.width() - 1
