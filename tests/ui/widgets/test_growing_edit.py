"""A field for plain text that is as high as the text in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.focus_frame import FocusFrame
from studio.ui.widgets.growing_edit import GrowingEdit


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> GrowingEdit:
    edit = GrowingEdit("prompt", 15)
    qtbot.addWidget(edit)
    edit.resize(300, 40)
    edit.show()
    return edit


def test_it_grows_to_its_limit_and_then_scrolls(edit: GrowingEdit) -> None:
    line = edit.fontMetrics().lineSpacing()
    edit.limit_lines(3)
    first = edit.height()
    grown, scrolls = [], []
    for _ in range(4):
        grown.append((edit.height() - first) / line)
        scrolls.append(edit.verticalScrollBar().maximum() > 0)
        QTest.keyClicks(edit, "otter")
        QTest.keyClick(edit, Qt.Key.Key_Return)
    assert grown == [0, 1, 2, 2]
    assert scrolls == [False, False, False, True]
    edit.limit_lines(8)
    assert edit.height() == first + 4 * line
    assert edit.verticalScrollBar().maximum() == 0


def test_long_lines_break_and_count(edit: GrowingEdit) -> None:
    first = edit.height()
    edit.setPlainText("otter " * 30)
    grown = edit.height()
    assert grown > first
    edit.resize(1200, edit.height())
    assert edit.height() < grown
    edit.clear()
    assert edit.height() == first


def test_what_is_put_there_can_be_undone(edit: GrowingEdit) -> None:
    QTest.keyClicks(edit, "mine")
    edit.put("another")
    assert edit.toPlainText() == "another"
    assert edit.textCursor().position() == len("another")
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.toPlainText() == "mine"
    QTest.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert edit.toPlainText() == "another"


def test_tab_leaves_it(qtbot: QtBot) -> None:
    page = QWidget()
    edit, other = GrowingEdit("a", 15), GrowingEdit("b", 15)
    column = QVBoxLayout(page)
    column.addWidget(edit)
    column.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert edit.toPlainText() == ""


def test_its_frame_is_a_ring_while_it_has_the_focus_and_nothing_moves(qtbot: QtBot, theme: Theme) -> None:
    edit, other = GrowingEdit("a", 15), GrowingEdit("b", 15)
    page, frame = QWidget(), FocusFrame(edit)
    inner, column = QVBoxLayout(frame), QVBoxLayout(page)
    inner.addWidget(edit)
    column.addWidget(frame)
    column.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    def line() -> list[str]:
        image = frame.grab().toImage()
        return [image.pixelColor(x, image.height() // 2).name() for x in range(3)]

    other.setFocus()
    place = edit.geometry()
    tokens = theme.tokens
    assert line() == [tokens.edge, tokens.raised, tokens.raised]
    edit.setFocus()
    assert line() == [tokens.accent, tokens.accent, tokens.raised]
    assert edit.geometry() == place
