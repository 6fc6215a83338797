"""Thumbnails for widgets that paint themselves: what is not there yet brings a repaint when it is."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.library.records import Image

# Few sizes, so that few files are made; close enough to each other that smooth scaling stays sharp.
_SIDES = (64, 128, 192, 256, 384, 512, 768, 1024)


class MakesThumbnails(Protocol):
    """What is asked of `workbench.thumbnails.Thumbnails`."""

    @property
    def ready(self) -> SignalInstance:
        """A thumbnail of these bytes (SHA-256) is there."""

    def get(self, image: Image, side: int) -> QPixmap | None:
        """Return the thumbnail, None while it is being made."""


class AwaitedThumbnails(QObject):
    """Thumbnails at the size of what shows them; one connection however many widgets wait."""

    def __init__(self, thumbnails: MakesThumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._waiting: dict[str, weakref.WeakSet[QWidget]] = {}
        thumbnails.ready.connect(self._on_ready)

    def get(self, image: Image, side: float, widget: QWidget) -> QPixmap | None:
        """Return a thumbnail at least `side` device-independent pixels long, or None and repaint the widget later."""
        wanted = side * widget.devicePixelRatioF()
        found = self._thumbnails.get(image, next((each for each in _SIDES if each >= wanted), _SIDES[-1]))
        if found is None or found.isNull():
            self._waiting.setdefault(image.blob.sha256, weakref.WeakSet()).add(widget)
            return None
        return found

    def _on_ready(self, sha256: str) -> None:
        from shiboken6 import isValid

        for widget in self._waiting.pop(sha256, ()):
            if isValid(widget):
                widget.update()
