"""The stage: the thread, and the modes that take its place for a while."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.library.library import Library
from tests.ui.stage_rig import StageRig

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen one, which has no real screen


class _Mode(QWidget):
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


@pytest.fixture
def rig(qtbot: QtBot, tmp_path: Path) -> StageRig:
    rig = StageRig(qtbot, Library.open(tmp_path / "library"))
    turn = None
    for seed in range(4):
        turn = rig.turn(turn, seed=seed)
    assert turn is not None
    rig.show(turn)
    return rig


def test_is_found_by_its_names(rig: StageRig) -> None:
    assert rig.stage.objectName() == "stage"
    assert rig.stage.accessibleName() == "Stage"


@pytest.mark.parametrize("way", ["escape", "closed", "asked"])
def test_a_mode_leads_back_to_where_the_thread_was_left(rig: StageRig, qtbot: QtBot, way: str) -> None:
    mode = _Mode()
    rig.stage.add_mode(mode)
    bar = rig.thread.verticalScrollBar()
    bar.setValue(333)
    place = bar.value()
    tile = rig.views[1].tiles[0]
    tile.setFocus()
    rig.stage.show_mode(mode)
    assert mode.isVisible()
    assert mode.hasFocus()
    assert not rig.stage.shows_thread
    if way == "escape":
        qtbot.keyClick(mode, Qt.Key.Key_Escape)
    elif way == "closed":
        mode.closed.emit()
    else:
        rig.stage.show_thread()
    assert rig.stage.shows_thread
    assert not mode.isVisible()
    assert bar.value() == place
    assert tile.hasFocus()


def test_escape_in_the_thread_is_left_to_the_window(rig: StageRig, qtbot: QtBot) -> None:
    rig.tiles[0].setFocus()
    qtbot.keyClick(rig.tiles[0], Qt.Key.Key_Escape)
    assert rig.stage.shows_thread


def test_a_turn_that_comes_while_a_mode_is_open_does_not_disturb(rig: StageRig, qtbot: QtBot) -> None:
    mode = _Mode()
    rig.stage.add_mode(mode)
    rig.thread.verticalScrollBar().setValue(200)
    rig.stage.show_mode(mode)
    rig.show(rig.turn())
    assert mode.isVisible()
    assert mode.hasFocus()


def test_it_tells_how_much_of_its_bottom_a_bar_takes(rig: StageRig) -> None:
    assert rig.stage.bar_height == 0
    mode = QWidget()
    mode.bar_height = 44  # type: ignore[attr-defined]
    rig.stage.add_mode(mode)
    rig.stage.show_mode(mode)
    assert rig.stage.bar_height == 44
    rig.stage.show_thread()
    assert rig.stage.bar_height == 0


@pytest.mark.parametrize("moved_on", [False, True])
def test_a_mode_leads_back_to_where_it_was_entered_from_unless_one_has_gone_on(
    rig: StageRig, qtbot: QtBot, moved_on: bool
) -> None:
    mode, beside, other = _Mode(), QLineEdit(), QLineEdit()
    rig.stage.add_mode(mode)
    for each in (beside, other):
        each.setParent(rig.stage.parentWidget() or rig.stage)
        each.show()
    beside.setFocus()
    rig.stage.show_mode(mode)
    assert mode.hasFocus()
    if moved_on:
        other.setFocus()
    rig.stage.show_thread()
    assert (other if moved_on else beside).hasFocus()
