"""A button that says what is chosen and opens the choice."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.menu import Menu
from studio.ui.widgets.menu_button import Choice, MenuButton
from studio.ui.widgets.popup_place import popup_place

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEFT = Qt.MouseButton.LeftButton
CHOICES = [Choice(1, "One"), Choice(2, "R&D"), None, Choice("more", "More…", deed=True)]


@pytest.fixture
def button(qtbot: QtBot) -> MenuButton:
    button = MenuButton("countPicker", narrowest=64, widest=120)
    button.setAccessibleName("Count")
    button.offer(lambda: CHOICES)
    button.show_chosen(2, "R&D")
    qtbot.addWidget(button)
    button.show()
    return button


def opened(button: MenuButton) -> Menu:
    (menu,) = [each for each in button.findChildren(Menu) if each.isVisible()]
    return menu


def test_it_tells_what_it_is_for_and_what_is_chosen(button: MenuButton) -> None:
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Count"
    assert interface.text(QAccessible.Text.Description) == "R&D"
    button.setAccessibleDescription("How many at once")
    assert interface.text(QAccessible.Text.Description) == "R&D. How many at once"
    button.show_chosen(1, "One")
    assert interface.text(QAccessible.Text.Description) == "One. How many at once"
    assert interface.text(QAccessible.Text.Name) == "Count"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_keys_open_it_at_what_is_chosen(button: MenuButton, key: Qt.Key) -> None:
    heard: list[object] = []
    button.chosen.connect(heard.append)
    QTest.keyClick(button, key)
    menu = opened(button)
    assert menu.objectName() == "countPickerMenu"
    assert [action.isChecked() for action in menu.actions()] == [False, True, False, False]
    assert menu.activeAction() is menu.actions()[1]
    QTest.keyClick(menu, Qt.Key.Key_Home)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert heard == [1]
    assert button.value == 2, "whoever owns it decides"


def test_a_deed_can_be_done_but_is_never_what_is_chosen(button: MenuButton) -> None:
    heard: list[object] = []
    button.chosen.connect(heard.append)
    QTest.mouseClick(button, LEFT)
    menu = opened(button)
    assert menu.actions()[1].text() == "R&&D", "what is chosen is no mnemonic"
    assert not menu.actions()[3].isCheckable()
    QTest.keyClick(menu, Qt.Key.Key_End)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert heard == ["more"]


def test_it_is_as_wide_as_its_words_within_limits(button: MenuButton, theme: Theme) -> None:
    button.show_chosen(1, "1")
    assert button.sizeHint().width() == 64
    button.show_chosen(1, "a very long name of a model that nobody can read")
    assert button.sizeHint().width() == 120
    assert button.minimumSizeHint().width() == 64
    button.show_bare(True)
    assert button.sizeHint() == QSize(button.sizeHint().height(), button.sizeHint().height())


def test_long_words_are_cut_and_the_sign_stays(button: MenuButton, theme: Theme) -> None:
    button.show_chosen(1, "X")
    button.setFixedSize(100, 32)
    chevron = button.grab().toImage().copy(74, 0, 26, 32)
    button.show_chosen(1, "X" * 40)
    assert button.grab().toImage().copy(74, 0, 26, 32) == chevron


def test_a_menu_opens_where_there_is_room(qtbot: QtBot) -> None:
    control = QWidget()
    qtbot.addWidget(control)
    control.resize(100, 30)
    screen = QGuiApplication.primaryScreen().availableGeometry()
    control.move(screen.center())
    control.show()
    middle = control.mapToGlobal(QPoint())
    size = QSize(160, 120)
    assert popup_place(control, size) == QPoint(middle.x(), middle.y() + 34)
    assert popup_place(control, size, above=True) == QPoint(middle.x(), middle.y() - 124)
    control.move(screen.topLeft())
    assert popup_place(control, size, above=True).y() == control.mapToGlobal(QPoint()).y() + 34
    control.move(screen.right() - 60, screen.bottom() - 40)
    place = popup_place(control, size)
    assert place.x() + 160 <= screen.right() + 1
    assert place.y() == control.mapToGlobal(QPoint()).y() - 124
    control.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    control.move(screen.center())
    assert popup_place(control, size).x() == middle.x() + 100 - 160
