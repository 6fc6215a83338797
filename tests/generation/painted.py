"""Pictures painted for tests, and the odd things files carry beside their pixels."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

CANARY = b"canary-4711-secret-place"


def paint(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture without symmetry: red grows to the right, green downwards, the upper left quarter is bluish."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    corner = Image.new("L", size, 20)
    corner.paste(220, (0, 0, size[0] // 2, size[1] // 2))
    colours = Image.merge("RGB", (across, down, corner))
    if mode in ("I;16", "I"):
        return across.convert("I").point(lambda value: value * 257 + 0).convert(mode)
    if mode == "F":
        return across.convert("F").point(lambda value: value * (1 / 255) + 0.0)
    if mode in ("LA", "PA"):
        return Image.merge("LA", (across, down)).convert(mode)
    if mode == "RGBA":
        return Image.merge("RGBA", (*colours.split(), down))
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        return ImageCms.buildTransform(srgb, lab, "RGB", "LAB").apply(colours)
    return colours.convert(mode)


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture as a file in that format."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def pixels(path: Path, mode: str | None = None) -> bytes:
    """The decoded pixels of a file."""
    with Image.open(path) as image:
        return (image.convert(mode) if mode else image).tobytes()


def exif(orientation: int = 1, **_: object) -> Image.Exif:
    """Camera data with a place in it."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = CANARY.decode()
    data.get_ifd(0x8825)[0x001D] = CANARY.decode()  # GPS
    return data


def srgb_profile() -> bytes:
    """An ordinary sRGB profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """A profile in which red means blue and blue means red."""
    data = srgb_profile()
    return data.replace(b"rXYZ", b"tmp_", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp_", b"bXYZ", 1)


def linear_grey_profile() -> bytes:
    """A profile in which grey is linear light."""
    white = b"XYZ \0\0\0\0" + struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, 0x0100, 0)
    table = struct.pack(">I", 2)
    offset = 128 + 4 + 2 * 12
    for name, body in ((b"wtpt", white), (b"kTRC", curve)):
        table += name + struct.pack(">II", offset, len(body))
        offset += len(body)
    head = struct.pack(">I4sI4s4s4s", offset, b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 11, 22, 0, 0, 0, b"acsp") + bytes(28)
    head += struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + table + white + curve


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names and bodies of the chunks of a PNG."""
    found, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found
