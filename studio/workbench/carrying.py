"""Pictures on their way to other programs, dragged or through the clipboard.

What leaves is always a copy in a folder of this run of the program, never a link to an original: another program may
move, change or overwrite what it was given. Inside Studio the ids that go along lead back to the originals.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from studio.workbench.copies import Copies
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio.library.export import Export
    from studio.library.library import Library
    from studio.library.records import Image

OWN_TYPE = "application/x-studio-image"
NAMES = "{slug}_{id}"

_FILE_MANAGERS = "x-special/gnome-copied-files"  # what they look for when something is pasted into a folder
_MOST_BYTES = 64 << 20  # of one picture whose bytes go to the clipboard beside its file
# Under X11 what is asked for during a drag goes through in one piece, and over 16 MB that ends the whole program.
_MOST_DRAGGED = 4 << 20
_QUICKLY = 80  # of 100, which for PNG is how little to try


@dataclass(frozen=True, slots=True)
class Carried:
    """Pictures ready to leave: `files` are their copies; `missing` says why others of those asked for stay behind.

    Of a single picture `content` is its own bytes, and for the clipboard `pixels` and `png` are what it shows.
    """

    library: str
    images: tuple[Image, ...]
    files: tuple[Path, ...]
    missing: tuple[Exception, ...] = ()
    content: bytes | None = None
    pixels: QImage | None = None
    png: bytes | None = None


class Carrying(QObject):
    """Prepares pictures of the open library to leave."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._copies = Copies()

    def open(self, library: Library) -> None:
        """Carry pictures of this library from now on."""
        self._library = library
        self._copies = Copies()

    async def close(self) -> None:
        """Let go of the library and remove the copies."""
        self._library = None
        await self._tasks.in_worker(self._copies.remove)

    @property
    def library_key(self) -> str:
        """What tells the open library from those of other windows of Studio; empty when none is open."""
        return key_of(self._library.folder.root) if self._library else ""

    async def prepare(self, images: Sequence[Image]) -> Carried:
        """Copy pictures to where other programs may have them; LibraryError when not a single one can be had."""
        from studio.library.errors import LibraryError

        assert self._library is not None, "pictures are chosen from an open library"
        key, copies = self.library_key, self._copies
        chosen, files, missing = [], [], []
        for planned in await self._tasks.in_worker(_plan, self._library, tuple(images)):
            try:
                files.append(await self._tasks.in_worker(copies.of, planned))
            except LibraryError as error:
                missing.append(error)
            else:
                chosen.append(planned.image)
        if missing and not files:
            raise missing[0]
        carried = Carried(key, tuple(chosen), tuple(files), tuple(missing))
        return carried if len(files) != 1 else await self._tasks.in_worker(_with_content, carried)

    async def copy(self, images: Sequence[Image]) -> Carried:
        """Put pictures on the clipboard: files, ids and, of a single one, its pixels; LibraryError."""
        carried = await self.prepare(images)
        if len(carried.files) == 1:
            carried = await self._tasks.in_worker(_with_pixels, carried)
        QGuiApplication.clipboard().setMimeData(_clipboard_mime(carried))
        return carried


def mime_of(carried: Carried) -> QMimeData:
    """What is dragged: file addresses and our ids, and the bytes of a single picture unless they are many."""
    mime = QMimeData()
    mime.setUrls([_url(file) for file in carried.files])
    own = {"library": carried.library, "images": [image.id for image in carried.images]}
    mime.setData(OWN_TYPE, json.dumps(own).encode())
    if carried.content is not None and len(carried.content) <= _MOST_DRAGGED:
        mime.setData(carried.images[0].blob.type, carried.content)
    return mime


def _clipboard_mime(carried: Carried) -> QMimeData:
    """What is dragged and more: pixels, the bytes however many, and what makes a paste into a folder work."""
    mime = mime_of(carried)
    if carried.pixels is not None:
        mime.setImageData(carried.pixels)
    if carried.content is not None:
        mime.setData(carried.images[0].blob.type, carried.content)
    if carried.png is not None:
        mime.setData("image/png", carried.png)
    addresses = [bytes(_url(file).toEncoded().data()) for file in carried.files]
    mime.setData(_FILE_MANAGERS, b"\n".join([b"copy", *addresses]))
    return mime


def carried_ids(mime: QMimeData, library_key: str | None = None) -> tuple[str, ...]:
    """The ids of pictures that Studio itself put there; none when they are not of the library named."""
    if not mime.hasFormat(OWN_TYPE):
        return ()
    try:
        own = json.loads(bytes(mime.data(OWN_TYPE).data()))
        library, images = own["library"], own["images"]
    except (ValueError, TypeError, KeyError):
        return ()
    if not isinstance(images, list) or (library_key is not None and library != library_key):
        return ()
    return tuple(each for each in images if isinstance(each, str))


def key_of(root: Path) -> str:
    """A short name for a library that gives no path away."""
    import hashlib

    return hashlib.sha256(str(root.absolute()).encode(errors="surrogatepass")).hexdigest()[:16]


def _plan(library: Library, images: tuple[Image, ...]) -> tuple[Export, ...]:
    from studio.library.export import Exporting

    return Exporting(library.images, library.turns).plan(images, NAMES)


def _with_content(carried: Carried) -> Carried:
    from studio.library.errors import translated

    file = carried.files[0]
    with translated("The picture could not be read for another program"):
        return carried if file.stat().st_size > _MOST_BYTES else replace(carried, content=file.read_bytes())


def _with_pixels(carried: Carried) -> Carried:
    """What the clipboard needs at once, because whoever asks for it later would make the painting thread work."""
    from studio.library.errors import PictureDamaged
    from studio.workbench.decoding import decode

    try:
        pixels = decode(carried.files[0]).whole
    except PictureDamaged:
        return replace(carried, content=None)  # its file can be had all the same
    if carried.content is not None and carried.images[0].blob.type == "image/png":
        return replace(carried, pixels=pixels)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"png"))
    writer.setQuality(_QUICKLY)
    writer.write(pixels)
    return replace(carried, pixels=pixels, png=bytes(buffer.data().data()))


def _url(file: Path) -> QUrl:
    return QUrl.fromLocalFile(str(file))
