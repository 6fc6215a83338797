"""A chip with a picture, a text and a way to take it out."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.widgets.chip import HEIGHT, Chip
from tests.ui.widgets.looking import colours_in

LEFT = Qt.MouseButton.LeftButton


class TealChip(Chip):
    """With a picture, once it is ready."""

    def _pixmap(self) -> QPixmap | None:
        pixmap = QPixmap(48, 32)
        pixmap.fill(QColor("#008080"))
        return pixmap if self.state == "ready" else None


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme) -> Chip:
    chip = TealChip("chip")
    chip.setText("@logo")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    chip.show()
    chip.activateWindow()
    qtbot.waitUntil(chip.isActiveWindow)
    return chip


def heard(chip: Chip) -> list[object]:
    said: list[object] = []
    chip.remove_wanted.connect(lambda: said.append("remove"))
    chip.menu_wanted.connect(lambda: said.append("menu"))
    chip.step_wanted.connect(said.append)
    chip.dropped.connect(lambda _: said.append("dropped"))
    return said


def test_each_state_is_seen(chip: Chip, theme: Theme) -> None:
    assert colours_in(chip)["#008080"] > 300
    chip.set_state("preparing")
    preparing = colours_in(chip)
    assert "#008080" not in preparing
    assert theme.tokens.accent in preparing, "its ring"
    chip.set_state("failed")
    failed = colours_in(chip)
    assert failed[theme.tokens.bad] > 2 * chip.width(), "its frame"


def test_keys_and_clicks(chip: Chip) -> None:
    said = heard(chip)
    QTest.keyClick(chip, Qt.Key.Key_Left)
    QTest.keyClick(chip, Qt.Key.Key_Right)
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    QTest.mouseClick(chip, LEFT)
    QTest.mouseClick(chip.close_button, LEFT)
    assert said == [-1, 1, "remove", "menu", "menu", "remove"]


def test_from_right_to_left_it_is_mirrored(chip: Chip) -> None:
    said = heard(chip)
    right = chip.close_button.x()
    chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    chip.resize(chip.width() + 1, chip.height())
    assert chip.close_button.x() < right
    QTest.keyClick(chip, Qt.Key.Key_Left)
    assert said == [1]
    image = chip.grab().toImage()
    assert image.pixelColor(chip.width() - 16, HEIGHT // 2).name() == "#008080"


def test_it_can_be_pulled(chip: Chip) -> None:
    said = heard(chip)
    far = QApplication.startDragDistance() + 4
    QTest.mousePress(chip, LEFT, pos=QPoint(40, 10))
    QTest.mouseMove(chip, QPoint(40 + far, 10))
    QTest.mouseMove(chip, QPoint(44 + far, 10))
    QTest.mouseRelease(chip, LEFT, pos=QPoint(44 + far, 10))
    assert said == ["dropped"], "no click"


def test_the_focus_is_a_ring(chip: Chip, theme: Theme) -> None:
    chip.clearFocus()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    image = chip.grab().toImage()
    line = [image.pixelColor(x, 16).name() for x in range(3)]
    assert line[:2] == [theme.tokens.accent] * 2 != line[1:]
    chip.clearFocus()
    QTest.mouseClick(chip, LEFT)
    assert chip.hasFocus()
    assert chip.grab().toImage().pixelColor(0, 16).name() != theme.tokens.accent, "a click was seen"


def test_long_names_are_cut(chip: Chip) -> None:
    chip.setText("a name that is far too long to be shown in whole and goes on and on.png")
    assert chip.sizeHint().width() < 280
