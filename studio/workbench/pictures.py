"""Pictures at full size, decoded away from the painting thread and kept as long as memory is set aside for them."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage

    from studio.library.library import Library
    from studio.library.records import Image
    from studio.workbench.decoding import Levels

BUDGET = 384 << 20  # bytes: two pictures of 4096 x 4096 and their neighbours

_AT_ONCE = 2
_MOST_WANTED = 8


class Pictures(QObject):
    """Decoded pictures by the SHA-256 of their bytes; what was asked for last is decoded first."""

    ready = Signal(str)
    """The picture with this SHA-256 is there."""
    failed = Signal(str, object)
    """The picture with this SHA-256 is not to be had: PictureMissing or PictureDamaged."""

    def __init__(self, tasks: Tasks, budget: int = BUDGET, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._budget = budget
        self._library: Library | None = None
        self._kept: OrderedDict[str, Levels] = OrderedDict()
        self._failures: dict[str, Exception] = {}
        self._wanted: list[Image] = []
        self._running: set[str] = set()

    def open(self, library: Library) -> None:
        """Read from this library from now on."""
        from studio.workbench.decoding import load_plugins

        self.close()
        load_plugins()
        self._library = library

    def close(self) -> None:
        """Let go of the library and of everything decoded."""
        self._library = None
        self._wanted.clear()
        self._kept.clear()
        self._failures.clear()

    def get(self, image: Image) -> QImage | None:
        """The picture at full size; None while it is being decoded (`ready` or `failed` follows) or if it failed."""
        levels = self.levels(image)
        return levels.whole if levels else None

    def levels(self, image: Image) -> Levels | None:
        """As `get`, with the smaller sizes that painting needs."""
        key = image.blob.sha256
        if levels := self._kept.get(key):
            self._kept.move_to_end(key)
            return levels
        if key not in self._failures:
            self._want(image, first=True)
        return None

    def preload(self, images: Sequence[Image]) -> None:
        """Decode these too once nobody waits for another, those named first first."""
        for image in images:
            if image.blob.sha256 not in self._kept and image.blob.sha256 not in self._failures:
                self._want(image, first=False)

    def failure(self, image: Image) -> Exception | None:
        """Why the picture is not to be had: PictureMissing, PictureDamaged, or None."""
        return self._failures.get(image.blob.sha256)

    def retry(self, image: Image) -> None:
        """Forget that a picture failed, so that the next `get` tries again."""
        self._failures.pop(image.blob.sha256, None)

    def _want(self, image: Image, first: bool) -> None:
        key = image.blob.sha256
        if self._library is None or key in self._running:
            return
        known = next((each for each in self._wanted if each.blob.sha256 == key), None)
        if known is not None:
            if not first:
                return
            self._wanted.remove(known)
        self._wanted.insert(0 if first else len(self._wanted), image)
        del self._wanted[_MOST_WANTED:]  # whoever leafs through pictures does not wait for those they passed
        self._begin()

    def _begin(self) -> None:
        while self._library is not None and self._wanted and len(self._running) < _AT_ONCE:
            image = self._wanted.pop(0)
            self._running.add(image.blob.sha256)
            self._tasks.start(self._load(self._library, image), "decode a picture")

    async def _load(self, library: Library, image: Image) -> None:
        from studio.library.errors import PictureDamaged, PictureMissing
        from studio.workbench.decoding import decode

        key = image.blob.sha256
        levels, failure = None, None
        try:
            levels = await self._tasks.in_worker(decode, library.images.absolute_path(image))
        except (PictureMissing, PictureDamaged) as error:
            failure = error
        finally:
            self._running.discard(key)
            self._begin()
        if self._library is not library:
            return
        if levels is not None:
            self._keep(key, levels)
            self.ready.emit(key)
        elif failure is not None:
            self._failures[key] = failure
            self.failed.emit(key, failure)

    def _keep(self, key: str, levels: Levels) -> None:
        self._kept[key] = levels
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and sum(each.bytes for each in self._kept.values()) > self._budget:
            self._kept.popitem(last=False)
