"""Five stars that are clicked, or moved along with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from studio.ui.icons import icon
from studio.ui.tokens import tokens_of
from studio.ui.widgets.focus_ring import Ringed, draw_focus_ring

_MOST = 5
_STAR, _STEP, _PAD = 16, 20, 4


class Stars(Ringed, QAbstractSlider):
    """How many stars something has; `valueChanged` tells what a person gives, a second click on the last takes all."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointed: int | None = None
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Rating, in stars"))
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, _MOST)
        self.setPageStep(1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def tell(self, stars: int) -> None:
        """Show how many there are, without asking for it."""
        was_blocked = self.blockSignals(True)
        self.setValue(stars)
        self.blockSignals(was_blocked)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_MOST * _STEP + 2 * _PAD - (_STEP - _STAR), _STAR + 2 * _PAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self._star_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        star = self._star_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and star is not None:
            self.setValue(0 if star == self.value() else star)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # who scrolls past must not rate

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.value() if self._pointed is None else self._pointed
        for number in range(_MOST):
            is_given = number < shown
            drawing = icon("star-filled" if is_given else "star", self.palette(), "text" if is_given else "faint")
            drawing.paint(painter, QRect(_PAD + number * _STEP, _PAD, _STAR, _STAR))
        if self.is_ringed:
            tokens = tokens_of(self.palette())
            draw_focus_ring(painter, QRectF(self.rect()), tokens, tokens.radius_small)
        painter.end()

    def _point(self, star: int | None) -> None:
        if star != self._pointed:
            self._pointed = star
            self.update()

    def _star_at(self, place: QPointF) -> int | None:
        """The star under a place, from 1; None beside them."""
        if not QRectF(self.rect()).contains(place):
            return None
        return max(1, min(int((place.x() - _PAD) // _STEP) + 1, _MOST))
