"""Where what is dragged can be let go of: labelled zones that cover the window while it is held over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.drop_overlay import DropZones, ZoneWords

if TYPE_CHECKING:
    from studio.ui.words import Words


class DropOverlay(DropZones):
    """Appears while pictures, or conversations that were exported, hover over the window, wherever.

    `dropped` tells which pictures and what for, `conversations_dropped` the Paths of files.

    It asks the window's surface for its events, because a field that takes text would keep a drag for itself.
    """

    dropped = Signal(QMimeData, str)
    conversations_dropped = Signal(tuple)

    def __init__(self, window: QWidget, words: Words) -> None:
        edit, reference = self.tr("Edit this"), self.tr("Add as reference")
        edits, refers = self.tr("The next prompt says what to change in it"), self.tr("It goes along with the prompt")
        taken, takes = self.tr("Import"), self.tr("Adds its turns and images to this library")
        zones = (
            ZoneWords("edit", "edit", edit, edits),
            ZoneWords("reference", "reference", reference, refers),
            ZoneWords("import", "import", taken, takes),
        )
        super().__init__(zones, window)
        self.setObjectName("dropOverlay")
        self.setAcceptDrops(True)
        self._window = window
        self._says = words
        self._surface: QObject | None = None
        self._refused = False
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent):
            return self._enter(watched, event)
        if kind == QEvent.Type.DragMove and watched is self._window and isinstance(event, QDragMoveEvent):
            return self._take_over(event)
        if kind == QEvent.Type.Drop and watched is self._window and isinstance(event, QDropEvent):
            return self._drop_on_window(event)
        if kind == QEvent.Type.DragLeave and watched is not self:
            self._leave(watched)
        elif kind == QEvent.Type.KeyPress and self.isVisible() and isinstance(event, QKeyEvent):
            return self._key(event)
        elif watched is self._window:
            self._follow(kind)
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._take_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._take_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop(event, event.position().toPoint())

    def _follow(self, kind: QEvent.Type) -> None:
        if kind == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        elif kind in (QEvent.Type.Show, QEvent.Type.WinIdChange):
            surface = self._window.windowHandle()
            if surface is not self._surface:
                surface.installEventFilter(self)
                self._surface = surface

    def _enter(self, watched: QObject, event: QDragEnterEvent) -> bool:
        """Cover the window when there are pictures in what comes; the surface then finds us under the pointer."""
        from studio.workbench.intake import conversations_in, holds_pictures, refusal_of

        self._refused = False
        if conversations_in(event.mimeData()):
            self.offer("import")
            self.point_at(event.position().toPoint())
            return self._take_over(event) if watched is self._window else False
        if not holds_pictures(event.mimeData()):
            return False
        refusal = refusal_of(event.mimeData())
        if refusal is not None:
            said = self._says.error(refusal)
            self.refuse(said.what, said.advice)
            self._refused = True
            event.ignore()
            return watched is self._window
        self.offer("edit", "reference")
        self.point_at(event.position().toPoint())
        return self._take_over(event) if watched is self._window else False

    def _take_over(self, event: QDragMoveEvent) -> bool:
        """Take the drag, as a copy: what is moved would be gone where it was."""
        if self._refused or not self.isVisible():
            event.ignore()
            return False
        self.point_at(event.position().toPoint())
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _drop_on_window(self, event: QDropEvent) -> bool:
        if not self.isVisible():
            return False
        self._drop(event, event.position().toPoint())
        return True

    def _drop(self, event: QDropEvent, at: QPoint) -> None:
        from studio.workbench.intake import conversations_in, copied

        zone = self.zone_at(at)
        if self._refused:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        files = conversations_in(event.mimeData())
        mime = copied(event.mimeData())  # what the drag itself holds is gone when this returns
        self.hide()
        if files:
            self.conversations_dropped.emit(files)
        else:
            self.dropped.emit(mime, zone.key)

    def _leave(self, watched: QObject) -> None:
        # The pointer may only have gone from the window to us.
        if watched is self._surface or not self.underMouse():
            self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Escape:
            return False
        self._refused = True
        self.hide()
        return True
