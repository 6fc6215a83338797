"""The dialog that adds pictures from the disk, and begins where one was last time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from studio.profile.remembered import Remembered

_FOLDER = "add-images"
_PICTURES = "*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.avif *.heic *.heif"


class FileChooser(QObject):
    """Asks for files; `chosen` tells their paths. The system's own dialog unless `native` is False."""

    chosen = Signal(list)

    def __init__(self, remembered: Remembered, parent: QWidget) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._widget = parent
        self.native = True

    def ask(self) -> None:
        """Open the dialog and return at once."""
        dialog = QFileDialog(self._widget, self.tr("Add images"), self._remembered.get(_FOLDER, ""))
        dialog.setObjectName("addImagesDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        pictures = self.tr("Pictures ({endings})").format(endings=_PICTURES)
        dialog.setNameFilters([pictures, self.tr("All files (*)")])
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self.native)
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _take(self, files: list[str]) -> None:
        paths = [Path(file) for file in files]
        if paths:
            self._remembered.set(_FOLDER, str(paths[0].parent))
            self.chosen.emit(paths)
