"""A button in all its states."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.button import COMPACT, HEIGHT, SQUARE, Button
from studio.ui.widgets.button_look import Doing, Role, look_of
from tests.ui.widgets.looking import colours_in

ROLES: tuple[Role, ...] = ("plain", "primary", "quiet", "danger", "icon", "chip", "dashed")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def row(qtbot: QtBot) -> QWidget:
    """A window for buttons, with the keyboard."""
    window = QWidget()
    QVBoxLayout(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def add(row: QWidget, button: Button) -> Button:
    layout = row.layout()
    assert layout is not None
    layout.addWidget(button)
    button.show()
    QTest.qWait(0)
    return button


def presses(button: Button) -> list[bool]:
    heard: list[bool] = []
    button.clicked.connect(lambda: heard.append(button.isChecked()))
    return heard


@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_pressed_by_mouse_and_keys(row: QWidget, theme: Theme, role: Role) -> None:
    button = add(row, Button("testButton", "&Test it", "plus", role))
    heard = presses(button)
    QTest.mouseClick(button, LEFT)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        QTest.keyClick(button, key)
    assert len(heard) == 4
    button.setEnabled(False)
    QTest.mouseClick(button, LEFT)
    assert len(heard) == 4


def test_enter_held_down_presses_it_once(row: QWidget, theme: Theme) -> None:
    button = add(row, Button("testButton", "Ask again"))
    heard = presses(button)
    for number in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", number > 0)
        QCoreApplication.sendEvent(button, event)
    assert len(heard) == 1


def test_its_words_are_its_name(qtbot: QtBot) -> None:
    button = Button("testButton", "&Test it")
    qtbot.addWidget(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == button.accessibleName() == "Test it"
    picture = Button("moreButton", "More", "more", "icon")
    qtbot.addWidget(picture)
    assert (picture.accessibleName(), picture.toolTip()) == ("More", "More")
    assert picture.sizeHint().width() == picture.sizeHint().height() == SQUARE


def test_drawing_and_words_stand_8_pixels_apart(row: QWidget, theme: Theme) -> None:
    words, both = (add(row, Button(name, "Test", drawing)) for name, drawing in (("a", ""), ("b", "plus")))
    assert both.sizeHint().width() - words.sizeHint().width() == 16 + 8
    assert both.height() == HEIGHT
    both.set_compact()
    QTest.qWait(0)
    assert both.height() == COMPACT


@pytest.mark.parametrize("role", ROLES)
def test_the_focus_of_the_keyboard_is_a_ring_of_two_pixels(row: QWidget, theme: Theme, role: Role) -> None:
    first = add(row, Button("firstButton", "First"))
    button = add(row, Button("testButton", "Test it", "plus", role))
    QTest.mouseClick(button, LEFT)
    assert button.hasFocus()
    accent = theme.tokens.accent
    middle = button.height() // 2
    line = [button.grab().toImage().pixelColor(x, middle).name() for x in range(4)]
    assert role == "primary" or accent not in line, "a click was seen"
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert button.hasFocus()
    line = [button.grab().toImage().pixelColor(x, middle).name() for x in range(4)]
    assert line[:2] == [accent, accent]
    assert line[2] != accent


def test_hovering_pressing_and_checking_are_seen(row: QWidget, theme: Theme) -> None:
    button = add(row, Button("testButton", "Test it"))
    button.setCheckable(True)
    tokens = theme.tokens
    assert colours_in(button).most_common(1)[0][0] == tokens.raised
    QTest.mouseMove(button, QPoint(5, 5))
    QTest.mousePress(button, LEFT)
    pressed = colours_in(button).most_common(1)[0][0]
    assert pressed == look_of("plain", tokens, Doing(pressed=True)).ground != tokens.raised
    QTest.mouseRelease(button, LEFT)
    assert button.isChecked()
    assert colours_in(button).most_common(1)[0][0] == tokens.hover


@pytest.mark.parametrize("role", ROLES)
def test_no_two_states_look_the_same(theme: Theme, role: Role) -> None:
    looks = [
        look_of(role, theme.tokens, doing)
        for doing in (Doing(), Doing(hovered=True), Doing(hovered=True, pressed=True), Doing(enabled=False))
    ]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("drawing", ["", "plus"])
def test_a_busy_button_keeps_width_and_focus_and_cannot_be_pressed(row: QWidget, theme: Theme, drawing: str) -> None:
    button = add(row, Button("testButton", "Test", drawing))
    button.setAccessibleDescription("Asks for the models")
    heard = presses(button)
    width, before = button.width(), button.grab().toImage()
    button.setFocus()
    button.set_busy(True)
    QTest.mouseClick(button, LEFT)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(button, key)
    interface = QAccessible.queryAccessibleInterface(button)
    interface.actionInterface().doAction("Press")
    QTest.qWait(150)  # longer than the press of a screen reader takes
    assert heard == []
    assert (button.width(), button.hasFocus(), button.accessibleDescription()) == (width, True, "busy")
    assert button.grab().toImage() != before
    button.set_busy(False)
    assert button.accessibleDescription() == "Asks for the models"
    QTest.mouseClick(button, LEFT)
    assert len(heard) == 1


def test_its_ring_turns_unless_nothing_may_move(row: QWidget, qtbot: QtBot, theme: Theme) -> None:
    button = add(row, Button("testButton", "Test", "plus"))
    button.set_busy(True)
    first = button.grab().toImage()
    qtbot.waitUntil(lambda: button.grab().toImage() != first)
    sheet = row.styleSheet()
    row.setStyleSheet("* { widget-animation-duration: 0; }")
    still = button.grab().toImage()
    QTest.qWait(200)
    assert button.grab().toImage() == still
    row.setStyleSheet(sheet)


def test_its_key_stands_behind_the_words(row: QWidget, theme: Theme) -> None:
    button = add(row, Button("testButton", "Test", role="primary"))
    bare = button.sizeHint().width()
    button.set_cap("Ctrl ⏎")
    assert button.sizeHint().width() > bare + 8
    button.set_cap("")
    assert button.sizeHint().width() == bare


def test_from_right_to_left_the_drawing_stands_at_the_right(row: QWidget, theme: Theme) -> None:
    button = add(row, Button("testButton", "......", "studio", "plain", tint="bad"))
    button.set_drawing("stop", "bad")
    bad = theme.tokens.bad
    sides = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        button.setLayoutDirection(direction)
        image = button.grab().toImage()
        red = [x for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).name() == bad]
        sides.append(sum(red) / len(red) < image.width() / 2)
    assert sides == [True, False]
