"""Two pictures compared: where the line is, what is left and right of it, and at one zoom."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from studio.library.library import Library
from studio.library.records import Image
from studio.ui.stage.wipe import Wipe
from studio.ui.theme import Theme
from studio.ui.words import Words
from studio.workbench.pictures import Pictures
from studio.workbench.prompts import Prompts
from studio.workbench.tasks import Tasks
from tests.fakes.shots import take_in
from tests.ui.pointer import move_over
from tests.ui.waiting import until

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NO, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT = Qt.MouseButton.LeftButton
RED, BLUE = QColor(200, 0, 0), QColor(0, 0, 200)


class Thumbnails(QObject):
    """None at all."""

    ready = Signal(str)

    def get(self, image: Image, side: int) -> QPixmap | None:
        return None


class Bench:
    """A comparison and what it is made with."""

    def __init__(self, library: Library) -> None:
        self.tasks = Tasks()
        self.pictures, self.prompts = Pictures(self.tasks), Prompts(self.tasks)
        self.pictures.open(library)
        self.prompts.open(library)
        self.thumbnails = Thumbnails()
        self.wipe = Wipe(self.pictures, self.thumbnails, self.prompts, Words())
        self.wipe.resize(848, 692)  # 848 x 648 for the pictures, 800 x 600 without the margin
        self.wipe.show()
        self.wipe.setFocus()
        self.canvas, self.handle = self.wipe.canvas, self.wipe.canvas.handle

    async def compare(self, a: Image, b: Image) -> None:
        self.wipe.compare(a, b)
        await until(lambda: self.wipe.is_whole)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO) -> None:
        QTest.keyClick(self.handle, key, modifiers)

    def pixel(self, x: int, y: int) -> QColor:
        return self.canvas.grab().toImage().pixelColor(x, y)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture
async def bench(library: Library, qapp: QApplication) -> AsyncIterator[Bench]:
    theme = Theme(qapp, "dark")
    bench = Bench(library)
    yield bench
    await bench.tasks.close()
    bench.wipe.close()
    bench.wipe.deleteLater()
    theme.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def a(library: Library, tmp_path: Path) -> Image:
    return take_in(library, tmp_path, "Red otter.png", (800, 600), (200, 0, 0))


@pytest.fixture
def b(library: Library, tmp_path: Path) -> Image:
    return take_in(library, tmp_path, "Blue otter.png", (800, 600), (0, 0, 200))


async def test_a_is_left_of_the_line_and_b_right_of_it(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    assert bench.wipe.share == 0.5
    assert bench.pixel(300, 500) == RED
    assert bench.pixel(550, 500) == BLUE
    assert bench.canvas.line == 424
    assert [bench.pixel(x, 500) for x in (400, 448)] == [RED, BLUE]


async def test_the_handle_is_pulled_by_the_pointer(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    middle = QPoint(bench.handle.width() // 2, bench.handle.height() // 2)
    QTest.mousePress(bench.handle, LEFT, pos=middle)
    move_over(bench.handle, middle + QPoint(-200, 0), LEFT)
    assert bench.canvas.line == 224
    QTest.mouseRelease(bench.handle, LEFT)
    assert bench.pixel(300, 500) == BLUE
    assert bench.handle.value() == 25


async def test_the_line_comes_to_a_pointer_that_presses_anywhere(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    QTest.mousePress(bench.canvas, LEFT, pos=QPoint(624, 100))
    assert bench.canvas.line == 624
    move_over(bench.canvas, QPoint(2000, 100), LEFT)
    assert bench.wipe.share == 1.0
    QTest.mouseRelease(bench.canvas, LEFT, pos=QPoint(2000, 100))


async def test_arrows_move_the_line(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    bench.key(Qt.Key.Key_Right)
    assert bench.wipe.share == pytest.approx(0.51)
    bench.key(Qt.Key.Key_Left, SHIFT)
    assert bench.wipe.share == pytest.approx(0.41)
    bench.key(Qt.Key.Key_End)
    bench.key(Qt.Key.Key_Right)
    assert bench.wipe.share == 1.0
    assert bench.pixel(800, 500) == RED
    bench.key(Qt.Key.Key_Home)
    assert bench.wipe.share == 0.0
    assert bench.pixel(60, 500) == BLUE


async def test_a_screen_reader_reads_and_moves_it(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    interface = QAccessible.queryAccessibleInterface(bench.handle)
    assert interface.text(QAccessible.Text.Name) == "Wipe between A and B"
    value = interface.valueInterface()
    assert value.currentValue() == 50
    value.setCurrentValue(75)
    assert bench.wipe.share == 0.75
    assert bench.canvas.line == 624
    assert bench.canvas.accessibleDescription() == "A: 800 × 600 · Red otter.png; B: 800 × 600 · Blue otter.png"


async def test_swapping_changes_sides_and_captions(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    bench.key(Qt.Key.Key_S)
    assert bench.wipe.images == (b, a)
    assert bench.pixel(300, 500) == BLUE
    caption = bench.wipe.findChild(QLabel, "captionA")
    assert isinstance(caption, QLabel)
    assert caption.accessibleName().endswith("Blue otter.png")
    button = bench.wipe.findChild(QPushButton, "swapButton")
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, LEFT)
    assert bench.wipe.images == (a, b)


async def test_different_sizes_of_one_shape_lie_on_each_other(
    bench: Bench, library: Library, tmp_path: Path, a: Image
) -> None:
    small = take_in(library, tmp_path, "small.png", (400, 300), (0, 0, 200))
    await bench.compare(a, small)
    first, second = bench.canvas.pair
    assert bench.canvas.place_of(first) == bench.canvas.place_of(second) == bench.canvas.camera.target


async def test_another_shape_stands_whole_in_the_middle(
    bench: Bench, library: Library, tmp_path: Path, a: Image
) -> None:
    tall = take_in(library, tmp_path, "tall.png", (300, 600), (0, 0, 200))
    await bench.compare(a, tall)
    _, second = bench.canvas.pair
    place, target = bench.canvas.place_of(second), bench.canvas.camera.target
    assert place.height() == target.height()
    assert place.width() == pytest.approx(place.height() / 2)
    assert place.center() == target.center()
    assert bench.pixel(500, 500) == BLUE
    assert bench.pixel(700, 500) not in (BLUE, RED)


async def test_both_zoom_and_pan_as_one(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    at = QPointF(200, 200)
    event = QWheelEvent(
        at, bench.canvas.mapToGlobal(at), QPoint(), QPoint(0, 960), Qt.MouseButton.NoButton, NO,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(bench.canvas, event)
    first, second = bench.canvas.pair
    assert bench.canvas.camera.zoom == pytest.approx(4.0)
    assert bench.canvas.place_of(first) == bench.canvas.place_of(second)
    line, left = bench.canvas.line, bench.canvas.camera.target.left()
    QTest.mousePress(bench.canvas, LEFT, pos=QPoint(200, 200))
    move_over(bench.canvas, QPoint(150, 200), LEFT)
    QTest.mouseRelease(bench.canvas, LEFT, pos=QPoint(150, 200))
    assert bench.canvas.camera.target.left() == left - 50
    assert bench.canvas.line == line
    bench.key(Qt.Key.Key_0, CONTROL)
    assert bench.canvas.camera.mode == "fit"


async def test_the_wheel_over_the_handle_zooms_too(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    at = bench.handle.mapTo(bench.wipe, QPoint(10, 300))
    QTest.wheelEvent(bench.wipe.windowHandle(), QPointF(at), QPoint(0, 120))
    assert bench.canvas.camera.zoom > 1.1
    assert bench.wipe.share == 0.5


async def test_the_difference_is_black_where_they_are_the_same(
    bench: Bench, library: Library, tmp_path: Path, a: Image, b: Image
) -> None:
    await bench.compare(a, b)
    bench.key(Qt.Key.Key_D)
    assert bench.canvas.shows_difference
    assert bench.pixel(424, 300) == QColor(200, 0, 200)
    assert bench.handle.hasFocus() or not bench.wipe.isActiveWindow()
    await bench.compare(a, a)
    assert not bench.canvas.shows_difference  # a new comparison begins with the line
    bench.key(Qt.Key.Key_D)
    assert bench.pixel(424, 300) == QColor("black")
    bench.key(Qt.Key.Key_D)
    assert bench.pixel(300, 500) == RED


async def test_the_way_to_compare_is_chosen_from_two_and_the_keys_stay_with_the_picture(
    bench: Bench, a: Image, b: Image
) -> None:
    await bench.compare(a, b)
    by_line, difference = (bench.wipe.findChild(QAbstractButton, f"compareHow{place}") for place in (0, 1))
    assert by_line is not None
    assert difference is not None
    assert (by_line.text(), difference.text()) == ("Wipe", "Difference")
    assert by_line.isChecked()
    QTest.mouseClick(difference, LEFT)
    assert bench.canvas.shows_difference
    assert QApplication.focusWidget() is bench.handle
    bench.key(Qt.Key.Key_D)
    assert by_line.isChecked()
    assert not bench.canvas.shows_difference
    by_line.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(by_line, Qt.Key.Key_Right)
    assert bench.canvas.shows_difference


async def test_a_file_that_is_gone_leaves_the_other_to_look_at(
    bench: Bench, library: Library, a: Image, b: Image
) -> None:
    library.images.absolute_path(b).unlink()
    bench.wipe.compare(a, b)
    first, second = bench.canvas.pair
    await until(lambda: first.is_whole and second.failure)
    assert bench.pixel(300, 500) == RED
    shown = bench.canvas.grab().toImage()
    assert len({shown.pixelColor(x, y).name() for x in range(450, 820) for y in range(290, 360)}) > 4


async def test_escape_closes_it(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    closed: list[bool] = []
    bench.wipe.closed.connect(lambda: closed.append(True))
    bench.key(Qt.Key.Key_Escape)
    assert closed == [True]


async def test_a_new_comparison_is_shown_whole(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    bench.canvas.zoom_to(5.0)
    bench.handle.move_to(0.9)
    await bench.compare(b, a)
    assert bench.canvas.camera.mode == "fit"
    assert bench.canvas.camera.zoom == pytest.approx(1.0)
    assert bench.wipe.share == 0.5


async def test_every_control_has_a_name(bench: Bench, a: Image, b: Image) -> None:
    await bench.compare(a, b)
    for button in bench.wipe.findChildren(QPushButton):
        assert button.objectName()
        assert button.accessibleName()
