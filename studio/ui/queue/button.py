"""How much is under way, in the row at the top: a ring that turns and a few words, and nothing when nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.keys import tip_of
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.turning_ring import draw_turning_ring

if TYPE_CHECKING:
    from studio.ui.widgets.button_look import Look


class QueueButton(Button):
    """Opens the list of what is under way; it says less where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("queueButton", "", "clock", "quiet", parent)
        self._turns = False
        self._skips = False
        self._long = self._short = ""
        self._ticks = Ticker(self)
        self._ticks.ticked.connect(self._on_tick)
        self.setToolTip(tip_of(Action.SHOW_QUEUE))
        self.hide()

    def show_summary(self, long: str, short: str, *, turns: bool, is_paused: bool) -> None:
        """Say how much there is; the ring turns while anything does, a paused queue has its own sign."""
        self._long, self._short = long, short
        self._turns = turns and not is_paused
        self.set_drawing("pause" if is_paused else "clock", "warn" if is_paused else None)
        self.setText(long)
        self.setAccessibleName(long)
        self.setVisible(bool(long))
        if self._turns:
            self._ticks.join(self)
        else:
            self._ticks.leave(self)

    def fold(self, folded: bool) -> None:
        """Say it in a figure only; what is read aloud stays whole."""
        text = self._short if folded else self._long
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(self._long)

    def _on_tick(self) -> None:
        """Turn at half the pace of what is looked at: it is small, and in the corner of the eye."""
        self._skips = not self._skips
        if not self._skips:
            self.update()

    def _draw_drawing(self, painter: QPainter, place: QRect, look: Look) -> None:
        if not self._turns:
            super()._draw_drawing(painter, place, look)
            return
        square = QRectF(0, 0, 14, 14)
        square.moveCenter(QRectF(place).center())
        draw_turning_ring(painter, square, tokens_of(self.palette()).accent, self)
