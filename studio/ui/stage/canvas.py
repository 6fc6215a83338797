"""A surface on which pictures are looked at: it zooms to the pointer, pans, and lets a picture be dragged away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.stage.camera import Camera
from studio.ui.tokens import tokens_of

_MARGIN = 24
_NOTCHES_TO_DOUBLE = 4
_DRAGS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Canvas(QWidget):
    """What pictures are painted on; subclasses say how, in device pixels."""

    moved = Signal()
    """The zoom or the place has changed."""
    dragged = Signal()
    """A picture is being dragged out of here: the button is down and the pointer has moved."""
    grabbed = Signal()
    """The button went down where a drag could begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self._pressed: QPointF | None = None
        self._panning: QPointF | None = None
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # --- what subclasses do

    def paint(self, painter: QPainter, view: QRectF) -> None:
        """Paint what is shown; the painter counts device pixels and `view` is all of the surface."""
        raise NotImplementedError

    # --- zooming, for keys and buttons

    def step(self, direction: int) -> None:
        """Zoom one step in (1) or out (-1), about the middle."""
        self.camera.step(direction)
        self._has_moved()

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom; `at` is a point of the widget that stays under the pointer."""
        self.camera.zoom_to(zoom, None if at is None else at * self.devicePixelRatioF())
        self._has_moved()

    def fit(self) -> None:
        """Show all of it."""
        self.camera.fit()
        self._has_moved()

    def fill(self) -> None:
        """Fill the surface."""
        self.camera.fill()
        self._has_moved()

    def pan(self, x: float, y: float) -> None:
        """Move the picture by layout pixels."""
        self.camera.pan(QPointF(x, y) * self.devicePixelRatioF())
        self._has_moved()

    def look_again(self, size: QSizeF) -> None:
        """What is shown has changed, and has this size in pixels."""
        self.camera.set_picture(size)
        self._has_moved()

    def _has_moved(self) -> None:
        self._show_cursor()
        self.update()
        self.moved.emit()

    # --- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(tokens_of(self.palette()).bg))
        scale = self.devicePixelRatioF()
        painter.scale(1 / scale, 1 / scale)
        self.paint(painter, QRectF(QPointF(), QSizeF(self.size()) * scale))
        painter.end()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._measure()

    def showEvent(self, _: QShowEvent) -> None:
        self._measure()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.camera.zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def _measure(self) -> None:
        scale = self.devicePixelRatioF()
        view = QSizeF(self.size()) * scale
        self.camera.set_view(QSizeF(max(1.0, view.width()), max(1.0, view.height())), scale, _MARGIN * scale)
        self._has_moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        by_fingers = event.phase() != Qt.ScrollPhase.NoScrollPhase
        turned = event.angleDelta()
        if by_fingers and self.camera.can_pan and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            by = turned if event.pixelDelta().isNull() else event.pixelDelta()
            self.pan(by.x(), by.y())
        elif turned.y():
            factor = 2 ** (turned.y() / 120 / _NOTCHES_TO_DOUBLE)
            self.zoom_to(self.camera.zoom * factor, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton and self.camera.can_pan:
            self._panning = event.position()
        elif event.button() == Qt.MouseButton.LeftButton:
            if self.camera.can_pan and not event.modifiers() & _DRAGS:
                self._panning = event.position()
            elif self._is_on_picture(event.position()):
                self._pressed = event.position()
                self.grabbed.emit()
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning is not None:
            by = event.position() - self._panning
            self._panning = event.position()
            self.pan(by.x(), by.y())
        elif self._pressed is not None and _is_far(event.position() - self._pressed):
            self._pressed = None
            self.dragged.emit()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._panning = self._pressed = None
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle(event.position())

    def toggle(self, at: QPointF | None = None) -> None:
        """Go from all of it to 100 % about a point, and back."""
        if self.camera.mode == "fit":
            self.zoom_to(1.0, at)
        else:
            self.fit()

    def _is_on_picture(self, at: QPointF) -> bool:
        return self.camera.target.contains(at * self.devicePixelRatioF())

    def _show_cursor(self) -> None:
        if self._panning is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.camera.can_pan:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()


def _is_far(way: QPointF) -> bool:
    return QPoint(round(way.x()), round(way.y())).manhattanLength() >= QApplication.startDragDistance()
