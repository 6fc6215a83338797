"""The sheet of keys: everything that has one is on it, and it says where each works."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.commands import Commands
from studio.ui.dialogs.keys import KeysDialog
from studio.ui.image_actions import KEYS, ImageActions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Sheet = Mapping[str, Mapping[str, str]]


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def commands(window: QWidget) -> Commands:
    return Commands(window)


@pytest.fixture
def dialog(window: QWidget, commands: Commands) -> KeysDialog:
    dialog = KeysDialog(commands, window)
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
            texts = [
                [grid.itemAtPosition(row, column).widget().text() for column in (0, 1)]  # type: ignore[union-attr]
                for row in range(grid.rowCount())
            ]
            found[heading.text()] = dict(texts)
        elif inner is not None:
            found |= read(inner)
    return found


def sheet_of(dialog: KeysDialog) -> Sheet:
    layout = dialog.layout()
    assert layout is not None
    return read(layout)


def test_every_command_and_every_verb_with_a_key_is_there(dialog: KeysDialog, commands: Commands) -> None:
    sheet = sheet_of(dialog)
    with_keys = [action for action in commands.all() if not action.shortcut().isEmpty()]
    assert list(sheet["Everywhere"].values()) == [action.shortcut().toString() for action in with_keys]
    labels = [ImageActions(dialog).label(verb).rstrip("…") for verb in KEYS]
    assert list(sheet["On a picture"])[: len(labels)] == labels


def test_it_says_how_a_picture_is_looked_at(dialog: KeysDialog) -> None:
    sheet = sheet_of(dialog)
    assert sheet["Looking at a picture"] == {
        "Whole picture": "Ctrl+0",
        "Actual size": "Ctrl+1",
        "Fill the stage": "Ctrl+2",
        "Larger or smaller": "+ / -",
        "Move about in it": "Ctrl+Arrows",
        "Earlier or later picture": "Left / Right",
        "First or last picture": "Home / End",
        "Back to the thread": "Esc",
    }
    assert sheet["On a picture"]["Another try at this step"] == "Alt+Left / Alt+Right"
    assert sheet["Among conversations"]["Rename"] == sheet["In the composer"]["Short name of an added picture"] == "F2"


def test_comparing_has_a_key_everywhere_and_one_on_pictures(dialog: KeysDialog) -> None:
    sheet = sheet_of(dialog)
    assert sheet["On a picture"]["Compare"] == "C / Ctrl+M"
    assert sheet["Everywhere"]["Compare two pictures"] == "Ctrl+M"


def test_every_key_is_one(dialog: KeysDialog) -> None:
    for rows in sheet_of(dialog).values():
        for keys in rows.values():
            for key in keys.replace("Arrows", "Left").split(" / "):
                assert QKeySequence(key)[0].key() != Qt.Key.Key_unknown, keys


def test_esc_puts_it_away(dialog: KeysDialog) -> None:
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
