"""The ring: it turns, fills, counts, and stands still where nothing may move."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.ui.theme import Theme
from studio.ui.tokens import tokens_named
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.progress_ring import LARGE, SMALL, ProgressRing, short_time


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(qtbot: QtBot, clock: Clock) -> Callable[..., ProgressRing]:
    def make(theme: str = "dark", contrast: str = "normal", motion: str = "system") -> ProgressRing:
        Theme(QApplication.instance(), theme, contrast, motion).dress()  # type: ignore[arg-type]
        ring = ProgressRing(Ticker(), clock=clock)
        qtbot.addWidget(ring)
        ring.resize(LARGE, LARGE)
        ring.show()
        qtbot.waitExposed(ring)
        return ring

    return make


def _accents(image: QImage, theme: str) -> int:
    accent = QColor(tokens_named(theme).accent)
    return sum(
        image.pixelColor(x, y) == accent for x in range(image.width()) for y in range(image.height())
    )  # whole pixels of the arc


def test_it_fills_as_far_as_is_known(make: Callable[..., ProgressRing]) -> None:
    ring = make()
    drawn = []
    for share in (0.0, 0.3, 0.7, 1.0):
        ring.show_progress(share, 9)
        drawn.append(_accents(ring.grab().toImage(), "dark"))
    assert drawn[0] == 0
    assert drawn == sorted(set(drawn)), "more and more of it"
    ring.show_progress(7.0)
    assert ring.share == 1.0


def test_it_turns_while_nobody_knows(make: Callable[..., ProgressRing], clock: Clock, qtbot: QtBot) -> None:
    ring = make()
    ring.show_progress(seconds=14.9)
    assert ring.text == "14"
    before = ring.grab().toImage()
    clock.now += 0.3
    with qtbot.waitSignal(ring.turned):
        pass
    assert ring.grab().toImage() != before
    ring.hide()
    assert not ring._ticker.runs, "what nobody sees needs no time"


def test_where_nothing_may_move_it_steps_once_a_second(
    make: Callable[..., ProgressRing], clock: Clock, qtbot: QtBot
) -> None:
    ring = make(motion="less")
    ring.show_progress(seconds=3)
    before = ring.grab().toImage()
    clock.now += 0.4
    QApplication.processEvents()  # paint what is asked for already
    assert ring.grab().toImage() == before
    clock.now += 0.7
    with qtbot.waitSignal(ring.turned):
        pass
    assert ring.grab().toImage() != before


def test_a_known_share_needs_no_clock(make: Callable[..., ProgressRing]) -> None:
    ring = make()
    ring.show_progress()
    assert ring._ticker.runs
    ring.show_progress(0.5)
    assert not ring._ticker.runs


@pytest.mark.parametrize("contrast", ["normal", "high"])
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("side", [SMALL, LARGE])
def test_the_number_stays_within_the_ring(
    make: Callable[..., ProgressRing], side: int, theme: str, contrast: str
) -> None:
    ring = make(theme, contrast)
    ring.resize(side, side)
    ring.show_progress(0.0)
    plain = ring.grab().toImage()
    ring.show_progress(0.0, 88)
    told = ring.grab().toImage()
    middle, reach = QPointF(side / 2 - 0.5, side / 2 - 0.5), side / 2 - 4
    changed = [
        (x, y) for x in range(told.width()) for y in range(told.height()) if told.pixel(x, y) != plain.pixel(x, y)
    ]
    assert changed
    assert all((x - middle.x()) ** 2 + (y - middle.y()) ** 2 <= reach**2 for x, y in changed)


def test_figures_do_not_shake_it(make: Callable[..., ProgressRing]) -> None:
    from PySide6.QtGui import QFontMetricsF

    from studio.ui.widgets.progress_ring import number_font

    metrics = QFontMetricsF(number_font(make().font(), 12))
    assert len({metrics.horizontalAdvance(figure * 2) for figure in "0123456789"}) == 1


@pytest.mark.parametrize(("seconds", "said"), [(0, "0"), (59, "59"), (60, "1:00"), (125, "2:05")])
def test_long_times_are_short(seconds: int, said: str) -> None:
    assert short_time(seconds) == said
