"""A button from which a picture can be dragged to another program, however far it is zoomed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.drag_out import DragOut
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.library.records import Image


class DragHandle(Button):
    """Drags what `selection` returns; only for the pointer, the keyboard copies."""

    def __init__(self, drag_out: DragOut, selection: Callable[[], tuple[Image, ...]], parent: QWidget) -> None:
        super().__init__("dragHandle", role="icon", drawing="drag", parent=parent)
        self._drag_out = drag_out
        self._selection = selection
        self._pressed: QPoint | None = None
        self.setText(self.tr("Drag this image to another program"))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._drag_out.prepare(self._selection())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = event.position().toPoint() - (self._pressed or event.position().toPoint())
        if self._pressed is not None and moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.setDown(False)
            self._drag_out.start_drag(self, self._selection())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)
