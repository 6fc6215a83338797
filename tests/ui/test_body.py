"""How the middle of the window is divided: nothing gets too narrow, and what a person folded stays folded."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.ui.body import Body
from studio.ui.widgets.splitter import Splitter


class Parts:
    def __init__(self, qtbot: QtBot) -> None:
        self.sidebar, self.stage, self.gallery = QWidget(), QWidget(), QWidget()
        self.body = Body(self.sidebar, self.stage, self.gallery)
        qtbot.addWidget(self.body)
        self.told: list[bool] = []
        self.body.folded.connect(lambda: self.told.append(self.body.is_shown(self.gallery)))
        self.body.resize(1440, 600)
        self.body.show()

    @property
    def widths(self) -> list[int]:
        return list(self.body.widths)

    def resize(self, width: int) -> None:
        self.body.resize(width, 600)

    def line(self, name: str) -> Splitter:
        found = self.body.findChild(Splitter, name)
        assert found is not None
        return found

    def drag(self, name: str, by: int) -> None:
        """Draw a line to the right by so many pixels, as the pointer does: its widget moves along under it."""
        line = self.line(name)
        start = line.mapToGlobal(line.rect().center())
        QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
        for share in (0.5, 1):
            QTest.mouseMove(line, line.mapFromGlobal(start + QPoint(round(by * share), 0)))
        QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=line.mapFromGlobal(start + QPoint(by, 0)))


@pytest.fixture
def parts(qtbot: QtBot) -> Parts:
    return Parts(qtbot)


def test_the_stage_takes_what_the_window_gains_and_loses(parts: Parts) -> None:
    assert parts.widths == [224, 1440 - 2 - 224 - 332, 332]
    parts.resize(1200)
    assert parts.widths == [224, 1200 - 2 - 224 - 332, 332]


@pytest.mark.parametrize(("width", "gallery"), [(1600, 332), (2560, 716), (3440, 1068)])
def test_in_a_very_wide_window_the_gallery_takes_of_what_the_thread_cannot_use(
    parts: Parts, width: int, gallery: int
) -> None:
    parts.resize(width)
    assert parts.widths == [224, width - 2 - 224 - gallery, gallery]
    parts.drag("gallerySplitter", gallery - 400)
    assert parts.widths[2] == 400
    parts.resize(3000)
    assert parts.widths[2] == 400  # once somebody has drawn it, it stays as they did


def test_the_gallery_goes_by_itself_in_a_narrow_window_and_comes_back(parts: Parts) -> None:
    parts.resize(900)
    assert parts.widths == [224, 900 - 1 - 224, 0]
    parts.resize(1300)
    assert parts.widths == [224, 1300 - 2 - 224 - 332, 332]
    assert parts.told == [False, True]


def test_what_a_person_folded_does_not_come_back(parts: Parts) -> None:
    parts.body.fold(parts.gallery, shown=False)
    parts.resize(900)
    parts.resize(1440)
    assert parts.widths == [224, 1440 - 1 - 224, 0]


def test_who_wants_the_gallery_in_a_narrow_window_gets_it_and_keeps_it(parts: Parts) -> None:
    parts.resize(900)
    parts.body.fold(parts.gallery, shown=True)
    assert parts.widths == [208, 450, 240]
    parts.resize(920)
    assert parts.body.is_shown(parts.gallery)
    parts.resize(1440)
    assert parts.widths == [224, 1440 - 2 - 224 - 332, 332]
    parts.resize(900)
    assert not parts.body.is_shown(parts.gallery)


def test_wide_sides_give_way_before_the_stage_does(parts: Parts) -> None:
    parts.drag("sidebarSplitter", 176)
    parts.drag("gallerySplitter", -206)
    assert parts.widths == [400, 500, 538]
    parts.resize(1150)
    assert parts.widths == [400, 480, 268]
    parts.resize(1440)
    assert parts.widths == [400, 500, 538]


def test_a_side_is_drawn_no_wider_than_leaves_the_stage_its_room(parts: Parts) -> None:
    parts.drag("sidebarSplitter", 900)
    assert parts.widths == [1440 - 2 - 480 - 332, 480, 332]
    parts.drag("gallerySplitter", -900)
    assert parts.widths[1:] == [480, 332]


def test_drawn_past_half_its_least_width_a_side_folds_and_comes_back_as_wide_as_it_was(parts: Parts) -> None:
    parts.drag("sidebarSplitter", 76)
    parts.drag("sidebarSplitter", -180)
    assert parts.widths[0] == 208
    parts.drag("sidebarSplitter", -120)
    assert parts.widths == [0, 1440 - 1 - 332, 332]
    assert not parts.body.is_shown(parts.sidebar)
    parts.body.fold(parts.sidebar, shown=True)
    assert parts.widths[0] == 208


def test_a_folded_side_is_drawn_open_from_the_edge_or_by_a_double_click(parts: Parts) -> None:
    line = parts.line("gallerySplitter")
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert parts.widths == [224, 1440 - 1 - 224, 0]
    assert line.geometry().right() == 1439
    QTest.mouseDClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert parts.widths[2] == 332
    parts.body.fold(parts.gallery, shown=False)
    parts.drag("gallerySplitter", -260)
    assert parts.widths[2] == 260
    assert parts.told == [False, True, False, True]


def test_a_gallery_that_was_put_away_is_not_folded_by_a_small_pull(parts: Parts) -> None:
    parts.resize(900)
    parts.drag("gallerySplitter", -40)
    parts.resize(1440)
    assert parts.widths[2] == 332
    parts.resize(900)
    parts.drag("gallerySplitter", -200)
    assert parts.widths[2] == 240


def test_lines_are_moved_by_keys_and_told_by_name_and_value(parts: Parts) -> None:
    left, right = parts.line("sidebarSplitter"), parts.line("gallerySplitter")
    assert (left.accessibleName(), right.accessibleName()) == ("Width of the conversations", "Width of the gallery")
    QTest.keyClick(left, Qt.Key.Key_Right)
    QTest.keyClick(right, Qt.Key.Key_Left)
    assert (parts.widths[0], parts.widths[2]) == (240, 348) == (left.value(), right.value())
    QTest.keyClick(left, Qt.Key.Key_Left)
    QTest.keyClick(right, Qt.Key.Key_Right)
    assert (parts.widths[0], parts.widths[2]) == (224, 332)
    QTest.keyClick(right, Qt.Key.Key_Return)
    assert (parts.widths[2], right.value()) == (0, 0)
    QTest.keyClick(right, Qt.Key.Key_Return)
    assert parts.widths[2] == 332


def test_one_part_alone_has_all_the_room_and_leaves_the_others_as_they_were(parts: Parts) -> None:
    parts.drag("sidebarSplitter", 76)
    parts.body.fold(parts.gallery, shown=False)
    before = parts.widths
    parts.body.show_only(parts.gallery)
    assert parts.widths == [0, 0, 1440]
    assert not parts.line("sidebarSplitter").isVisible()
    parts.resize(1200)
    assert parts.widths == [0, 0, 1200]
    parts.body.show_only(parts.stage)
    assert parts.widths == [0, 1200, 0]
    parts.body.show_only(parts.stage, parts.gallery)
    assert parts.widths == [0, 1200 - 1 - 332, 332]
    parts.resize(1440)
    parts.body.show_only()
    assert parts.widths == before
    assert not parts.body.is_shown(parts.gallery)


def test_what_is_remembered_brings_it_back_as_it_was(parts: Parts, qtbot: QtBot) -> None:
    parts.drag("sidebarSplitter", 76)
    parts.body.fold(parts.gallery, shown=False)
    others = Parts(qtbot)
    others.body.restore(parts.body.state())
    assert others.widths == parts.widths == [300, 1440 - 1 - 300, 0]


def test_a_gallery_that_was_put_away_is_remembered_as_shown(parts: Parts, qtbot: QtBot) -> None:
    parts.resize(900)
    others = Parts(qtbot)
    others.body.restore(parts.body.state())
    assert others.widths[2] == 332


@pytest.mark.parametrize(
    "state",
    [
        [], None, 7, {}, {"sidebar": 3, "gallery": []}, {"sidebar": {"sizes": "wide", "open": 1}},
        {"gallery": {"sizes": {"": 10**12}, "open": None}}, {"gallery": {"sizes": {"": -5}}},
    ],
)  # fmt: skip
def test_what_was_remembered_may_be_anything(parts: Parts, state: object) -> None:
    parts.body.restore(state)
    assert parts.widths == [224, 1440 - 2 - 224 - 332, 332]
