"""A QListView whose places are told by a formula instead of being laid out one by one.

Qt's own layout goes through all items with every change of the size, and again with every thumbnail that arrives; at
100,000 images that is felt. Here nothing depends on how many there are, and what comes in front moves nothing in sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QAbstractItemModel, QItemSelection, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from studio.ui.gallery.grid import Grid

_Index = QModelIndex | QPersistentModelIndex
_Action = QAbstractItemView.CursorAction
_MOVES = {
    _Action.MoveLeft: Qt.Key.Key_Left,
    _Action.MovePrevious: Qt.Key.Key_Left,
    _Action.MoveRight: Qt.Key.Key_Right,
    _Action.MoveNext: Qt.Key.Key_Right,
    _Action.MoveUp: Qt.Key.Key_Up,
    _Action.MoveDown: Qt.Key.Key_Down,
    _Action.MovePageUp: Qt.Key.Key_PageUp,
    _Action.MovePageDown: Qt.Key.Key_PageDown,
    _Action.MoveHome: Qt.Key.Key_Home,
    _Action.MoveEnd: Qt.Key.Key_End,
}


class PlacedView(QListView):
    """Squares of about `side` pixels in as many columns as there is room for, of a flat model set once."""

    def __init__(self, model: QAbstractItemModel, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._side = side
        self._grid = Grid.fitted(0, side, 0)
        self._anchor: tuple[QPersistentModelIndex, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setModel(model)
        model.rowsAboutToBeInserted.connect(self._drop_anchor)
        model.rowsAboutToBeRemoved.connect(self._drop_anchor)
        model.rowsInserted.connect(self._return_to_anchor)
        model.rowsRemoved.connect(self._return_to_anchor)

    def rows_in_sight(self) -> range:
        """The rows of all lines that are in sight, also in part."""
        return self._grid.lines_in(self._sight())

    # Where everything is

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self._grid.slot_of(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        row = self._grid.row_at(point + QPoint(0, self.verticalOffset()))
        return QModelIndex() if row is None else self._model.index(row, 0)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        slot, sight, bar = self._grid.slot_of(index.row()), self._sight(), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(slot.center().y() - sight.height() // 2)
        elif slot.top() < sight.top() or hint == QAbstractItemView.ScrollHint.PositionAtTop:
            bar.setValue(slot.top())
        elif slot.bottom() > sight.bottom() or hint == QAbstractItemView.ScrollHint.PositionAtBottom:
            bar.setValue(slot.bottom() - sight.height() + 1)

    def moveCursor(self, action: _Action, _: Qt.KeyboardModifier) -> QModelIndex:
        current = self.currentIndex()
        if not self._grid.total:
            return QModelIndex()
        if not current.isValid():
            return self._model.index(self.rows_in_sight().start, 0)
        row = self._grid.row_from(current.row(), _MOVES[action], self.viewport().height())
        return self._model.index(row, 0)

    # What changes it, and what does not

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Return what is in sight of the lines from the first to the last of each run."""
        region, sight = QRegion(), self.viewport().rect()
        for first, last in runs_of(selection):
            lines = self._lines(first, last) & sight
            if not lines.isEmpty():
                region += lines
        return region

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, first, list(roles))  # the list's own would lay everything out
        self.viewport().update(self._lines(first.row(), last.row()) & self.viewport().rect())

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        self._grid = Grid.fitted(self.width(), self._side, self._model.rowCount())
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(max(1, self._grid.slot // 2))
        bar.setPageStep(max(1, height - self._grid.slot // 2))
        bar.setRange(0, max(0, self._grid.height - height))

    def scrollContentsBy(self, _: int, dy: int) -> None:
        self.viewport().scroll(0, dy)

    def reset(self) -> None:
        super().reset()
        self.updateGeometries()
        self.verticalScrollBar().setValue(0)

    # What stays in its place while others come and go

    def _drop_anchor(self) -> None:
        """Remember what is at the top; at the very top, what comes in front is to be seen."""
        top = self.rows_in_sight().start
        if self._anchor is None and self.verticalOffset() > 0:
            shift = self.verticalOffset() - self._grid.slot_of(top).top()
            self._anchor = QPersistentModelIndex(self._model.index(top, 0)), shift

    def _return_to_anchor(self) -> None:
        self.updateGeometries()
        if self._anchor is not None:
            (index, shift), self._anchor = self._anchor, None
            if index.isValid():
                self.verticalScrollBar().setValue(self._grid.slot_of(index.row()).top() + shift)
        self.viewport().update()

    def _sight(self) -> QRect:
        return self.viewport().rect().translated(0, self.verticalOffset())

    def _lines(self, first: int, last: int) -> QRect:
        """The lines from one row to another, on the viewport."""
        top, bottom = self._grid.slot_of(first).top(), self._grid.slot_of(last).bottom()
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), bottom - top + 1)


def runs_of(selection: QItemSelection) -> Iterator[tuple[int, int]]:
    """The first and the last row of each run that is selected."""
    for number in range(selection.size()):
        run = selection.at(number)
        yield run.top(), run.bottom()
