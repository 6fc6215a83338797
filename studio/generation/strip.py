"""Takes metadata out of PNG, JPEG and WebP files without touching a pixel: what is kept is copied byte for byte.

Nothing is decoded and little is held in memory, however large the file. What is kept is listed, so that metadata nobody
has thought of yet, and whatever follows the end of the picture, stays out as well.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

_BLOCK = 1 << 20

_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"sBIT", b"pHYs")
# Dropped without a word: how to show the pixels (the profile is sRGB when we get here), further frames.
_PNG_TECHNICAL = (b"iCCP", b"bKGD", b"hIST", b"sPLT", b"oFFs", b"acTL", b"fcTL", b"fdAT", b"iDOT")

_SOI, _EOI, _SOS = b"\xff\xd8", 0xD9, 0xDA
_APP0, _APP2, _APP14 = 0xE0, 0xE2, 0xEE
_WITHOUT_LENGTH = range(0xD0, 0xD9)
_NEEDED_TO_DECODE = range(0xC0, 0xE0)
_JFIF_LENGTH = 14  # of its body, without the thumbnail
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")

_WEBP_KEPT = (b"ALPH", b"VP8 ", b"VP8L")
_WEBP_ALPHA_FLAG = 0x10


class Unstrippable(Exception):
    """The file is not put together as its format says; it may still decode."""


class Corrupt(Exception):
    """The file says itself that its pixels are not what they were."""


@dataclass
class Plan:
    """What the stripped file is made of: bytes of its own and spans (start, end) of the original."""

    pieces: list[bytes | tuple[int, int]] = field(default_factory=list)
    metadata: bool = False

    def keep(self, start: int, end: int) -> None:
        """Take over a span, joined to the one before where they touch."""
        last = self.pieces[-1] if self.pieces else b""
        if isinstance(last, tuple) and last[1] == start:
            self.pieces[-1] = (last[0], end)
        else:
            self.pieces.append((start, end))

    @property
    def size(self) -> int:
        """How many bytes the stripped file will have."""
        return sum(len(piece) if isinstance(piece, bytes) else piece[1] - piece[0] for piece in self.pieces)


def plan_stripping(mime: str, file: BinaryIO) -> Plan:
    """What of an image/png, image/jpeg or image/webp file to keep. Raises Unstrippable, Corrupt."""
    planners: dict[str, Callable[[BinaryIO], Plan]] = {
        "image/png": _plan_png,
        "image/jpeg": _plan_jpeg,
        "image/webp": _plan_webp,
    }
    return planners[mime](file)


def copy_planned(plan: Plan, source: BinaryIO, target: BinaryIO) -> None:
    """Write the stripped file. Raises Unstrippable when the source is shorter than it says."""
    for piece in plan.pieces:
        if isinstance(piece, bytes):
            target.write(piece)
            continue
        start, end = piece
        source.seek(start)
        while start < end:
            block = _exactly(source, min(_BLOCK, end - start))
            target.write(block)
            start += len(block)


def _plan_png(file: BinaryIO) -> Plan:
    plan = Plan()
    plan.keep(0, 8)
    at, name = 8, b""
    while name != b"IEND":
        head = _read(file, at, 8)
        name = head[4:]
        end = at + 12 + int.from_bytes(head[:4])
        if name in _PNG_KEPT:
            _check_sum(file, at + 4, end - 4)
            plan.keep(at, end)
        elif name not in _PNG_TECHNICAL:
            plan.metadata = True
        at = end
    return plan


def _check_sum(file: BinaryIO, start: int, end: int) -> None:
    # Not done by Pillow for the chunks that hold the pixels; other decoders refuse the picture.
    file.seek(start)
    computed = 0
    while start < end:
        block = _exactly(file, min(_BLOCK, end - start))
        computed = zlib.crc32(block, computed)
        start += len(block)
    if computed != int.from_bytes(_exactly(file, 4)):
        raise Corrupt("a wrong checksum")


def _plan_jpeg(file: BinaryIO) -> Plan:
    plan = Plan([_SOI])
    at = len(_SOI)
    while True:
        marker, at = _jpeg_marker(file, at)
        if marker == _EOI:
            plan.pieces.append(bytes((0xFF, _EOI)))
            return plan
        length = int.from_bytes(_read(file, at, 2))
        if length < 2 or marker < _NEEDED_TO_DECODE.start or marker in _WITHOUT_LENGTH:
            raise Unstrippable("a segment that has no place there")
        _plan_segment(plan, file, marker, at, at + length)
        at += length
        if marker == _SOS:
            end = _end_of_scan(file, at)
            plan.keep(at, end)
            at = end


def _jpeg_marker(file: BinaryIO, at: int) -> tuple[int, int]:
    """The marker at this place, fill bytes skipped, and where its length stands."""
    if _read(file, at, 1) != b"\xff":
        raise Unstrippable("something between two segments")
    marker = 0xFF
    while marker == 0xFF:
        at += 1
        marker = _read(file, at, 1)[0]
    return marker, at + 1


def _plan_segment(plan: Plan, file: BinaryIO, marker: int, start: int, end: int) -> None:
    if marker in _NEEDED_TO_DECODE:
        plan.keep(start - 2, end)
        return
    body = _read(file, start + 2, min(end - start - 2, _JFIF_LENGTH))
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) == _JFIF_LENGTH:
        plan.pieces.append(b"\xff\xe0\x00\x10" + body[:12] + b"\x00\x00")  # its thumbnail may show what was cut away
    elif marker == _APP14 and body.startswith(b"Adobe"):
        plan.keep(start - 2, end)  # says how the colours are stored
    elif marker != _APP0 and not (marker == _APP2 and body.startswith((b"ICC_PROFILE", b"MPF"))):
        plan.metadata = True


def _end_of_scan(file: BinaryIO, at: int) -> int:
    """Where the first marker stands that ends the compressed data beginning here."""
    file.seek(at)
    carried = b""
    while block := file.read(_BLOCK):
        window = carried + block
        if found := _MARKER_IN_SCAN.search(window):
            return at - len(carried) + found.start()
        at += len(block)
        carried = window[-1:] if window.endswith(b"\xff") else b""
    raise Unstrippable("no end of the picture")


def _plan_webp(file: BinaryIO) -> Plan:
    plan = Plan()
    end = 8 + int.from_bytes(_read(file, 4, 4), "little")
    at = 12
    while at + 8 <= end:
        head = _read(file, at, 8)
        name, length = head[:4], int.from_bytes(head[4:], "little")
        after = at + 8 + length + length % 2
        if name in _WEBP_KEPT:
            plan.keep(at, after)
        elif name == b"VP8X":
            body = _read(file, at + 8, 10)
            plan.pieces.append(head + bytes((body[0] & _WEBP_ALPHA_FLAG,)) + body[1:])
        elif name != b"ICCP":
            plan.metadata = True
        at = after
    plan.pieces.insert(0, b"RIFF" + (plan.size + 4).to_bytes(4, "little") + b"WEBP")
    return plan


def _read(file: BinaryIO, at: int, size: int) -> bytes:
    file.seek(at)
    return _exactly(file, size)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise Unstrippable("cut short")
    return data
