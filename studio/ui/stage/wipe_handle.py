"""The line between two pictures, and what it is held by."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from studio.ui.tokens import tokens_of

WIDTH = 36
_KNOB = 32


class WipeHandle(QAbstractSlider):
    """A slider from 0 to 100 % of what is seen of the pictures; being one, a screen reader can read and move it."""

    moved = Signal(float)
    """Where it is, from 0 to 1."""
    pulled = Signal(float)
    """The pointer pulls it to this x of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._share = 0.5
        self._grip = 0.0
        self._idle = False
        self.setObjectName("wipeHandle")
        self.setAccessibleName(self.tr("Wipe between A and B"))
        self.setRange(0, 100)
        self.setValue(50)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.valueChanged.connect(self._on_value)

    @property
    def share(self) -> float:
        """Where it is, from 0 (only B is seen) to 1 (only A is)."""
        return self._share

    def move_to(self, share: float) -> None:
        """Go there."""
        self._share = min(1.0, max(0.0, share))
        self.setValue(round(self._share * 100))
        self.moved.emit(self._share)

    def set_idle(self, idle: bool) -> None:
        """Be there for the keyboard only: nothing is drawn, and the pointer goes through."""
        self._idle = idle
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, idle)
        self.update()

    def _on_value(self, value: int) -> None:
        if value != round(self._share * 100):  # it came from a screen reader
            self._share = value / 100
            self.moved.emit(self._share)

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._idle:
            return
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.width() / 2
        shade = QColor(tokens.bg)
        shade.setAlphaF(0.6)
        for width, colour in ((4.0, shade), (2.0, QColor(tokens.text))):
            painter.fillRect(QRectF(middle - width / 2, 0, width, self.height()), colour)
        centre = QPointF(middle, self.height() / 2)
        painter.setBrush(QColor(tokens.surface))
        painter.setPen(QPen(QColor(tokens.accent if self.hasFocus() else tokens.border), 2 if self.hasFocus() else 1))
        painter.drawEllipse(centre, _KNOB / 2 - 1, _KNOB / 2 - 1)
        pen = QPen(QColor(tokens.text), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for side in (-1, 1):
            tip = centre + QPointF(side * 8, 0)
            painter.drawPolyline([tip + QPointF(-side * 4, -4), tip, tip + QPointF(-side * 4, 4)])
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().x() - self.width() / 2
        self.setSliderDown(True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.pulled.emit(self.mapToParent(event.position()).x() - self._grip)

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it zooms, as everywhere on the canvas

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # all keys of the comparison are in one place

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
