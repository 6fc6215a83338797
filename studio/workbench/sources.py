"""Where a picture for a draft comes from, as plain values that outlive the event which brought them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file, or a folder, on this machine; only ever read."""

    path: Path

    @property
    def name(self) -> str:
        """What the chip is called until the file has been read."""
        return self.path.name or str(self.path)


@dataclass(frozen=True, slots=True)
class BytesSource:
    """The bytes of a picture file, from the clipboard or a drag; `name` is empty where nobody named them."""

    data: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class PixelsSource:
    """Pixels without a file."""

    pixels: QImage
    name: str = ""


@dataclass(frozen=True, slots=True)
class DataLinkSource:
    """A picture written out in a `data:` link."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class LinkSource:
    """An http or https link to a picture."""

    url: str

    @property
    def name(self) -> str:
        """The last part of the link's path."""
        return self.url.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ImageSource:
    """An image by its id; `otherwise` is where to get it when this library does not have it."""

    image_id: str
    otherwise: Source | None = None

    @property
    def name(self) -> str:
        """The name of what stands in for it."""
        return self.otherwise.name if self.otherwise else ""


Source = FileSource | BytesSource | PixelsSource | DataLinkSource | LinkSource | ImageSource
