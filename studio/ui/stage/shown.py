"""One picture being shown large: its thumbnail until it is there, then its pixels at any zoom, or why not."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from studio.ui.tokens import Tokens
from studio.workbench.pictures import Pictures

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.workbench.decoding import Levels

_THUMBNAIL = 512
_CHECK = 8
_NEAREST_ABOVE = 2.0
_UNKNOWN = QSizeF(1024, 1024)


class Shown(QObject):
    """Keeps what can be painted of one picture."""

    changed = Signal()
    """There is more to paint, or it is known that there will not be."""

    def __init__(self, pictures: Pictures, thumbnails: MakesThumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._thumbnails = thumbnails
        self._levels: Levels | None = None
        self._thumbnail: QPixmap | None = None
        self._checks: QBrush | None = None
        self.image: Image | None = None
        self.failure: Exception | None = None
        pictures.ready.connect(self._on_ready)
        pictures.failed.connect(self._on_ready)
        thumbnails.ready.connect(self._on_ready)

    @property
    def is_whole(self) -> bool:
        """Whether every pixel of it is there."""
        return self._levels is not None

    @property
    def size(self) -> QSizeF:
        """Its size in pixels, as the library knows it until it is there."""
        if self._levels is not None:
            return QSizeF(self._levels.size)
        if self.image is not None and self.image.width and self.image.height:
            return QSizeF(self.image.width, self.image.height)
        if self._thumbnail is not None and not self._thumbnail.isNull():
            return QSizeF(self._thumbnail.size()).scaled(_UNKNOWN, Qt.AspectRatioMode.KeepAspectRatio)
        return _UNKNOWN

    def show(self, image: Image | None) -> None:
        """Show another picture, or none."""
        self.image, self._levels, self._thumbnail, self.failure = image, None, None, None
        if image is not None:
            self._pictures.retry(image)
            self._look()
        self.changed.emit()

    def paint(self, painter: QPainter, target: QRectF, clip: QRectF, tokens: Tokens, scale: float) -> None:
        """Paint it into a rectangle, both in device pixels, `scale` of them to one of the layout."""
        seen = target.intersected(clip)
        if seen.isEmpty() or self.image is None:
            return
        if self._levels is None:
            self._paint_thumbnail(painter, target, tokens)
            return
        if self._levels.whole.hasAlphaChannel():
            painter.setBrushOrigin(target.topLeft())
            painter.fillRect(seen, self._checkerboard(tokens, scale))
        zoom = target.width() / self._levels.whole.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom <= _NEAREST_ABOVE)
        draw_part(painter, self._levels.at(zoom), target, seen)

    def _paint_thumbnail(self, painter: QPainter, target: QRectF, tokens: Tokens) -> None:
        painter.fillRect(target, QColor(tokens.raised))
        if self._thumbnail is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, self._thumbnail, QRectF(self._thumbnail.rect()))

    def _checkerboard(self, tokens: Tokens, scale: float) -> QBrush:
        side = max(2, round(_CHECK * scale))
        tile = QPixmap(2 * side, 2 * side)
        tile.fill(QColor(tokens.hover))
        painter = QPainter(tile)
        for corner in (QPoint(0, 0), QPoint(side, side)):
            painter.fillRect(QRect(corner.x(), corner.y(), side, side), QColor(tokens.surface))
        painter.end()
        return QBrush(tile)

    def _look(self) -> None:
        assert self.image is not None
        self._levels = self._pictures.levels(self.image)
        self.failure = self._pictures.failure(self.image)
        if self._levels is None:
            self._thumbnail = self._thumbnails.get(self.image, _THUMBNAIL)

    def _on_ready(self, key: str) -> None:
        if self.image is not None and self.image.blob.sha256 == key and not self.is_whole:
            self._look()
            self.changed.emit()


def draw_part(painter: QPainter, picture: QImage, target: QRectF, seen: QRectF) -> None:
    """Paint the part of a picture that is seen when all of it fills the target, in whole pixels of its own."""
    across, down = target.width() / picture.width(), target.height() / picture.height()
    left = max(0, floor((seen.left() - target.left()) / across))
    top = max(0, floor((seen.top() - target.top()) / down))
    right = min(picture.width(), ceil((seen.right() - target.left()) / across) + 1)
    bottom = min(picture.height(), ceil((seen.bottom() - target.top()) / down) + 1)
    part = QRectF(left, top, right - left, bottom - top)
    place = QRectF(
        target.left() + left * across, target.top() + top * down, part.width() * across, part.height() * down
    )
    painter.drawImage(place, picture, part)
