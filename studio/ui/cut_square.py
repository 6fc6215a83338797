"""Images cut to squares: how sharp a thumbnail has to be for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.library.records import Image

_LONGEST = 3  # an image longer than this times its width is cut from a thumbnail that is less than sharp
_UNKNOWN = 1.5


def length_of(image: Image) -> float:
    """How much longer the longer side is than the square that the image is cut to."""
    if not image.width or not image.height:
        return _UNKNOWN
    return min(_LONGEST, max(image.width, image.height) / min(image.width, image.height))
