"""How the middle of the window is divided: nothing gets too narrow, and what a person folded stays folded."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.body import Body


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
        QApplication.processEvents()  # a splitter looks at its handles later
        return self.body.sizes()

    def resize(self, width: int) -> None:
        self.body.resize(width, 600)


@pytest.fixture
def parts(qtbot: QtBot) -> Parts:
    return Parts(qtbot)


def test_the_stage_takes_what_the_window_gains_and_loses(parts: Parts) -> None:
    assert parts.widths == [224, 1440 - 2 - 224 - 332, 332]
    parts.resize(1200)
    assert parts.widths == [224, 1200 - 2 - 224 - 332, 332]
    parts.resize(2560)
    assert parts.widths == [224, 2560 - 2 - 224 - 332, 332]


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
    parts.body.divide([400, 500, 538])
    parts.resize(1150)
    assert parts.widths == [400, 480, 268]
    parts.resize(1440)
    assert parts.widths == [400, 500, 538]


def test_a_gallery_that_was_put_away_is_remembered_as_wide_as_it_was(parts: Parts) -> None:
    parts.resize(900)
    assert parts.body.division()[2] == 332
    parts.body.fold(parts.gallery, shown=True)
    parts.body.fold(parts.gallery, shown=False)
    assert parts.body.division()[2] == 0


@pytest.mark.parametrize("sizes", [[], [1, 2], ["a", 2, 3], None, [0, 1438, 0]])
def test_what_was_remembered_may_be_anything(parts: Parts, sizes: object) -> None:
    parts.body.divide(sizes)
    assert sum(parts.widths) == 1438
    assert parts.body.is_shown(parts.sidebar) == (sizes != [0, 1438, 0])


def test_a_side_that_was_drawn_shut_comes_back_as_wide_as_at_first(parts: Parts) -> None:
    parts.body.divide([0, 1106, 332])
    assert not parts.body.is_shown(parts.sidebar)
    parts.body.fold(parts.sidebar, shown=True)
    assert parts.widths == [224, 1440 - 2 - 224 - 332, 332]
