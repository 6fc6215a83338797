"""A picture's file read into pixels that can be painted at any zoom; for workers.

Where Qt holds Python's lock for a whole picture (converting, scaling) the work is done in bands, so that the thread
that paints gets its turn in between. Reading and decoding let go of the lock by themselves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLoggingCategory, QRect, QSize
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QPainter

if TYPE_CHECKING:
    from pathlib import Path

_BAND = 1 << 18  # pixels: about a millisecond
_SMALLEST = 256
_LARGEST = 1024  # megabytes of pixels: more than `prepare` lets in


@dataclass(frozen=True, slots=True)
class Levels:
    """One picture at its own size and at halves of it, largest first; 8 bits a channel, sRGB, upright."""

    images: tuple[QImage, ...]

    @property
    def whole(self) -> QImage:
        """The picture at its own size."""
        return self.images[0]

    @property
    def size(self) -> QSize:
        """Its own size in pixels."""
        return self.images[0].size()

    @property
    def bytes(self) -> int:
        """What it takes in memory."""
        return sum(image.sizeInBytes() for image in self.images)

    def at(self, scale: float) -> QImage:
        """The smallest level that needs no enlarging at `scale` device pixels for one of the picture."""
        wanted = self.whole.width() * scale
        return next((image for image in reversed(self.images) if image.width() >= wanted), self.whole)


def decode(path: Path) -> Levels:
    """Read a picture; PictureMissing when its file cannot be read, PictureDamaged when it cannot be decoded."""
    from studio.library.errors import PictureMissing

    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise PictureMissing(
            f"The file of this picture cannot be read: {path} ({error.strerror}). Put it back in its place."
        ) from error
    levels = [_flat(_read(path))]
    while max(levels[-1].width(), levels[-1].height()) > _SMALLEST and min(levels[-1].width(), levels[-1].height()) > 1:
        levels.append(_half(levels[-1]))
    return Levels(tuple(levels))


def load_plugins() -> None:
    """Let Qt find its decoders, which has to happen once on the thread that paints, and take large pictures.

    What decoders think of odd files stays out of the log: a picture that cannot be shown says so where it should be.
    """
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")
    QImageReader.supportedImageFormats()
    QImageReader.setAllocationLimit(_LARGEST)


def _read(path: Path) -> QImage:
    from studio.library.errors import PictureDamaged

    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        raise PictureDamaged(f"The file of this picture cannot be shown: {path} ({reader.errorString()}).")
    return image


def _flat(image: QImage) -> QImage:
    """The picture in the form that is painted fastest."""
    wanted = _format(image)
    colours = image.colorSpace()
    foreign = colours.isValid() and (
        colours.primaries() != QColorSpace.Primaries.SRgb
        or colours.transferFunction() != QColorSpace.TransferFunction.SRgb
    )
    if not foreign and image.format() == wanted:
        return image
    flat = QImage(image.size(), wanted)
    painter = QPainter(flat)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for band in _bands(image.size()):
        piece = image.copy(band)
        if foreign:
            piece = piece.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
        painter.drawImage(band.topLeft(), piece)
    painter.end()
    return flat


def _half(image: QImage) -> QImage:
    """The picture at half its size, each pixel the mean of four; an odd last row or column is left out."""
    half = QImage(QSize(image.width() // 2, image.height() // 2), image.format())
    painter = QPainter(half)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for band in _bands(half.size()):
        source = QRect(0, 2 * band.y(), 2 * band.width(), 2 * band.height())
        painter.drawImage(band, image, source)
    painter.end()
    return half


def _format(image: QImage) -> QImage.Format:
    with_alpha = image.hasAlphaChannel()
    return QImage.Format.Format_ARGB32_Premultiplied if with_alpha else QImage.Format.Format_RGB32


def _bands(size: QSize) -> Iterator[QRect]:
    rows = max(1, _BAND // max(1, size.width()))
    for y in range(0, size.height(), rows):
        yield QRect(0, y, size.width(), min(rows, size.height() - y))
        time.sleep(0)  # hands Python's lock to whoever waits for it
