"""A field in which one of a few things is chosen."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.widgets.menu import Menu
from studio.ui.widgets.select import Select

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def select(qtbot: QtBot) -> Select:
    select = Select("themeSetting")
    select.setAccessibleName("Theme")
    for value in ("system", "dark", "light"):
        select.add(value, value.capitalize())
    qtbot.addWidget(select)
    select.show()
    return select


def test_the_first_is_chosen_until_another_is(select: Select) -> None:
    assert (select.value, select.text(), select.accessibleDescription()) == ("system", "System", "System")
    select.choose("light")
    assert (select.value, select.text(), select.accessibleDescription()) == ("light", "Light", "Light")
    select.choose("pink")
    assert select.value == "light", "nobody offers that"


def test_arrows_home_and_end_choose_without_opening(select: Select) -> None:
    heard: list[object] = []
    select.chosen.connect(heard.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Home):
        QTest.keyClick(select, key)
    assert heard == ["dark", "light", "system"]
    assert not [each for each in select.findChildren(Menu) if each.isVisible()]


def test_the_menu_chooses(select: Select) -> None:
    heard: list[object] = []
    select.chosen.connect(heard.append)
    QTest.keyClick(select, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    (menu,) = [each for each in select.findChildren(Menu) if each.isVisible()]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert heard == ["dark"]
    assert select.text() == "Dark"


def test_the_mouse_wheel_changes_nothing(select: Select) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(select, event)
    assert select.value == "system"
    assert not event.isAccepted()


def test_some_entries_alone_are_offered_and_whatever_is_chosen(select: Select) -> None:
    select.offer_only(["dark"])
    assert select.values() == ["system", "dark"]
    heard: list[object] = []
    select.chosen.connect(heard.append)
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up):
        QTest.keyClick(select, key)
    assert (heard, select.values()) == (["dark"], ["dark"])
    select.offer_only(None)
    assert select.values() == ["system", "dark", "light"]
