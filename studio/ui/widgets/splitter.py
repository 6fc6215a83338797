"""The line between two parts of the window: thin to the eye, wide to the pointer, and drawn by keys as well."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.crisp import on_pixels

LINE = 1
"""Pixels of the line, which is all the room it takes."""
ZONE = 7
"""Pixels in which it can be grabbed, the line in their middle."""

_LIT = 3  # pixels of the line while it is pointed at, drawn or has the focus
_STEP, _PAGE = 16, 96
_FOLDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Splitter(QAbstractSlider):
    """Says how large a panel is wanted; its value is how large it is, so that a screen reader can tell and set it.

    `orientation` is the way the line moves, `grows` whether the panel grows with it (1) or against it (-1).
    """

    fold_wanted = Signal()
    """The panel is to be folded away, or to come back."""

    def __init__(self, name: str, words: str, orientation: Qt.Orientation, grows: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._grows = grows
        self._grabbed: tuple[QPointF, int] | None = None
        self._is_folded = False
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(self.tr("Drag to resize, double-click to fold"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where one types
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSingleStep(_STEP)
        self.setPageStep(_PAGE)
        self.turn(orientation)

    def turn(self, orientation: Qt.Orientation) -> None:
        """Move the other way: across the window or up and down."""
        across = orientation == Qt.Orientation.Horizontal
        self.setOrientation(orientation)
        # A slider grows to the right and upwards, so a panel above the line is the odd one up and down.
        self.setInvertedControls((self._grows < 0) == across)
        self.setCursor(Qt.CursorShape.SplitHCursor if across else Qt.CursorShape.SplitVCursor)

    def lie(self, line: int, end: int) -> None:
        """Lie at a line of the parent, within it as a whole: across from its top or left edge to `end`."""
        parent = self.parentWidget()
        assert parent is not None
        across = self.orientation() == Qt.Orientation.Horizontal
        room = parent.width() if across else parent.height()
        start = max(0, min(line - ZONE // 2, room - ZONE)) if self._is_folded else line - ZONE // 2
        self.setGeometry(QRect(start, 0, ZONE, end) if across else QRect(0, start, end, ZONE))
        self.raise_()

    def tell(self, extent: int, most: int, *, folded: bool) -> None:
        """Show how large the panel is and may become, without asking for it."""
        was_blocked = self.blockSignals(True)
        self.setRange(0, max(most, extent))
        self.setValue(extent)
        self.blockSignals(was_blocked)
        if folded != self._is_folded:
            self._is_folded = folded
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.globalPosition(), self.value()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        start, extent = self._grabbed
        way = event.globalPosition() - start
        along = way.x() if self.orientation() == Qt.Orientation.Horizontal else way.y()
        self.setValue(extent + self._grows * round(along))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = None
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = None
            self.fold_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _FOLDS and not event.modifiers():
            self.fold_wanted.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # whoever scrolls means what lies beside the line

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            self.update()
        return super().event(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        if self._grabbed is not None or self.hasFocus():
            self._paint_line(tokens.accent, _LIT)
        elif self.underMouse():
            self._paint_line(tokens.border, _LIT)
        elif not self._is_folded:
            self._paint_line(tokens.line, LINE)

    def _paint_line(self, colour: str, width: int) -> None:
        painter = QPainter(self)
        middle = (ZONE - width) / 2
        if self.orientation() == Qt.Orientation.Horizontal:
            line = QRectF(middle, 0, width, self.height())
        else:
            line = QRectF(0, middle, self.width(), width)
        painter.fillRect(on_pixels(painter, line), QColor(colour))
        painter.end()
