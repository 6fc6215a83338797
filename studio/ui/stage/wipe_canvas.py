"""Two pictures on one place: one left and one right of a line, or what differs between them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.ui.stage.canvas import Canvas
from studio.ui.stage.notice import Notice
from studio.ui.stage.shown import Shown
from studio.ui.stage.wipe_handle import WIDTH, WipeHandle
from studio.ui.tokens import Tokens, tokens_of

_LABEL = 24
_INSET = 12


class WipeCanvas(Canvas):
    """Paints A left of the handle and B right of it, both as large as the frame of the larger one lets them be."""

    swapped = Signal()
    """A is B now, and B is A."""

    def __init__(self, a: Shown, b: Shown, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wipeCanvas")
        self.setAccessibleName(self.tr("Two pictures compared"))
        self._pair = (a, b)
        self._notice = notice
        self._difference = False
        self._pulling = False
        self.handle = WipeHandle(self)
        self.handle.moved.connect(lambda _: self._place_handle())
        self.handle.pulled.connect(self._pull)
        self.moved.connect(self._place_handle)
        for shown in self._pair:
            shown.changed.connect(lambda: self.look_again(self._frame()))

    @property
    def pair(self) -> tuple[Shown, Shown]:
        """A and B."""
        return self._pair

    @property
    def shows_difference(self) -> bool:
        """Whether what differs is shown, bright on black."""
        return self._difference

    def set_difference(self, difference: bool) -> None:
        """Show what differs, or the two side by side."""
        self._difference = difference
        self.handle.set_idle(difference)  # hidden, it would give the focus away
        self.update()

    def swap(self) -> None:
        """Let A be B, and B be A."""
        self._pair = (self._pair[1], self._pair[0])
        self.update()
        self.swapped.emit()

    def place_of(self, shown: Shown) -> QRectF:
        """Where a picture stands, in device pixels: whole, and centred in the frame of both."""
        target = self.camera.target
        size = shown.size.scaled(target.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(target.center() - QPointF(size.width(), size.height()) / 2, size)

    @property
    def line(self) -> int:
        """The x of the line, in device pixels."""
        seen = self.camera.visible
        return round(seen.left() + seen.width() * self.handle.share)

    def _frame(self) -> QSizeF:
        sizes = [shown.size for shown in self._pair if shown.image is not None] or [QSizeF(1, 1)]
        return max(sizes, key=lambda size: size.width() * size.height())

    # --- painting

    def paint(self, painter: QPainter, view: QRectF) -> None:
        tokens, scale = tokens_of(self.palette()), self.devicePixelRatioF()
        a, b = self._pair
        if self._difference:
            a.paint(painter, self.place_of(a), view, tokens, scale)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            b.paint(painter, self.place_of(b), view, tokens, scale)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            return
        left = QRectF(view.left(), view.top(), self.line, view.height())
        right = QRectF(self.line, view.top(), view.width() - self.line, view.height())
        for shown, half in ((a, left), (b, right)):
            painter.setClipRect(half)
            shown.paint(painter, self.place_of(shown), half, tokens, scale)
            if shown.failure is not None:
                self._complain(painter, half, shown.failure, tokens, scale)
        painter.setClipping(False)
        painter.resetTransform()
        self._paint_labels(painter, tokens)

    def _complain(self, painter: QPainter, half: QRectF, failure: Exception, tokens: Tokens, scale: float) -> None:
        painter.save()
        painter.resetTransform()
        self._notice.paint(painter, QRectF(half.topLeft() / scale, half.size() / scale), failure, tokens)
        painter.restore()

    def _paint_labels(self, painter: QPainter, tokens: Tokens) -> None:
        seen, scale = self.camera.visible, self.devicePixelRatioF()
        left, top, right, line = (each / scale for each in (seen.left(), seen.top(), seen.right(), self.line))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(tokens.body)
        font.setBold(True)
        painter.setFont(font)
        room = _LABEL + 2 * _INSET
        if line - left > room:
            _paint_label(painter, QRectF(left + _INSET, top + _INSET, _LABEL, _LABEL), self.tr("A"), tokens)
        if right - line > room:
            _paint_label(painter, QRectF(right - _INSET - _LABEL, top + _INSET, _LABEL, _LABEL), self.tr("B"), tokens)

    # --- the handle

    def _place_handle(self) -> None:
        seen, scale = self.camera.visible, self.devicePixelRatioF()
        x = self.line / scale
        self.handle.setGeometry(round(x - WIDTH / 2), round(seen.top() / scale), WIDTH, round(seen.height() / scale))
        self.update()

    def _pull(self, x: float) -> None:
        seen = self.camera.visible
        if seen.width() > 0:
            self.handle.move_to((x * self.devicePixelRatioF() - seen.left()) / seen.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_handle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # With all of it in view there is nothing to pan, so the line comes to the pointer wherever that is.
        if event.button() == Qt.MouseButton.LeftButton and not self.camera.can_pan and not self._difference:
            self._pulling = True
            self._pull(event.position().x())
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pulling:
            self._pull(event.position().x())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pulling = False
        super().mouseReleaseEvent(event)


def _paint_label(painter: QPainter, place: QRectF, text: str, tokens: Tokens) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.surface))
    painter.drawRoundedRect(place, tokens.radius, tokens.radius)
    painter.setPen(QColor(tokens.text))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
