"""Where pictures go in: dropped, pasted, or chosen in a dialog; with the mouse and from the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.icons import icon
from studio.ui.widgets.icon_button import IconButton

HEIGHT = 32


class DropZone(IconButton):
    """A click, Enter or Space asks for files; a paste or a drop gives pictures."""

    files_wanted = Signal()
    given = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(icon("plus", QGuiApplication.palette()), "", parent)
        self.setText(self.tr("Drop or paste an image"))
        self.setObjectName("dropZone")
        self.setAccessibleName(self.tr("Drop zone"))
        self.setAccessibleDescription(self.tr("Drop or paste an image here, or press Enter to choose files."))
        self.setToolTip(self.tr("Drop or paste images, or click to choose files"))
        self.setProperty("role", "dashed")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.clicked.connect(self.files_wanted)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.given.emit(QGuiApplication.clipboard().mimeData())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
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
