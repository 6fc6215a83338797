"""Whoever reads the order of Tab leaves all that stands in it as it was."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.tab_order import TabOrder
from studio.ui.widgets.floating import Floating
from studio.ui.widgets.focus_chain import focus_chain
from studio.ui.widgets.search_field import SearchField
from studio.ui.widgets.segmented import Option, Segmented

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Window(QWidget):
    """Two buttons, a field to search in and another button, one behind the other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.first, self.second = QPushButton("first", self), QPushButton("second", self)
        self.field = SearchField("search", "Search", self)
        self.last = QPushButton("last", self)
        for each in (self.first, self.second, self.field, self.last):
            column.addWidget(each)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


def tab_in_floating(window: Window) -> None:
    floating = Floating("floating", window)
    QVBoxLayout(floating).addWidget(QPushButton("inside"))
    floating.show()
    QTest.keyClick(floating, Qt.Key.Key_Tab)


def offer(window: Window) -> None:
    segmented = Segmented("choice", window)
    segmented.offer([Option(1, "one"), Option(2, "two")])


READERS: dict[str, Callable[[Window], object]] = {
    "forth": lambda window: list(focus_chain(window.first)),
    "back": lambda window: list(focus_chain(window.field, forth=False)),
    "one step": lambda window: next(focus_chain(window.second)),
    "Tab in the window": lambda window: TabOrder(window, (window.field, window.first)).stops(),
    "Tab in what floats": tab_in_floating,
    "segments": offer,
}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("gone", ["first", "second", "last"])
def test_a_field_still_works_when_what_stood_beside_it_is_deleted(
    window: Window, read: Callable[[Window], object], gone: str
) -> None:
    read(window)
    getattr(window, gone).deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClicks(window.field, "otter")
    clear = window.field.findChild(QAction, "searchClear")
    assert clear is not None
    assert clear.isVisible()


def test_it_goes_round_once_both_ways(window: Window) -> None:
    stops = [window.first, window.second, window.field]
    assert [each for each in focus_chain(window) if each in stops] == stops
    assert [each for each in focus_chain(window.first) if each in stops] == stops[1:]
    assert [each for each in focus_chain(window, forth=False) if each in stops] == stops[::-1]
