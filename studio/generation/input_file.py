"""Opens a file somebody chose, whatever it is, without ever blocking on it, and says by its bytes what it is."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.generation.errors import (
    InputEmpty,
    InputIsDrawing,
    InputIsFolder,
    InputIsHeic,
    InputIsPdf,
    InputMissing,
    InputNotAFile,
    InputNotAnImage,
    InputRefused,
    InputTooLarge,
    InputUnreadable,
)
from studio.library.blobs import sniff

MOST_BYTES = 100 << 20

_HEAD = 4096


@dataclass(frozen=True)
class Format:
    """A format Studio can decode: its MIME type, what people call it, what Pillow calls it."""

    mime: str
    label: str
    pillow: str


PNG = Format("image/png", "PNG", "PNG")
JPEG = Format("image/jpeg", "JPEG", "JPEG")
WEBP = Format("image/webp", "WebP", "WEBP")
_ICO = Format("image/x-icon", "ICO", "ICO")
_OTHERS = (
    Format("image/bmp", "BMP", "BMP"),
    Format("image/gif", "GIF", "GIF"),
    Format("image/tiff", "TIFF", "TIFF"),
    Format("image/avif", "AVIF", "AVIF"),
)
_REFUSED: dict[str, type[InputRefused]] = {
    "image/svg+xml": InputIsDrawing,
    "image/heic": InputIsHeic,
    "image/heif": InputIsHeic,
}


def shown_name(path: Path) -> str:
    """The file's name as text that can be printed and stored, whatever bytes it is made of."""
    text = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text) or "/"


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading; anything but an ordinary file of a fair size is refused. Raises InputRefused."""
    name = shown_name(path)
    try:
        _check(path.stat(), name)  # before opening: opening a device can already do something
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:  # ValueError: a null byte in the path
        raise InputMissing(name) from error
    except OSError as error:
        raise InputUnreadable(name) from error
    with os.fdopen(descriptor, "rb") as file:
        _check(os.fstat(descriptor), name)
        yield file


def format_of(file: BinaryIO, name: str) -> Format:
    """The format by the first bytes, never by the name. Raises InputRefused."""
    try:
        head = file.read(_HEAD)
        file.seek(0)
    except OSError as error:
        raise InputUnreadable(name) from error
    if head.startswith(b"\0\0\1\0"):
        return _ICO
    if b"%PDF-" in head[:1024]:
        raise InputIsPdf(name)
    mime = sniff(head) or ""
    for each in (PNG, JPEG, WEBP, *_OTHERS):
        if each.mime == mime:
            return each
    raise _REFUSED.get(mime, InputNotAnImage)(name)


def _check(status: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputIsFolder(name)
    if not stat.S_ISREG(status.st_mode):
        raise InputNotAFile(name)
    if not status.st_size:
        raise InputEmpty(name)
    if status.st_size > MOST_BYTES:
        raise InputTooLarge(name, f"has {status.st_size >> 20} MB, more than the {MOST_BYTES >> 20} MB Studio takes")
