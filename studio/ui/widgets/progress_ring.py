"""A ring for something under way: it turns, or fills as far as is known, with the seconds as a number in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.tokens import Tokens, tokens_of
from studio.ui.widgets.motion import Ticker, moves

SMALL, LARGE = 32, 40
"""The two sizes, in pixels."""
_TURN_SECONDS = 1.2
_STEPS = 12  # where nothing may move the arc jumps once a second, as the hand of a clock does
_ARC = 100  # degrees
_MINUTE = 60


class ProgressRing(QWidget):
    """Shows one thing under way; `clock` is for tests. It lets every click through to what it lies on."""

    turned = Signal()
    """It was painted anew where it has come to."""

    def __init__(
        self, ticker: Ticker, parent: QWidget | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._ticker = ticker
        self._share: float | None = None
        self._seconds: int | None = None
        self._drawn = -1
        self.setObjectName("progressRing")
        self.setAccessibleName(self.tr("Under way"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ticker.ticked.connect(self._on_tick)

    @property
    def share(self) -> float | None:
        """How much of it is full, from 0 to 1; None when nobody knows."""
        return self._share

    @property
    def text(self) -> str:
        """The number in it."""
        return short_time(self._seconds) if self._seconds is not None else ""

    def show_progress(self, share: float | None = None, seconds: float | None = None) -> None:
        """Fill it as far as is known, else let it turn; with so many seconds in it, gone or left."""
        whole = None if seconds is None else max(0, int(seconds))
        share = None if share is None else min(1.0, max(0.0, share))
        if (share, whole) != (self._share, self._seconds):
            self._share, self._seconds = share, whole
            self.update()
        if self._turns():
            self._ticker.join(self)
        else:
            self._ticker.leave(self)

    def _turns(self) -> bool:
        return self._share is None and self.isVisible()

    def _on_tick(self) -> None:
        if not self._turns() or self.visibleRegion().isEmpty():
            return
        if moves(self) or int(self._clock()) != self._drawn:
            self.update()
            self.turned.emit()

    def showEvent(self, _: object) -> None:
        if self._turns():
            self._ticker.join(self)

    def hideEvent(self, _: object) -> None:
        self._ticker.leave(self)

    def sizeHint(self) -> QSize:
        return QSize(LARGE, LARGE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SMALL, SMALL)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self._clock()
        self._drawn = int(now)
        turned = now % _TURN_SECONDS / _TURN_SECONDS if moves(self) else self._drawn % _STEPS / _STEPS
        paint_ring(painter, QRectF(self.rect()), tokens_of(self.palette()), self._share, turned, self.text)


def paint_ring(painter: QPainter, place: QRectF, tokens: Tokens, share: float | None, turned: float, text: str) -> None:
    """Draw a ring in the middle of a place: full by `share`, or with an arc that has `turned` by a part of a turn."""
    side = min(place.width(), place.height())
    width = 3.0 if side >= LARGE else 2.5
    inner = QRectF(0, 0, side - width - 1, side - width - 1)
    inner.moveCenter(place.center())
    pen = QPen(QColor(tokens.edge), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawEllipse(inner)
    pen.setColor(QColor(tokens.accent))
    painter.setPen(pen)
    if share is None:
        painter.drawArc(inner, round((90 - turned * 360) * 16), -_ARC * 16)
    elif share > 0:
        painter.drawArc(inner, 90 * 16, -round(share * 360 * 16))
    if text:
        painter.setFont(number_font(painter.font(), tokens.small if side >= LARGE else tokens.caption))
        painter.setPen(QColor(tokens.text))
        metrics = QFontMetricsF(painter.font())
        left = place.center().x() - metrics.horizontalAdvance(text) / 2
        painter.drawText(QPointF(left, place.center().y() + metrics.capHeight() / 2), text)


def number_font(font: QFont, size: int) -> QFont:
    """The same font with figures that are all of one width, so that counting does not shake them."""
    figures = QFont(font)
    figures.setPixelSize(size)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures


def short_time(seconds: int) -> str:
    """A time that fits into a ring: "14", "2:05"."""
    return str(seconds) if seconds < _MINUTE else f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"
