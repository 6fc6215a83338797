"""A switch."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.switch import Switch


@pytest.fixture
def switch(qtbot: QtBot, theme: Theme) -> Switch:
    switch = Switch("plainHttp", "&Send the key without encryption")
    qtbot.addWidget(switch)
    switch.resize(switch.sizeHint())
    switch.show()
    switch.activateWindow()
    qtbot.waitUntil(switch.isActiveWindow)
    return switch


def knob(switch: Switch, colour: str) -> float:
    """Where the middle of the knob is along the track."""
    image: QImage = switch.grab().toImage()
    row = image.height() // 2
    found = [x for x in range(8, 34) if image.pixelColor(x, row).name() == colour]
    return sum(found) / len(found)


def test_mouse_and_keys_switch_it(switch: Switch) -> None:
    heard: list[bool] = []
    switch.toggled.connect(heard.append)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(switch, key)
    switch.setEnabled(False)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert heard == [True, False, True]


def test_the_knob_goes_over(switch: Switch, theme: Theme, qtbot: QtBot) -> None:
    off = knob(switch, theme.tokens.muted)
    switch.setChecked(True)
    qtbot.waitUntil(lambda: knob(switch, theme.tokens.on_accent) == pytest.approx(off + 14, abs=1))


def test_where_nothing_may_move_it_is_there_at_once(switch: Switch, theme: Theme) -> None:
    switch.setStyleSheet("* { widget-animation-duration: 0; }")
    off = knob(switch, theme.tokens.muted)
    switch.setChecked(True)
    assert knob(switch, theme.tokens.on_accent) == pytest.approx(off + 14, abs=1)


def test_readers_hear_its_words_and_state(switch: Switch) -> None:
    interface = QAccessible.queryAccessibleInterface(switch)
    assert interface.role() == QAccessible.Role.CheckBox
    assert interface.text(QAccessible.Text.Name) == "Send the key without encryption"
    assert not interface.state().checked
    switch.click()
    assert interface.state().checked


def test_the_focus_is_a_ring(switch: Switch, theme: Theme) -> None:
    switch.clearFocus()
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    image = switch.grab().toImage()
    line = [image.pixelColor(20, y).name() for y in range(1, 4)]
    assert line[:2] == [theme.tokens.accent] * 2 != line[1:]
