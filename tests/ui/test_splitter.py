"""The line between two parts: seen as one pixel, grabbed by seven, lit where it is meant."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import palette_of
from studio.ui.tokens import tokens_named
from studio.ui.widgets.splitter import ZONE, Splitter

DARK = tokens_named("dark")


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    parent.setPalette(palette_of(DARK))
    parent.resize(400, 300)
    qtbot.addWidget(parent)
    QLineEdit(parent).setFocus()
    return parent


@pytest.fixture
def line(parent: QWidget) -> Splitter:
    line = Splitter("line", "Width of something", Qt.Orientation.Horizontal, 1, parent)
    line.tell(120, 200, folded=False)
    line.lie(120, 300)
    parent.show()
    return line


def columns(line: Splitter, colour: str) -> list[int]:
    """The columns of the parent's picture that have a colour."""
    QApplication.processEvents()
    picture: QImage = line.parentWidget().grab().toImage()
    return [x for x in range(100, 140) if picture.pixelColor(x, 150) == QColor(colour)]


def test_it_is_one_pixel_to_the_eye_and_seven_to_the_pointer(line: Splitter) -> None:
    assert columns(line, DARK.line) == [120]
    assert (line.geometry().left(), line.width(), ZONE) == (117, 7, 7)
    assert line.cursor().shape() == Qt.CursorShape.SplitHCursor


def test_it_is_lit_while_pointed_at_drawn_or_focused(line: Splitter) -> None:
    middle = QPointF(line.rect().center())
    QApplication.sendEvent(line, QEnterEvent(middle, middle, QPointF(line.mapToGlobal(line.rect().center()))))
    line.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    line.update()
    assert columns(line, DARK.border) == [119, 120, 121]
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert columns(line, DARK.accent) == [119, 120, 121]
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    line.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    line.update()
    assert columns(line, DARK.line) == [120]
    line.window().activateWindow()
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert columns(line, DARK.accent) == [119, 120, 121]


def test_a_click_does_not_take_the_focus_but_tab_reaches_it(line: Splitter) -> None:
    assert line.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_it_is_not_seen_while_its_panel_is_folded(line: Splitter) -> None:
    line.tell(0, 200, folded=True)
    line.lie(0, 300)
    assert line.geometry().left() == 0
    picture = line.parentWidget().grab().toImage()
    assert {picture.pixelColor(x, 150).name() for x in range(9)} == {DARK.bg}


def test_the_wheel_is_for_what_lies_beside_it(line: Splitter) -> None:
    at = QPointF(line.rect().center())
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(
        at, QPointF(line.mapToGlobal(QPoint(3, 3))), QPoint(), QPoint(0, 120), buttons, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(line, turn)
    assert line.value() == 120


def test_up_and_down_it_moves_as_the_arrows_say(line: Splitter) -> None:
    asked: list[int] = []
    line.valueChanged.connect(asked.append)
    below = Splitter("below", "Height", Qt.Orientation.Vertical, -1, line.parentWidget())
    below.tell(100, 200, folded=False)
    below.valueChanged.connect(asked.append)
    QTest.keyClick(below, Qt.Key.Key_Up)
    QTest.keyClick(below, Qt.Key.Key_Down)
    assert asked == [116, 100]
    assert below.cursor().shape() == Qt.CursorShape.SplitVCursor
    below.turn(Qt.Orientation.Horizontal)
    QTest.keyClick(below, Qt.Key.Key_Left)
    assert asked[-1] == 116


def test_what_it_is_told_it_does_not_ask_for(line: Splitter) -> None:
    asked: list[int] = []
    line.valueChanged.connect(asked.append)
    line.tell(150, 200, folded=False)
    assert (asked, line.value()) == ([], 150)
