"""From a source to an image of the library, in a worker: copied, made fit to be sent, kept; blocks."""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from studio.gemini.download_errors import DownloadError
from studio.generation.errors import GenerationError, InputDamaged, InputIsFolder, InputMissing, InputNotCopied
from studio.library.errors import LibraryBug, LibraryError
from studio.library.folder import safe_name
from studio.workbench.draft_input import MOST_AT_ONCE
from studio.workbench.sources import (
    BytesSource,
    DataLinkSource,
    FileSource,
    ImageSource,
    LinkSource,
    PixelsSource,
    Source,
)

if TYPE_CHECKING:
    from studio.generation.input_notes import Note
    from studio.library.library import Library
    from studio.library.records import Image

EXPECTED = (DownloadError, GenerationError, LibraryError)
"""What a picture on its way in may meet; anything else is a bug."""

# What goes out as it is; anything else in the library is prepared like a file from outside.
SENDABLE = frozenset({"image/png", "image/jpeg", "image/webp"})

_ENDINGS = {
    ".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif", ".ico",
}  # fmt: skip


class FolderWithoutPictures(InputIsFolder):
    """There is no picture in a folder; it is not searched for folders."""

    says = "is a folder without pictures"
    advice = "Choose a folder with pictures in it, or the pictures."


@dataclass(frozen=True, slots=True)
class Taken:
    """An image of the library and what was done to it on the way in."""

    image: Image
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderContent:
    """The pictures of a folder that go along, by name, and how many there are."""

    pictures: tuple[Path, ...]
    found: int


class Gone(Exception):
    """The picture was taken out of the draft while it was prepared."""


def folder_content(path: Path) -> FolderContent | None:
    """Return the pictures of a folder, told by their names; None when it is no folder. Raises FolderWithoutPictures."""
    try:
        if not path.is_dir():
            return None
        found = [each for each in path.iterdir() if each.suffix.lower() in _ENDINGS and not each.name.startswith(".")]
    except OSError:
        return None  # preparing it will say why
    if not found:
        raise FolderWithoutPictures(path.name or str(path))
    found.sort(key=lambda each: _natural(each.name))
    return FolderContent(tuple(found[:MOST_AT_ONCE]), len(found))


def take_in(library: Library, source: Source, gone: Event) -> Taken:
    """Return the image of the library that a source is, made if need be.

    Raises InputRefused, LibraryError, or Gone when `gone` was set before anything was kept. A LinkSource has to be
    fetched before.
    """
    if isinstance(source, ImageSource):
        return _of_library(library, source, gone)
    with _scratch() as folder:
        path = _as_file(source, Path(folder))
        return _kept(library, path, Path(folder), source.name, gone)


def _of_library(library: Library, source: ImageSource, gone: Event) -> Taken:
    try:
        image = library.images.get(source.image_id)
    except LibraryBug:
        if source.otherwise is None:
            raise InputMissing("image", "is not in this library") from None
        return take_in(library, source.otherwise, gone)
    if image.blob.type in SENDABLE:
        return Taken(image)
    with _scratch() as folder:
        return _kept(library, library.images.absolute_path(image), Path(folder), image.name or "", gone)


def _kept(library: Library, path: Path, folder: Path, name: str, gone: Event) -> Taken:
    from studio.generation.prepare import prepare

    prepared = prepare(path, folder)
    if gone.is_set():
        raise Gone
    image = library.images.import_file(
        prepared.path,
        mime=prepared.type,
        width=prepared.width,
        height=prepared.height,
        name=(prepared.original_name if name else None),
    )
    return Taken(image, prepared.notes)


def _scratch() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="studio-", ignore_cleanup_errors=True)
    except OSError as error:
        raise InputNotCopied("image", f"has no folder for temporary files: {error.strerror}") from error


def _as_file(source: FileSource | BytesSource | PixelsSource | DataLinkSource | LinkSource, folder: Path) -> Path:
    if isinstance(source, FileSource):
        return source.path
    assert not isinstance(source, LinkSource), "a link is fetched first"
    path = folder / (safe_name(source.name) if source.name else "image")
    try:
        if isinstance(source, PixelsSource):
            if not source.pixels.save(str(path), "PNG"):  # type: ignore[call-overload]
                raise InputNotCopied(path.name)
        else:
            path.write_bytes(source.data if isinstance(source, BytesSource) else _data_of(source))
    except OSError as error:
        raise InputNotCopied(path.name, f"could not be copied: {(error.strerror or str(error)).lower()}") from error
    return path


def _data_of(source: DataLinkSource) -> bytes:
    head, _, text = source.url.partition(",")
    data = unquote_to_bytes(text)
    if not head.lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(b"".join(data.split()) + b"==")
    except binascii.Error as error:
        raise InputDamaged(source.name or "image") from error


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key that puts 2 before 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())]
