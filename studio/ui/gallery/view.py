"""The pictures of the gallery: sizes, thumbnails as they come, keys of its own, dragging, the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from studio.ui.actions import Action
from studio.ui.gallery.delegate import PictureDelegate, SaysWhen
from studio.ui.gallery.grid_view import GridView, Marks
from studio.ui.gallery.placed_view import runs_of
from studio.ui.keys import OwnKeys
from studio.ui.tokens import tokens_of
from studio.workbench.gallery import GalleryModel
from studio.workbench.thumbnails import Thumbnails

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from studio.library.records import Image

SIDES = (64, 80, 98, 128, 160, 208, 256)
"""How large the pictures can be, in pixels of their square; what is left of the width is shared out among them."""
DEFAULT_SIDE = 98

_SETTLED = 120  # milliseconds without scrolling after which what went out of sight need not be made
_SELECTION_SETTLED = 60
_WHEEL_NOTCH = 120


class GalleryView(GridView):
    """All pictures of the gallery, several of which can be selected."""

    pressed_on_pictures = Signal()
    """The button went down on what is selected: it may be dragged."""
    drag_wanted = Signal()
    """What is selected is being dragged."""
    menu_wanted = Signal(object)
    """A menu for what is selected, at this QPoint of the screen."""
    side_changed = Signal(int)
    """The pictures are of another size."""
    selection_settled = Signal()
    """Other pictures are selected, and it was left at that for a moment."""

    def __init__(
        self, model: GalleryModel, thumbnails: Thumbnails, words: SaysWhen, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, DEFAULT_SIDE, parent)
        self._gallery = model
        self._thumbnails = thumbnails
        self._ready: set[str] = set()
        self._tokens = tokens_of(self.palette())
        self._had_selection = False
        self._gone: list[str] = []  # what was selected when some of it went, to be selected again should it come back
        self._stand_in = ""  # what was selected in its place
        self._turned = 0  # of the wheel, in eighths of a degree, short of a step
        self._delegate = PictureDelegate(thumbnails, words, self)
        self.setItemDelegate(self._delegate)
        OwnKeys(
            self,
            {
                Action.LARGER_PICTURES: lambda: self.step_side(1),
                Action.SMALLER_PICTURES: lambda: self.step_side(-1),
            },
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._repaint = QTimer(self, singleShot=True, interval=0)
        self._repaint.timeout.connect(self._repaint_ready)
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._cancel_out_of_sight)
        self._chosen = QTimer(self, singleShot=True, interval=_SELECTION_SETTLED)
        self._chosen.timeout.connect(self._hold_selected)
        self.selectionModel().selectionChanged.connect(self._chosen.start)
        model.modelReset.connect(self._chosen.start)  # nothing is selected then, and nothing told
        thumbnails.ready.connect(self._on_ready)
        model.modelReset.connect(self._delegate.awaited.clear)
        model.rowsRemoved.connect(self._select_next)
        model.rowsInserted.connect(self._select_again)

    # What is selected

    def selected_images(self) -> tuple[Image, ...]:
        """What is selected, newest first; nothing while rows of a selection beyond what was seen are being read."""
        rows = self._selected_rows()
        images = self._gallery.images(rows)
        if images is None:
            self._gallery.hold(rows)
        return images or ()

    def _hold_selected(self) -> None:
        self._gallery.hold(self._selected_rows())
        self.selection_settled.emit()

    def _selected_rows(self) -> list[int]:
        runs = runs_of(self.selectionModel().selection())
        return sorted(row for first, last in runs for row in range(first, last + 1))

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, first: int, last: int) -> None:
        # A signal would come too late: by then nothing that goes is selected any more.
        self._had_selection = self.selectionModel().hasSelection()
        self._note_going(first, last)
        super().rowsAboutToBeRemoved(parent, first, last)

    def _note_going(self, first: int, last: int) -> None:
        """Note what is selected before some of it goes, be it in one run of rows or in one after the other."""
        rows = self._selected_rows()
        if not any(first <= row <= last for row in rows):
            return
        selected = [self._gallery.id_at(row) for row in rows]
        others = [each for each in self._gone if each not in selected]
        is_rest = len(others) + len(selected) == len(self._gone)
        if not is_rest or any(self._gallery.row_of(each) is not None for each in others):
            self._gone = selected
        self._stand_in = ""

    def _select_next(self, _: QModelIndex, first: int) -> None:
        """After what was selected is gone, select what stands in its place."""
        if self._had_selection and not self.selectionModel().hasSelection() and self._gallery.count:
            row = min(first, self._gallery.count - 1)
            self._stand_in = self._gallery.id_at(row)
            self.setCurrentIndex(self._gallery.index(row))

    def _select_again(self) -> None:
        """What was selected when it went and has come back is selected again, unless one has gone on to others."""
        rows = [self._gallery.row_of(each) for each in self._gone]
        selected = [self._gallery.id_at(row) for row in self._selected_rows()]
        if not rows or None in rows or selected != [self._stand_in]:
            return
        self._gone = []
        selection = QItemSelection()
        for row in rows:
            index = self._gallery.index(row or 0)
            selection.select(index, index)
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(selection.indexes()[0], flag.NoUpdate)
        self.selectionModel().select(selection, flag.ClearAndSelect)

    # The size of the pictures

    @property
    def side(self) -> int:
        """The size that was asked for, one of SIDES."""
        return self._side

    def set_side(self, side: int) -> None:
        """Show the pictures about so large; what is at the top stays in sight."""
        side = min(SIDES, key=lambda each: abs(each - side))
        if side == self._side:
            return
        top = self.rows_in_sight().start if self.verticalOffset() else 0
        self._side = side
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._grid.slot_of(top).top() if top else 0)
        self.viewport().update()
        self.side_changed.emit(side)

    def step_side(self, steps: int) -> None:
        """Show the pictures larger or smaller."""
        self.set_side(SIDES[max(0, min(len(SIDES) - 1, SIDES.index(self._side) + steps))])

    # What the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # it leaves a mode of the window, if there is one
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        if steps := int(self._turned / _WHEEL_NOTCH):
            self._turned -= steps * _WHEEL_NOTCH
            self.step_side(steps)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.pressed_on_pictures.emit()

    def startDrag(self, _: Qt.DropAction) -> None:
        self.drag_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self._menu_place(event))
        event.accept()

    def _menu_place(self, event: QContextMenuEvent) -> QPoint:
        """Return the pointer, or the middle of the current picture when a key asked."""
        current = self.currentIndex()
        if event.reason() != QContextMenuEvent.Reason.Keyboard or not current.isValid():
            return event.globalPos()
        self.scrollTo(current)
        return self.viewport().mapToGlobal(self.visualRect(current).center())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    # What is painted, and thumbnails as they come

    def paintEvent(self, event: QPaintEvent) -> None:
        self._tokens = tokens_of(self.palette())
        super().paintEvent(event)
        self._gallery.foresee(self.rows_in_sight())

    def paint_cell(self, painter: QPainter, rect: QRectF, row: int, marks: Marks) -> None:
        shown = self._gallery.shown(row)
        self._delegate.paint_picture(painter, rect, shown.image if shown else None, marks, self._tokens)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._settled.start()

    def _on_ready(self, sha256: str) -> None:
        if self._delegate.awaited.pop(sha256, None) is not None:
            self._ready.add(sha256)
            if not self._repaint.isActive():
                self._repaint.start()

    def _repaint_ready(self) -> None:
        """Paint what has come and is in sight: all of it at once, and nothing else."""
        ready, self._ready = self._ready, set()
        offset = self.verticalOffset()
        for row in self.rows_in_sight():
            shown = self._gallery.shown(row)
            if shown is not None and shown.image.blob.sha256 in ready:
                self.viewport().update(self._grid.slot_of(row).translated(0, -offset))

    def _cancel_out_of_sight(self) -> None:
        rows = (self._gallery.shown(row) for row in self.rows_in_sight())
        in_sight = {shown.image.blob.sha256 for shown in rows if shown is not None}
        away = [image for sha256, image in self._delegate.awaited.items() if sha256 not in in_sight]
        self._thumbnails.cancel(away)
        for image in away:
            del self._delegate.awaited[image.blob.sha256]
