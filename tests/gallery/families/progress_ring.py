"""The ring of what is under way."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.progress_ring import LARGE, SMALL, ProgressRing
from tests.gallery.cell import Cell, Family, Row


def _ring(side: int, share: float | None, seconds: float | None) -> QWidget:
    ticker = Ticker()
    ring = ProgressRing(ticker, clock=lambda: 1.0)
    ticker.setParent(ring)
    ring.setFixedSize(QSize(side, side))
    ring.show_progress(share, seconds)
    return ring


def _row(title: str, side: int) -> Row:
    cells = (
        ("nobody knows", None, None),
        ("seconds gone", None, 14.0),
        ("minutes gone", None, 125.0),
        ("begun", 0.0, 3.0),
        ("part of it", 0.4, 18.0),
        ("all of it", 1.0, 22.0),
    )
    return Row(title, [Cell(label, partial(_ring, side, share, seconds)) for label, share, seconds in cells])


FAMILY = Family("Progress ring", ["progress_ring"], lambda: [_row("Large", LARGE), _row("Small", SMALL)])
