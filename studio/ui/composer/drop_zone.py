"""Where pictures go in: dropped, pasted, or chosen in a dialog; with the mouse and from the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.widgets.button import Button


class DropZone(Button):
    """A click, Enter or Space asks for files; a paste or a drop gives pictures."""

    files_wanted = Signal()
    given = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("dropZone", drawing="plus", role="dashed", parent=parent)
        self.setText(self.tr("Drop or paste an image"))
        self.setAccessibleName(self.tr("Drop zone"))
        self.setAccessibleDescription(self.tr("Drop or paste an image here, or press Enter to choose files."))
        self.setToolTip(self.tr("Drop or paste images, or click to choose files"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.clicked.connect(self.files_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.given.emit(QGuiApplication.clipboard().mimeData())
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from studio.workbench.intake import holds_pictures

        if holds_pictures(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)  # a file that is moved here would be gone where it was
        event.accept()
        self.given.emit(event.mimeData())
