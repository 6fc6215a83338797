"""Squares that can be selected, hovered over and gone through with the keys."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget

from studio.ui.gallery.grid import picture_in
from studio.ui.gallery.placed_view import PlacedView, runs_of
from studio.ui.tokens import tokens_of


class Marks(NamedTuple):
    """What is to be seen of a picture's state; `is_active` is the window's."""

    is_selected: bool
    is_hovered: bool
    is_marked: bool
    is_active: bool


class GridView(PlacedView):
    """Paints each square with what is to be seen of its state, and selects with keys, clicks and a frame."""

    def __init__(self, model: QAbstractItemModel, side: int, parent: QWidget | None = None) -> None:
        super().__init__(model, side, parent)
        self._hovered: int | None = None
        self._band = QRect()
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        # A style sheet makes it see-through, and what is see-through is painted anew as a whole when it is scrolled.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.viewportEntered.connect(lambda: self._hover(None))

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """A frame drawn with the pointer takes what it touches; all else is a run from its first to its last corner."""
        shift = QPoint(0, self.verticalOffset())
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self.viewport().update(self._band.united(rect).adjusted(-1, -1, 1, 1))
            self._band = rect
            runs = self._grid.runs_in(rect.translated(shift))
        else:
            ends = [self._grid.row_at(point + shift) for point in (rect.topLeft(), rect.bottomRight())]
            rows = sorted(row for row in ends if row is not None)
            runs = [(rows[0], rows[-1])] if rows else []
        selection = QItemSelection()
        for first, last in runs:
            selection.select(self._model.index(first, 0), self._model.index(last, 0))
        self.selectionModel().select(selection, command)

    def reset(self) -> None:
        self._hovered = None
        super().reset()

    def keyboardSearch(self, _: str) -> None:
        """Letters are verbs here, and going through all prompts for one would take its time."""

    # What is painted

    def paint_cell(self, painter: QPainter, rect: QRectF, row: int, marks: Marks) -> None:
        """Paint one picture into its square: what a subclass is for."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        try:
            painter.fillRect(event.rect(), QColor(tokens_of(self.palette()).surface))
            self._paint(painter, event.region())
            if not self._band.isNull():
                self._paint_band(painter)
        finally:
            painter.end()  # Qt does not survive one that is left open

    def _paint(self, painter: QPainter, region: QRegion) -> None:
        offset, active = self.verticalOffset(), self.isActiveWindow()
        rows = self._grid.lines_in(region.boundingRect().translated(0, offset))
        selected, marked = self._selected_among(rows), self._marked()
        for row in rows:
            slot = self._grid.slot_of(row).translated(0, -offset)
            if region.intersects(slot):
                marks = Marks(row in selected, row == self._hovered, row == marked, active)
                self.paint_cell(painter, QRectF(picture_in(slot)), row, marks)

    def _selected_among(self, rows: range) -> set[int]:
        runs = runs_of(self.selectionModel().selection())
        return {row for first, last in runs for row in range(max(first, rows.start), min(last + 1, rows.stop))}

    def _marked(self) -> int:
        """The row from which the keys go on; none while it alone is selected, which says as much."""
        current = self.currentIndex().row()
        alone = list(runs_of(self.selectionModel().selection())) == [(current, current)]
        return current if self.hasFocus() and not alone else -1

    def _paint_band(self, painter: QPainter) -> None:
        accent = QColor(tokens_of(self.palette()).accent)
        painter.setPen(accent)
        accent.setAlpha(40)
        painter.setBrush(accent)
        painter.drawRect(self._band.adjusted(0, 0, -1, -1))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self._band.isNull():
            self._band = QRect()
            self.viewport().update()

    def _hover(self, row: int | None) -> None:
        for each in (self._hovered, row):
            if each is not None:
                self.viewport().update(self._grid.slot_of(each).translated(0, -self.verticalOffset()))
        self._hovered = row
