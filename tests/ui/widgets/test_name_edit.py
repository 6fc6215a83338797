"""A name that is typed in its place."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.widgets.button import Button
from studio.ui.widgets.name_edit import NameEdit


class Place:
    """What is named, the field in its place, and another thing that can have the focus."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.named, self.other = Button("named", "Otters"), Button("other", "Other")
        column = QVBoxLayout(self.window)
        for button in (self.named, self.other):
            column.addWidget(button)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.typed: list[str] = []
        self.ended = 0
        self.edit = NameEdit("name", "Otters", 8, self.named, self.window)
        self.edit.typed.connect(self.typed.append)
        self.edit.ended.connect(self._on_ended)
        self.edit.open_at(QRect(0, 0, 120, 24))

    def _on_ended(self) -> None:
        self.ended += 1


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    return Place(qtbot)


def test_enter_takes_the_name_once_and_gives_the_focus_to_what_it_names(place: Place) -> None:
    QTest.keyClicks(place.edit, "Foxes and hares")  # in the place of what was selected
    QTest.keyClick(place.edit, Qt.Key.Key_Return)
    assert (place.typed, place.ended) == (["Foxes an"], 1)
    assert place.named.hasFocus()


def test_leaving_it_takes_the_name_and_the_focus_stays_where_it_went(place: Place) -> None:
    QTest.keyClicks(place.edit, "Foxes")
    place.other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert (place.typed, place.ended) == (["Foxes"], 1)
    assert place.other.hasFocus()


def test_its_own_menu_does_not_end_it(place: Place) -> None:
    place.other.setFocus(Qt.FocusReason.PopupFocusReason)
    assert (place.typed, place.ended) == ([], 0)


def test_escape_leaves_the_name_as_it_was(place: Place) -> None:
    QTest.keyClicks(place.edit, "Foxes")
    QTest.keyClick(place.edit, Qt.Key.Key_Escape)
    assert (place.typed, place.ended) == ([], 1)
    assert place.named.hasFocus()


def test_enter_does_not_press_what_the_field_lies_in(qtbot: QtBot) -> None:
    chip = Button("chip", "Otters")
    qtbot.addWidget(chip)
    chip.show()
    pressed: list[bool] = []
    chip.clicked.connect(pressed.append)
    edit = NameEdit("name", "Otters", 8, chip, chip)
    edit.open_at(QRect(0, 0, 60, 20))
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert pressed == []
