"""One of a few things, all of them in sight."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.ratio_shape import draw_ratio, shape_of
from studio.ui.widgets.segment import Segment
from studio.ui.widgets.segmented import Option, Segmented

LEFT = Qt.MouseButton.LeftButton
SIZES = [Option(None, "Auto", "Auto: the usual size"), Option("1K", "1K"), Option("2K", "2K"), Option("4K", "4K")]


class Page(QWidget):
    """A choice between two fields."""

    def __init__(self, choice: Segmented) -> None:
        super().__init__()
        self.before, self.choice, self.after = QLineEdit(), choice, QLineEdit()
        column = QVBoxLayout(self)
        for each in (self.before, choice, self.after):
            column.addWidget(each)
        self.chosen: list[object] = []
        self.settled = 0
        choice.chosen.connect(self.chosen.append)
        choice.settled.connect(self._settle)

    def _settle(self) -> None:
        self.settled += 1

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)


def page_of(qtbot: QtBot, choice: Segmented) -> Page:
    page = Page(choice)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.before.setFocus()
    return page


@pytest.fixture
def row(qtbot: QtBot) -> Page:
    choice = Segmented("sizes")
    choice.offer(SIZES)
    choice.choose("2K")
    return page_of(qtbot, choice)


@pytest.fixture
def grid(qtbot: QtBot) -> Page:
    choice = Segmented("ratios", columns=3)
    choice.offer([Option(number, str(number)) for number in range(8)])
    choice.choose(0)
    return page_of(qtbot, choice)


def test_it_is_one_stop_of_tab_at_what_is_chosen(row: Page) -> None:
    row.press(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Segment)
    assert focused.text() == "2K"
    row.press(Qt.Key.Key_Tab)
    assert row.after.hasFocus()


def test_arrows_home_and_end_choose(row: Page) -> None:
    row.press(Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_End)
    assert row.chosen == ["4K", "2K", None, "4K"]
    assert row.choice.value == "4K"
    assert row.settled == 0
    row.press(Qt.Key.Key_Return)
    assert row.settled == 1


def test_from_right_to_left_the_arrows_go_where_they_point(row: Page) -> None:
    row.choice.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    row.press(Qt.Key.Key_Tab, Qt.Key.Key_Right)
    assert row.chosen == ["1K"]


def test_in_a_grid_up_and_down_go_from_row_to_row(grid: Page) -> None:
    grid.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert grid.chosen == [3, 4, 7, 4]


def test_a_click_chooses_and_settles(row: Page) -> None:
    segment = row.choice.findChild(Segment, "sizes1")
    assert segment is not None
    QTest.mouseClick(segment, LEFT)
    assert (row.chosen, row.settled) == (["1K"], 1)
    QTest.mouseClick(segment, LEFT)
    assert (row.chosen, row.settled) == (["1K"], 2), "the same once more is no change"


def test_readers_hear_radio_buttons(row: Page) -> None:
    told = []
    for segment in row.choice.findChildren(Segment):
        interface = QAccessible.queryAccessibleInterface(segment)
        assert interface.role() == QAccessible.Role.RadioButton
        told.append((interface.text(QAccessible.Text.Name), bool(interface.state().checked)))
    assert told == [("Auto: the usual size", False), ("1K", False), ("2K", True), ("4K", False)]


def test_what_a_reader_presses_is_chosen(row: Page, qtbot: QtBot) -> None:
    segment = row.choice.findChild(Segment, "sizes3")
    interface = QAccessible.queryAccessibleInterface(segment)
    action = "Toggle" if "Toggle" in interface.actionInterface().actionNames() else "Press"
    interface.actionInterface().doAction(action)
    qtbot.waitUntil(lambda: row.chosen == ["4K"])


def test_other_options_take_the_place_of_those_there(row: Page) -> None:
    row.choice.offer(SIZES[:2])
    assert row.choice.values() == [None, "1K"]
    assert [each.isChecked() for each in row.choice.findChildren(Segment) if each.isVisible()] == [False, False]
    row.press(Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), Segment), "with none chosen the first can be reached"


def test_the_focus_is_a_ring_of_two_pixels(row: Page, theme: Theme) -> None:
    row.press(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    image = focused.grab().toImage()
    line = [image.pixelColor(x, focused.height() // 2).name() for x in range(3)]
    assert line[:2] == [theme.tokens.accent] * 2 != line[1:]


@pytest.mark.parametrize(("ratio", "wide"), [("16:9", True), ("9:16", False), ("1:8", False), ("21:9", True)])
def test_a_ratio_is_drawn_as_its_shape(ratio: str, wide: bool) -> None:
    place = QRectF(0, 0, 20, 20)
    shape = shape_of(ratio, place)
    assert (shape.width() > shape.height()) is wide
    assert place.contains(shape)
    assert min(shape.width(), shape.height()) >= 4, "thin, but a shape"


@pytest.mark.parametrize("ratio", ["", "x", "0:0", "4", None])
def test_what_is_no_ratio_is_a_square(ratio: str | None) -> None:
    shape = shape_of(ratio, QRectF(0, 0, 20, 20))
    assert shape.width() == shape.height() == 16


def test_shapes_are_drawn(qtbot: QtBot, theme: Theme) -> None:
    choice = Segmented("ratios", columns=2)
    choice.offer([Option("4:3", "", glyph=lambda p, r, c: draw_ratio(p, QRectF(r), "4:3", c)), Option("x", "")])
    page = page_of(qtbot, choice)
    with_shape, without = (segment.grab().toImage() for segment in page.choice.findChildren(Segment))
    assert with_shape != without


def test_a_value_that_is_not_offered_leaves_nothing_chosen(row: Page) -> None:
    row.choice.choose("1K")
    row.choice.choose("8K")
    segments = row.choice.findChildren(Segment)
    assert [segment.isChecked() for segment in segments] == [False] * len(segments)
    row.choice.choose("2K")
    assert [segment.text() for segment in segments if segment.isChecked()] == ["2K"]
