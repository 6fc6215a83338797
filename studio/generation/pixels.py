"""Pixels as a model expects them: upright, in 8-bit sRGB, with transparency or without.

Pillow is imported inside the functions, because it is needed long after the start, if at all.
"""

import io
import logging
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsTransform

_ORIENTATION = 0x0112
# ImageDescription, Make, Model, Software, DateTime, Artist, Copyright, the Exif and GPS directories.
_TELLING_TAGS = {0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x8298, 0x8769, 0x8825}
_TELLING_KEYS = {"exif", "xmp", "comment", "photoshop"}
_SENT_AS_IS = ("L", "RGB", "RGBA", "P")
_DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_GREY = ("1", "L", "LA", "La")
_OTHER_COLOURS = ("CMYK", "LAB", "HSV", *_DEEP)
_NOTICEABLE = 3  # of 255

# What Pillow raises on bytes that are not what they should be: its plugins were never made to agree on that.
UNDECODABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def quiet_pillow() -> None:
    """Keep what Pillow thinks of odd files off the terminal and out of the log: a refusal says it in our words.

    It stays so for the process: putting filters back is not safe while other threads warn.
    """
    warnings.filterwarnings("ignore", module=r"PIL\.")
    logging.getLogger("PIL").setLevel(logging.CRITICAL)


def orientation(image: "Image") -> int:
    """The EXIF orientation from 1 (upright) to 8; 1 when it is missing, impossible or unreadable."""
    value = _exif(image).get(_ORIENTATION, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def has_metadata(image: "Image") -> bool:
    """Whether the picture tells more than its pixels do; for formats that `strip` does not know."""
    return bool(_TELLING_KEYS & image.info.keys() or _TELLING_TAGS & _exif(image).keys())


def has_more_frames(image: "Image") -> bool:
    """Whether frames or pages follow the first; the second picture that many cameras put into a JPEG is neither."""
    try:
        return image.format != "MPO" and bool(getattr(image, "is_animated", False))
    except UNDECODABLE:
        return False


def upright(image: "Image", turned: int) -> "Image":
    """The picture as it is meant to be seen, given its EXIF orientation."""
    from PIL.Image import Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    return image if turned == 1 else image.transpose(turns[turned - 2])


def is_plain(image: "Image") -> bool:
    """Whether the pixels can be sent as they are: 8-bit sRGB, with transparency only as a channel of its own."""
    if image.mode not in _SENT_AS_IS or (image.mode != "RGBA" and image.has_transparency_data):
        return False
    return _to_srgb(image) is None


def plain(image: "Image") -> tuple["Image", bool]:
    """The picture as RGB or RGBA in 8-bit sRGB, and whether its colours had to be converted for that."""
    transform = _to_srgb(image)
    converted = transform is not None or image.mode in _OTHER_COLOURS
    deep = image.mode in _DEEP
    if deep:
        image = _eight_bits(image)
    alpha = image.convert("RGBA").getchannel("A") if not deep and image.has_transparency_data else None
    if transform:
        colours = transform.apply(image.convert(transform.input_mode))
    elif image.mode == "LAB":
        colours = _from_lab(image)
    else:
        colours = image.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours, converted


def _exif(image: "Image") -> dict[int, object]:
    try:
        return dict(image.getexif())
    except UNDECODABLE:
        return {}


def _eight_bits(image: "Image") -> "Image":
    """Deep grey as L, scaled from the smallest usual range that holds its brightest value."""
    image = image if image.mode == "F" else image.convert("I")
    _, brightest = image.getextrema()
    assert not isinstance(brightest, tuple)
    ranges = (1.0, 255.0, 65535.0) if image.mode == "F" else (65535.0,)
    whole = next((each for each in ranges if brightest <= each), brightest)
    return image.convert("F").point(lambda value: value * (255 / whole) + 0.0).convert("L")


def _from_lab(image: "Image") -> "Image":
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return ImageCms.buildTransform(lab, srgb, "LAB", "RGB").apply(image)


def _to_srgb(image: "Image") -> "ImageCmsTransform | None":
    """What its profile asks for; None without one, or when it is sRGB in effect, broken, or made for other pixels."""
    from PIL import ImageCms

    if not (data := image.info.get("icc_profile")):
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
        mode = _profile_mode(profile.profile.xcolor_space.strip(), image.mode)
        if mode is None:
            return None
        transform = ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, *UNDECODABLE):
        return None
    return None if mode != "CMYK" and _changes_nothing(transform, mode) else transform


def _profile_mode(space: str, mode: str) -> str | None:
    """The mode in which a profile of this colour space takes pixels of this mode; None when it does not."""
    if mode == "CMYK" or space == "CMYK":
        return "CMYK" if mode == space else None
    if space == "GRAY":
        return "L" if mode in (*_GREY, *_DEEP) else None
    return "RGB" if space == "RGB" and mode not in ("LAB", "HSV") else None


def _changes_nothing(transform: "ImageCmsTransform", mode: str) -> bool:
    """Whether colours from the whole range come out of it as they went in, as near as anybody could see."""
    from PIL import Image, ImageChops

    steps = range(0, 256, 15)
    colours = (
        steps
        if mode == "L"
        else (part for red in steps for green in steps for blue in steps for part in (red, green, blue))
    )
    samples = bytes(colours)
    before = Image.frombytes(mode, (len(samples) // len(mode), 1), samples)
    difference = ImageChops.difference(before.convert("RGB"), transform.apply(before))
    return max(difference.tobytes()) <= _NOTICEABLE
