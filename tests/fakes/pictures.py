"""Pictures of any number of bytes, each different: a real PNG with a private chunk of noise in it."""

import io
import random
import struct
import zlib

from PIL import Image


def big_picture(seed: int, size: int) -> bytes:
    """A decodable PNG of about `size` bytes."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (seed % 256, seed // 256 % 256, 90)).save(file, "PNG")
    png = file.getvalue()
    noise = random.Random(seed).randbytes(max(16, size - len(png)))
    chunk = b"stUd" + noise
    private = struct.pack(">I", len(noise)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    after_header = 8 + 25
    return png[:after_header] + private + png[after_header:]
