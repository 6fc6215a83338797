"""Images of a request: checked whole against their declared type, and opened as plain RGB."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.wish import InputImage

MOST_PIXELS = 50_000_000

# The readers themselves, not Image.open: the declared type has to be the true one, and a huge size must be refused
# here, before Pillow warns about it.
_READERS: Mapping[str, type[ImageFile.ImageFile]] = {
    "image/png": PngImagePlugin.PngImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
_UNREADABLE_HERE = ("image/heic", "image/heif")
_CANNOT = "Unable to process input image."
# What the readers were seen to raise on broken bytes.
_BROKEN = (OSError, SyntaxError, ValueError, IndexError, TypeError, KeyError, struct.error, zlib.error)


def check_image(data: bytes, mime_type: str) -> InputImage:
    """The image once every pixel of it was decoded; raises InvalidArgument in Google's words."""
    if mime_type in _UNREADABLE_HERE:
        raise InvalidArgument(f"{_CANNOT} The sandbox has no reader for {mime_type}.")
    if mime_type not in _READERS:
        raise InvalidArgument(f"Unsupported MIME type: {mime_type}")
    with _loaded(data, mime_type) as image:
        return InputImage(data, mime_type, image.size)


def open_rgb(image: InputImage) -> Image.Image:
    """The pixels as RGB, on white where they are transparent."""
    with _loaded(image.data, image.mime_type) as picture:
        if picture.mode.startswith("I"):
            return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
        if picture.has_transparency_data:
            with picture.convert("RGBA") as layer, Image.new("RGBA", layer.size, "white") as ground:
                return Image.alpha_composite(ground, layer).convert("RGB")
        return picture.convert("RGB")


def _loaded(data: bytes, mime_type: str) -> ImageFile.ImageFile:
    try:
        image = _READERS[mime_type](BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise InvalidArgument(
                f"{_CANNOT} It has {image.width}x{image.height} pixels; "
                f"the sandbox reads at most {MOST_PIXELS // 1_000_000} million."
            )
        image.load()
    except _BROKEN as error:
        raise InvalidArgument(_CANNOT) from error
    return image
