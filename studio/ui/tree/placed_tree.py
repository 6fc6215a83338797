"""A QListView whose rows stand where a plan has them: what a screen reader knows as a list, to the eye a tree."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from studio.ui.tree.geometry import ACROSS, DOWN, EDGE, PAD, place_at, size_of, square_at
from studio.ui.tree.model import TreeModel
from studio.workbench.outline import Outline

_Index = QModelIndex | QPersistentModelIndex


class PlacedTree(QListView):
    """Knows where each spot is, and scrolls both ways."""

    def __init__(self, outline: Outline, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outline = outline
        self._model = model
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setModel(model)

    @property
    def tree_model(self) -> TreeModel:
        """What stands in the rows."""
        return self._model

    # Where everything is

    def visualRect(self, index: _Index) -> QRect:
        spot = self._model.spot(index.row()) if index.isValid() else None
        return square_at(spot.column, spot.row).translated(-self._offset()) if spot is not None else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        plan, place = self._outline.plan, place_at(point + self._offset())
        row = plan.at(*place) if plan is not None and place is not None else None
        return QModelIndex() if row is None else self._model.index(row)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def scrollTo(
        self, index: _Index, _: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a spot into sight, and something of what stands around it."""
        spot = self._model.spot(index.row()) if index.isValid() else None
        if spot is None:
            return
        wanted, sight = square_at(spot.column, spot.row), self.viewport().size()
        around = (
            (self.horizontalScrollBar(), wanted.left(), wanted.right(), sight.width(), ACROSS + PAD, 1),
            (self.verticalScrollBar(), wanted.top(), wanted.bottom(), sight.height(), EDGE, DOWN),
        )
        for bar, first, last, room, margin, step in around:
            margin = max(0, min(margin, (room - (last - first)) // 2))
            low, high = last + 1 + margin - room, first - margin
            value = max(low, min(bar.value(), high))
            bar.setValue(-(-value // step) * step)  # no row is cut at the top

    def moveCursor(self, _: QAbstractItemView.CursorAction, __: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()  # keys go through the tree, not through the rows

    def part_in_sight(self) -> QRect:
        """What of the tree is in sight."""
        return self.viewport().rect().translated(self._offset())

    # What changes it, and what does not

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for number in range(selection.size()):
            region += self.visualRect(selection.at(number).topLeft())
        return region

    def dataChanged(self, first: _Index, _: _Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, first, list(roles))  # the list's own would lay everything out
        self.viewport().update()

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        plan, sight = self._outline.plan, self.viewport().size()
        size = size_of(plan.columns, plan.rows) if plan is not None and plan.rows else sight
        bars = (
            (self.horizontalScrollBar(), size.width(), sight.width(), ACROSS),
            (self.verticalScrollBar(), size.height(), sight.height(), DOWN),
        )
        for bar, length, room, step in bars:
            bar.setSingleStep(step)
            bar.setPageStep(max(step, room - step))
            bar.setRange(0, max(0, length - room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep where one is in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def keyboardSearch(self, _: str) -> None:
        """Letters are verbs here."""

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalOffset(), self.verticalOffset())
