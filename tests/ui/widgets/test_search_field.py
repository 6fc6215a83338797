"""A field to search in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.search_field import SearchField


class Around(QWidget):
    """What the field stands in; counts how often Esc reaches it."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.field = SearchField("search", "Search conversations")
        QVBoxLayout(self).addWidget(self.field)
        self.heard: list[str] = []
        self.field.left.connect(lambda: self.heard.append("left"))
        self.field.entered.connect(lambda: self.heard.append("entered"))

    def keyPressEvent(self, event: object) -> None:
        self.left += 1


@pytest.fixture
def around(qtbot: QtBot) -> Around:
    around = Around()
    qtbot.addWidget(around)
    around.show()
    return around


def test_esc_empties_it_and_then_leaves(around: Around) -> None:
    QTest.keyClicks(around.field, "otter")
    QTest.keyClick(around.field, Qt.Key.Key_Escape)
    assert (around.field.text(), around.left) == ("", 0)
    QTest.keyClick(around.field, Qt.Key.Key_Escape)
    assert around.left == 1


def test_down_and_enter_go_on_to_what_was_found(around: Around) -> None:
    QTest.keyClicks(around.field, "otter")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(around.field, key)
    assert around.heard == ["left", "entered", "entered"]
    QTest.keyClick(around.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(around.heard) == 3, "that is somebody else's key"


def test_it_can_be_emptied_by_its_button_while_there_is_something(around: Around) -> None:
    clear = around.field.findChild(QAction, "searchClear")
    assert clear is not None
    assert not clear.isVisible()
    QTest.keyClicks(around.field, "otter")
    assert clear.isVisible()
    assert clear.text() == "Clear"
    button = next(each for each in around.field.findChildren(QToolButton) if each.defaultAction() is clear)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert around.field.text() == ""
    assert not clear.isVisible()


def test_it_says_what_is_searched(around: Around) -> None:
    assert around.field.accessibleName() == around.field.placeholderText() == "Search conversations"
    around.field.setPlaceholderText("Filter 19 images")
    assert around.field.accessibleName() == "Search conversations"


def test_its_ring_moves_nothing(around: Around, theme: Theme, qtbot: QtBot) -> None:
    around.activateWindow()
    qtbot.waitUntil(around.isActiveWindow)
    around.field.clearFocus()
    before = around.field.size(), around.field.cursorRect()
    around.field.setFocus(Qt.FocusReason.TabFocusReason)
    image = around.field.grab().toImage()
    line = [image.pixelColor(x, around.field.height() // 2).name() for x in range(3)]
    assert line[:2] == [theme.tokens.accent] * 2 != line[1:]
    assert (around.field.size(), around.field.cursorRect()) == before


def test_each_sign_in_it_has_a_name(around: Around) -> None:
    signs = [QAccessible.queryAccessibleInterface(each) for each in around.field.findChildren(QToolButton)]
    names = [sign.text(QAccessible.Text.Name) for sign in signs]
    assert sorted(names) == ["Clear", "Search conversations"]
