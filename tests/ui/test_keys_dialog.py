"""The sheet of keys: everything that has one is on it, where it works, and nothing of it is out of reach."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.actions import Action, Place, actions_in
from studio.ui.dialogs.keys import KeysDialog
from studio.ui.widgets.key_hint import KeyHint

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Sheet = Mapping[str, Mapping[str, str]]


@pytest.fixture(params=[(900, 600), (1200, 800), (1440, 900), (2560, 1080)], ids=str)
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> QWidget:
    window = QWidget()
    window.resize(*request.param)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(window: QWidget) -> KeysDialog:
    dialog = KeysDialog(window)
    dialog.open()
    return dialog


def read(layout: QLayout) -> dict[str, dict[str, str]]:
    """What stands in the sheet: keys by what they do, under each heading."""
    found: dict[str, dict[str, str]] = {}
    for place in range(layout.count()):
        inner = layout.itemAt(place).layout()  # type: ignore[union-attr]
        heading = inner.itemAt(0).widget() if isinstance(inner, QVBoxLayout) else None  # type: ignore[union-attr]
        if isinstance(heading, QLabel):
            grid = inner.itemAt(1).layout()  # type: ignore[union-attr]
            assert isinstance(grid, QGridLayout)
            found[heading.text()] = {line_of(grid, row): keys_of(grid, row) for row in range(grid.rowCount())}
        elif inner is not None:
            found |= read(inner)
    return found


def line_of(grid: QGridLayout, row: int) -> str:
    label = grid.itemAtPosition(row, 0).widget()  # type: ignore[union-attr]
    assert isinstance(label, QLabel)
    return label.text()


def keys_of(grid: QGridLayout, row: int) -> str:
    hints = grid.itemAtPosition(row, 1).layout()  # type: ignore[union-attr]
    widgets = [hints.itemAt(each).widget() for each in range(hints.count())]  # type: ignore[union-attr]
    return " / ".join(widget.accessibleName() for widget in widgets if isinstance(widget, KeyHint))


def sheet_of(dialog: KeysDialog) -> Sheet:
    layout = dialog.findChild(QWidget, "keysSheet").layout()  # type: ignore[union-attr]
    assert layout is not None
    return read(layout)


def test_everything_with_a_key_is_there(dialog: KeysDialog) -> None:
    shown = {line for lines in sheet_of(dialog).values() for line in lines}
    assert shown == {(each.pair or each.text).rstrip("…") for each in Action if each.keys}
    everywhere = list(
        dict.fromkeys((each.pair or each.text).rstrip("…") for each in actions_in(Place.WINDOW) if each.keys)
    )
    assert list(sheet_of(dialog)["Everywhere"]) == everywhere


def test_neighbours_share_a_line_and_what_is_held_is_said_once(dialog: KeysDialog) -> None:
    sheet = sheet_of(dialog)
    assert sheet["On an image"]["Give stars"] == "1 / 2 / 3 / 4 / 5"
    assert sheet["On an image"]["Another try at this step"] == "Alt+Left / Right"
    assert sheet["Looking at images"] == {
        "Whole image": "Ctrl+0",
        "Actual size": "Ctrl+1",
        "Fill the stage": "Ctrl+2",
        "Zoom in or out": "+ / -",
        "Move about in it": "Ctrl+Left / Up / Down / Right",
        "Earlier or later image": "Left / Right",
        "First or last image": "Home / End",
        "Back": "Esc",
    }
    assert list(sheet["Comparing"]) == [
        "Move the line",
        "Move the line far",
        "Only one of them",
        "Swap A and B",
        "Show the difference",
    ]


def test_bare_letters_stand_among_the_keys_of_pictures_only(dialog: KeysDialog) -> None:
    sheet = sheet_of(dialog)
    words = Action.COMPARE_MODE.text
    assert (sheet["Everywhere"][words], sheet["On an image"][words]) == ("Ctrl+M", "M")


def test_the_same_key_says_what_it_does_in_each_place(dialog: KeysDialog) -> None:
    sheet = sheet_of(dialog)
    assert sheet["Everywhere"]["Rename conversation"] == "F2"
    assert sheet["Among conversations"]["Rename conversation"] == "F2"
    assert sheet["On an added image"]["Short name"] == "F2"


def test_it_stays_within_the_window_and_all_of_it_can_be_scrolled_to(dialog: KeysDialog, window: QWidget) -> None:
    scroll = dialog.findChild(QScrollArea, "keysScroll")
    assert scroll is not None
    sheet = scroll.widget()
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    assert sheet.width() == scroll.viewport().width()
    assert sheet.minimumSizeHint().width() <= sheet.width()
    assert sheet.height() - scroll.viewport().height() == scroll.verticalScrollBar().maximum()


def test_esc_puts_it_away(dialog: KeysDialog) -> None:
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
