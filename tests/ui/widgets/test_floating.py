"""What lies over the window for a moment comes, takes the focus, and leaves nothing behind."""

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.widgets.floating import Floating


class Stand:
    """A window with a button that opens it, and something else to use."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.opener, self.other = QPushButton("open"), QPushButton("other")
        row = QHBoxLayout(self.window)
        row.addWidget(self.opener)
        row.addWidget(self.other)
        self.window.resize(600, 400)
        self.opened = 0
        self.pressed = 0
        self.left = 0
        self.opener.clicked.connect(self.open)
        self.other.clicked.connect(self._note)
        self.floating = Floating("floating", self.opener)
        self.fields = [QLineEdit(), QLineEdit(), QLineEdit()]
        column = QVBoxLayout(self.floating)
        for field in self.fields:
            column.addWidget(field)
        self.floating.resize(200, 120)
        self.floating.left.connect(self._on_left)

    def open(self) -> None:
        self.opened += 1
        self.floating.float_at(self.opener, QPoint(10, 10), self.fields[0], Qt.FocusReason.TabFocusReason)

    def _note(self) -> None:
        self.pressed += 1

    def _on_left(self) -> None:
        self.left += 1


@pytest.fixture
def stand(qtbot: QtBot) -> Iterator[Stand]:
    made = Stand()
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    made.opener.setFocus(Qt.FocusReason.TabFocusReason)
    made.open()
    assert made.floating.isVisible()
    assert QApplication.focusWidget() is made.fields[0]
    return made


def test_it_is_a_part_of_the_window_which_a_screen_reader_finds(stand: Stand) -> None:
    assert not stand.floating.isWindow()
    assert stand.floating.parentWidget() is stand.window
    assert stand.window.childAt(12, 12) in (stand.floating, *stand.fields), "it lies above everything"


def test_it_goes_where_the_window_gets_another_size(stand: Stand) -> None:
    stand.window.resize(700, 400)
    assert not stand.floating.isVisible(), "what it was opened at may be elsewhere"
    assert QApplication.focusWidget() is stand.opener
    assert stand.left == 1


def test_esc_gives_the_focus_back(stand: Stand) -> None:
    QTest.keyClick(stand.fields[0], Qt.Key.Key_Escape)
    assert not stand.floating.isVisible()
    assert QApplication.focusWidget() is stand.opener
    assert stand.left == 1


def test_a_click_elsewhere_does_its_work_and_ends_it(stand: Stand) -> None:
    QTest.mouseClick(stand.other, Qt.MouseButton.LeftButton)
    assert (stand.pressed, stand.left) == (1, 1)
    assert not stand.floating.isVisible()


def test_a_click_on_what_opened_it_only_ends_it(stand: Stand) -> None:
    QTest.mouseClick(stand.opener, Qt.MouseButton.LeftButton)
    assert (stand.opened, stand.left) == (1, 1)
    QTest.mouseClick(stand.opener, Qt.MouseButton.LeftButton)
    assert stand.opened == 2
    assert stand.floating.isVisible()


def test_a_click_inside_changes_nothing(stand: Stand) -> None:
    QTest.mouseClick(stand.fields[1], Qt.MouseButton.LeftButton)
    QTest.mouseClick(stand.floating, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert stand.floating.isVisible()
    assert stand.left == 0


@pytest.mark.parametrize("backwards", [False, True])
def test_tab_goes_round_in_it(stand: Stand, backwards: bool) -> None:
    order = [0, 2, 1, 0] if backwards else [0, 1, 2, 0]
    for before, after in itertools.pairwise(order):
        QTest.keyClick(stand.fields[before], Qt.Key.Key_Backtab if backwards else Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stand.fields[after]


def test_it_goes_when_the_focus_goes_elsewhere_and_does_not_take_it_back(stand: Stand) -> None:
    stand.other.setFocus()
    assert not stand.floating.isVisible()
    assert QApplication.focusWidget() is stand.other
    assert stand.left == 1


def test_it_watches_nothing_once_it_is_gone(stand: Stand) -> None:
    stand.window.hide()
    stand.window.show()
    stand.floating.dismiss()
    stand.other.setFocus()
    QTest.mouseClick(stand.other, Qt.MouseButton.LeftButton)
    assert stand.pressed == 1
    assert stand.left <= 1
