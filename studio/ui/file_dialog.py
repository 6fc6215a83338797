"""File dialogs of the window: each opens where the last one was, and goes away by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

T = TypeVar("T")

_FOLDER = "save.folder"


class Remembered(Protocol):
    """What is asked of `profile.remembered.Remembered`."""

    def get(self, name: str, default: T) -> T:
        """Return the value last set, or the default."""

    def set(self, name: str, value: object) -> None:
        """Remember a value."""


class FileDialogs:
    """Makes the dialogs of a window; `native` False lets Qt draw them."""

    def __init__(self, remembered: Remembered, window: QWidget, native: bool = True) -> None:
        self._remembered = remembered
        self._window = window
        self._native = native

    def dialog(self, title: str, name: str) -> QFileDialog:
        """A dialog in the folder that was used last, to be told what it asks for and opened."""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self._window, title, self._remembered.get(_FOLDER, pictures))
        dialog.setObjectName(name)
        dialog.setAccessibleName(title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def was_in(self, folder: Path) -> None:
        """Remember where something was saved or found."""
        self._remembered.set(_FOLDER, str(folder))
