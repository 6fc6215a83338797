"""The tree of a conversation as thumbnails: shown, pointed at, clicked, and gone through with the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.keys import OwnKeys
from studio.ui.tokens import tokens_of
from studio.ui.tree.geometry import columns_in, rows_in, square_at
from studio.ui.tree.line_painter import paint_lines
from studio.ui.tree.model import TreeModel
from studio.ui.tree.node_painter import Marks, NodePainter
from studio.ui.tree.placed_tree import PlacedTree
from studio.ui.widgets.focus_ring import shows_ring
from studio.workbench.outline import Outline
from studio.workbench.tree_walk import Move

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.ui.widgets.motion import Ticker

_Index = QModelIndex | QPersistentModelIndex
_MOVES: Mapping[Action, Move] = {
    Action.TREE_PARENT: "parent",
    Action.TREE_ABOVE: "above",
    Action.TREE_BELOW: "below",
    Action.TREE_ROOT: "root",
    Action.TREE_END: "end",
}
_AROUND = 8  # pixels around a square that belong to it: rings, sheets


class TreeView(PlacedTree):
    """Lets people walk through the outline; what else is done with a turn it only says."""

    asked = Signal(object, str)
    """An Action, for the turn with this id."""
    menu_wanted = Signal(str, object)
    """A menu for a turn, at this QPoint of the screen."""
    pointed_at = Signal(object)
    """The pointer is on the turn in this row, or on None."""
    rested = Signal(int)
    """Keys have led to the turn in this row."""
    left = Signal()
    """Something else is done now than looking at a turn."""

    def __init__(
        self,
        outline: Outline,
        model: TreeModel,
        thumbnails: AwaitedThumbnails,
        ticker: Ticker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(outline, model, parent)
        self._painter = NodePainter(thumbnails, self)
        self._ticker = ticker
        self._hovered: int | None = None
        self._is_ringed = False
        self._is_following = False
        self._has_pruned = False  # what is current now was not walked to
        self._lit: frozenset[int] = frozenset()  # the rows of the path
        self.setObjectName("treeView")
        self.setAccessibleName(self.tr("Version tree"))
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        acts: dict[Action, Callable[[], object]] = {Action.TREE_CHILD: self._go_on}
        acts |= {action: partial(self._walk, move) for action, move in _MOVES.items()}
        deeds = (Action.TREE_SHOW, Action.FOLD_TURN, Action.STAR_TURN, Action.PRUNE_TURN)
        more = (Action.COMPARE, Action.AGAIN, Action.EDIT_TURN, Action.BRANCH, Action.FORK)
        OwnKeys(self, acts | {action: partial(self._ask, action) for action in (*deeds, *more)})
        outline.changed.connect(self._on_changed)
        outline.moved.connect(self._on_moved)
        ticker.ticked.connect(self._on_tick)
        self._on_changed()
        self._on_moved()

    # What is shown

    def _on_changed(self) -> None:
        self._point_at(None)
        self.updateGeometries()
        self.viewport().update()

    def _on_moved(self) -> None:
        current, plan = self._outline.current, self._outline.plan
        on_path = (plan.index_of(each) for each in self._outline.path) if plan is not None else ()
        self._lit = frozenset(number for number in on_path if number is not None)
        row = plan.index_of(current.id) if plan is not None and current is not None else None
        index = self._model.index(row) if row is not None else QModelIndex()
        self._is_following = True
        try:
            self.setCurrentIndex(index)
        finally:
            self._is_following = False
        if index.isValid():
            self.scrollTo(index)
        self.viewport().update()
        if index.isValid() and self.hasFocus() and self._hovered is None and not self._has_pruned:
            self.rested.emit(index.row())
        else:
            self.left.emit()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        spot = self._model.spot(current.row())
        if spot is not None and not self._is_following:  # a screen reader has chosen it
            self._outline.go_to(spot.turn.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self.viewport())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        try:
            painter.fillRect(event.rect(), QColor(tokens.surface))
            self._paint(painter, event)
        finally:
            painter.end()  # Qt does not survive one that is left open

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        plan, tokens, offset = self._outline.plan, tokens_of(self.palette()), self._offset()
        if plan is None:
            return
        part = event.rect().translated(offset).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        lit, current, following = self._lit, self.currentIndex().row(), self._model.next
        painter.translate(-offset)
        paint_lines(painter, plan, lit, part, tokens)
        for number in plan.between(*_places(part)):
            spot = plan.spots[number]
            is_current = number == current
            is_focused = is_current and self._is_ringed and self.hasFocus()
            marks = Marks(number in lit, is_current, number == self._hovered, is_focused, spot is following)
            standing = self._model.standing(spot.turn)
            if standing == "working":
                self._ticker.join(self)
            self._painter.paint(painter, square_at(spot.column, spot.row), spot, standing, marks, tokens)

    def _on_tick(self) -> None:
        """Let what is under way turn, as long as any of it is in sight."""
        plan = self._outline.plan
        in_sight = plan.between(*_places(self.part_in_sight())) if plan is not None and self.isVisible() else ()
        working = [number for number in in_sight if self._model.standing(plan.spots[number].turn) == "working"]  # type: ignore[union-attr]
        if not working:
            self._ticker.leave(self)
        for number in working:
            self.viewport().update(self.visualRect(self._model.index(number)))

    # What people do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        spot = self._model.spot(index.row())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self._outline.go_to(spot.turn.id)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._point_at(index.row() if index.isValid() else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self._model.spot(self.indexAt(event.position().toPoint()).row())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.asked.emit(Action.OPEN, spot.turn.id)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        spot = self._model.spot(index.row())
        if spot is not None:
            middle = self.viewport().mapToGlobal(self.visualRect(index).center())
            self._point_at(None)
            self.menu_wanted.emit(spot.turn.id, middle if by_key else event.globalPos())
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go along the tree where there is nothing to scroll up and down."""
        turned = event.angleDelta()
        if turned.x() or self.verticalScrollBar().maximum() or not turned.y():
            super().wheelEvent(event)
            return
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned.y())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = shows_ring(event, self._is_ringed)
        super().focusInEvent(event)
        self.viewport().update()
        if self._is_ringed and self.currentIndex().isValid():
            self.rested.emit(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
        self.viewport().update()

    def _walk(self, move: Move) -> None:
        self._is_ringed = True  # from now on it is gone through by keys, also when a click had given it the focus
        self._has_pruned = False
        self._outline.walk(move)

    def _go_on(self) -> None:
        """Go to the child last visited; what is folded away is unfolded first."""
        current = self._outline.current
        if current is not None and self._outline.is_folded(current):
            self._ask(Action.FOLD_TURN)
        else:
            self._walk("child")

    def _ask(self, action: Action) -> None:
        self._has_pruned = action is Action.PRUNE_TURN
        if (current := self._outline.current) is not None:
            self.asked.emit(action, current.id)

    def _point_at(self, row: int | None) -> None:
        if row == self._hovered:
            return
        for each in (row, self._hovered):
            if each is not None:
                around = self.visualRect(self._model.index(each)).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
                self.viewport().update(around)
        self._hovered = row
        self.pointed_at.emit(row)

    def place_above(self, row: int) -> QPoint:
        """The point of the upper edge that lies above a spot, on the screen."""
        return self.mapToGlobal(QPoint(self.visualRect(self._model.index(row)).center().x(), 0))


def _places(part: QRect) -> tuple[range, range]:
    """The columns and the rows in a part of the tree."""
    return columns_in(part), rows_in(part)
