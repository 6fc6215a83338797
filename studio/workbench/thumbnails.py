"""Small pictures for everything that shows pictures: made away from the painting thread, what is in sight first."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from studio.workbench.newest_first import NewestFirst
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from studio.library.library import Library
    from studio.library.records import Image
    from studio.workbench.thumbnail_files import ThumbnailFiles

SIDES = (64, 128, 192, 256, 384, 512, 768, 1024)
"""The sizes there are, in pixels of the longer side: few, so that what one widget has serves others."""
BUDGET = 96 << 20  # bytes of pixels

_WORKERS = 2
_WAITING_AT_MOST = 1024
_TAKEN_AT_ONCE = 16  # pictures turned into pixmaps before events have their turn again

_Key = tuple[str, int]


class Thumbnails(QObject):
    """Thumbnails by the SHA-256 of their originals."""

    ready = Signal(str)
    """Whoever waits for this SHA-256 asks again: it is there, it failed, or it gave way to others."""
    _done = Signal()

    def __init__(self, tasks: Tasks, folder: Path, budget: int = BUDGET, parent: QObject | None = None) -> None:
        """`folder` is the user's cache for thumbnails, made when needed; `budget` in bytes of pixels."""
        super().__init__(parent)
        self._tasks = tasks
        self._folder = folder
        self._budget = budget
        self._library: Library | None = None
        self._files: ThumbnailFiles | None = None
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._failed: set[str] = set()
        self._pile: NewestFirst[_Key, QImage] = NewestFirst(_WAITING_AT_MOST)
        self._gave_way: set[str] = set()
        self._done.connect(self._collect, Qt.ConnectionType.QueuedConnection)

    def open(self, library: Library) -> None:
        """Make thumbnails of this library's images from now on; what failed is tried again."""
        from studio.workbench.decoding import load_plugins
        from studio.workbench.thumbnail_files import ThumbnailFiles

        load_plugins()
        self._files = ThumbnailFiles(self._folder)
        self._library = library
        self._failed.clear()

    def close(self) -> None:
        """Let go of the library and of everything in memory."""
        self._library = None
        self._pile.clear()
        self._kept.clear()
        self._gave_way.clear()
        self._failed.clear()
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """What the pixels in memory take."""
        return self._bytes

    def get(self, image: Image, side: int) -> QPixmap | None:
        """The picture, its longer side at least `side` device pixels if the original has them, 1024 at most.

        None while it is being made, `ready` follows; and None if it cannot be made, see `has_failed`.
        """
        key = image.blob.sha256, next((each for each in SIDES if each >= side), SIDES[-1])
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        elif self._library is not None and image.blob.sha256 not in self._failed:
            self._ask(key, image)
        return found

    def nearest(self, image: Image) -> QPixmap | None:
        """The picture at any size that is here, the largest: something to show until `get` has it."""
        for side in reversed(SIDES):
            if found := self._kept.get((image.blob.sha256, side)):
                return found
        return None

    def has_failed(self, image: Image) -> bool:
        """Whether the original is missing or broken, so that there is nothing to wait for."""
        return image.blob.sha256 in self._failed

    def cancel(self, images: Iterable[Image]) -> None:
        """These are out of sight: what of them nobody has begun need not be made."""
        keys = [(image.blob.sha256, side) for image in images for side in SIDES]
        self._gave_way.update(sha256 for sha256, _ in self._pile.cancel(keys))

    def _ask(self, key: _Key, image: Image) -> None:
        assert self._files is not None
        assert self._library is not None
        original = self._library.images.absolute_path(image)
        fell_out = self._pile.ask(key, partial(_make, self._files, key, original))
        if fell_out is not None:
            self._gave_way.add(fell_out[0])
        while _is_loop_running() and self._pile.hire(_WORKERS):
            self._tasks.start(self._tasks.in_worker(self._pile.work, self._done.emit), "thumbnails")

    def _collect(self) -> None:
        """Take in what workers have made, a few at a time."""
        done = self._pile.collect(_TAKEN_AT_ONCE)
        if self._library is None:
            return
        for key, image in done:
            if image is None:
                self._failed.add(key[0])
            else:
                self._keep(key, QPixmap.fromImage(image))
            self._gave_way.discard(key[0])
            self.ready.emit(key[0])
        if len(done) == _TAKEN_AT_ONCE:
            self._done.emit()
        elif self._gave_way and not len(self._pile):
            self._ask_anew()

    def _ask_anew(self) -> None:
        """What gave way may be wanted by somebody else than who had it cancelled."""
        gave_way, self._gave_way = self._gave_way, set()
        for sha256 in gave_way:
            self.ready.emit(sha256)

    def _keep(self, key: _Key, pixmap: QPixmap) -> None:
        before = self._kept.pop(key, None)
        self._kept[key] = pixmap
        self._bytes += _bytes_of(pixmap) - (_bytes_of(before) if before else 0)
        while self._bytes > self._budget and len(self._kept) > 1:
            self._bytes -= _bytes_of(self._kept.popitem(last=False)[1])


def _make(files: ThumbnailFiles, key: _Key, original: Path) -> QImage | None:
    """In a worker."""
    from studio.workbench.thumbnail_files import ThumbnailFailed

    try:
        return files.get(key[0], original, key[1])
    except ThumbnailFailed:
        return None


def _is_loop_running() -> bool:
    """Widgets paint themselves once more when the loop has ended; nothing is made for that."""
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _bytes_of(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
