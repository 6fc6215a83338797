"""Thumbnails as files in the user's cache folder, by the SHA-256 of the original; shared by all libraries. For workers.

A file that is not there or broken is made again from the original; one that cannot be written is done without.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter

_STORED = (256, 512, 1024)  # pixels of the longer side
_QUALITY = 85
_ENDS = (b"\xff\xd9", b"IEND\xaeB`\x82")  # of a JPEG and of a PNG that were written to their end


class ThumbnailFailed(Exception):
    """There is no picture to be made from these bytes: the original is missing or broken, and nothing is cached."""


class ThumbnailFiles:
    """The cache folder, which need not exist; callable from any thread, blocking."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, sha256: str, original: Path, side: int) -> QImage:
        """The picture, upright, in sRGB, ready to be painted, its longer side `side` pixels or its own if less."""
        stored = next((each for each in _STORED if each >= side), _STORED[-1])
        cached = self._path(sha256, stored)
        with suppress(ThumbnailFailed):
            return _read_whole(cached, side)
        image = self._from_larger(sha256, stored) or _read(original, stored)
        self._store(image, cached)
        return _fitted(image, side)

    def _from_larger(self, sha256: str, side: int) -> QImage | None:
        """From a thumbnail that is larger, in a fraction of the time the original takes."""
        for larger in _STORED[_STORED.index(side) + 1 :]:
            with suppress(ThumbnailFailed):
                return _read_whole(self._path(sha256, larger), side)
        return None

    def _path(self, sha256: str, side: int) -> Path:
        return self._folder / sha256[:2] / f"{sha256}-{side}"

    def _store(self, image: QImage, path: Path) -> None:
        """Whole or not at all, also when two programs write it at once; a full disk is no reason to show nothing."""
        draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            writer = QImageWriter(str(draft), b"png" if image.hasAlphaChannel() else b"jpeg")
            writer.setQuality(_QUALITY)
            if writer.write(image):
                draft.replace(path)
        except OSError:
            pass
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _read_whole(path: Path, side: int) -> QImage:
    """As `_read`, refusing what was cut off: a decoder would fill up half a JPEG with grey."""
    try:
        with path.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            is_whole = file.read().endswith(_ENDS)
    except OSError as error:
        raise ThumbnailFailed(str(error)) from error
    if not is_whole:
        raise ThumbnailFailed(f"{path} was cut off")
    return _read(path, side)


def _read(path: Path, side: int) -> QImage:
    """Decode no more pixels than are wanted."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(_bounded(size, side))
    image = reader.read()
    if image.isNull():
        raise ThumbnailFailed(reader.errorString())
    return _paintable(_fitted(image, side))


def _paintable(image: QImage) -> QImage:
    colours = image.colorSpace()
    if colours.isValid() and colours != QColorSpace(QColorSpace.NamedColorSpace.SRgb):
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    alpha = image.hasAlphaChannel()
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied if alpha else QImage.Format.Format_RGB32)


def _fitted(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(_bounded(image.size(), side), keep, smooth)


def _bounded(size: QSize, side: int) -> QSize:
    return size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
