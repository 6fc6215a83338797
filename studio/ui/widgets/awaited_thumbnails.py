"""Thumbnails for widgets that paint themselves: what is not there yet brings a repaint when it is."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from studio.library.records import Image


class MakesThumbnails(Protocol):
    """What is asked of `workbench.thumbnails.Thumbnails`."""

    @property
    def ready(self) -> SignalInstance:
        """Whoever waits for these bytes (SHA-256) is to ask again."""

    def get(self, image: Image, side: int) -> QPixmap | None:
        """Return the thumbnail, `side` in pixels of the device; None while it is being made."""

    def nearest(self, image: Image) -> QPixmap | None:
        """Return it in another size, if it is there in any."""

    def has_failed(self, image: Image) -> bool:
        """Whether there is nothing to wait for."""


class AwaitedThumbnails(QObject):
    """Thumbnails at the size of what shows them; one connection however many widgets wait."""

    def __init__(self, thumbnails: MakesThumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._waiting: dict[str, weakref.WeakSet[QWidget]] = {}
        thumbnails.ready.connect(self._on_ready)

    def get(self, image: Image, side: float, widget: QWidget) -> QPixmap | None:
        """Return the best there is of a picture `side` device-independent pixels long; repaint when a better one is."""
        found = self._thumbnails.get(image, round(side * widget.devicePixelRatioF()))
        if found is not None:
            return found
        self._waiting.setdefault(image.blob.sha256, weakref.WeakSet()).add(widget)
        return self._thumbnails.nearest(image)

    def has_failed(self, image: Image) -> bool:
        """Whether the file is missing or broken."""
        return self._thumbnails.has_failed(image)

    def _on_ready(self, sha256: str) -> None:
        from shiboken6 import isValid

        for widget in self._waiting.pop(sha256, ()):
            if isValid(widget):
                widget.update()
