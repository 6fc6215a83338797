"""Pictures in a library, for tests of what shows and carries them: imported, decodable, each of its own colour."""

from pathlib import Path

from PIL import Image as Pillow

from studio.library.library import Library
from studio.library.records import Image

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}


def take_in(
    library: Library,
    folder: Path,
    name: str = "otter.png",
    size: tuple[int, int] = (320, 200),
    colour: str | tuple[int, ...] = "#336699",
    mime: str = "image/png",
    turned: int = 1,
) -> Image:
    """Import a picture of one colour; `turned` is the EXIF orientation its file carries, `size` is before turning."""
    picture = Pillow.new("RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB", size, colour)
    exif = Pillow.Exif()
    if turned != 1:
        exif[0x0112] = turned
    path = folder / name
    picture.save(path, _FORMATS[mime], exif=exif)
    width, height = (size[1], size[0]) if turned >= 5 else size
    return library.images.import_file(path, mime=mime, width=width, height=height, name=name)
