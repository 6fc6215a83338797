"""The files a benchmark works on, made once in a scratch folder."""

import io
import json
import math
import random
from pathlib import Path

from PIL import Image

from tests.benchmarks.case import FULL, SMALL, Case
from tests.fakes.replies import image_part, reply_of

_SMALL_BYTES = 48_000


def make_replies(folder: Path, size: int) -> Case:
    """Write a reply with a picture of `size` bytes, and a small one to warm up with; returns the full case."""
    for name, length in ((SMALL, _SMALL_BYTES), (FULL, size)):
        case = Case(folder, name)
        picture = _picture(length, length)
        case.picture.write_bytes(picture)
        parts = {"text": "Here is an otter in a top hat."}, image_part(picture)
        case.reply.write_text(json.dumps(reply_of(*parts), indent=2))
    return Case(folder, FULL)


def make_inputs(folder: Path, size: int, count: int = 3) -> Case:
    """Write `count` pictures of `size` bytes in all, and small ones to warm up with; the replies are words only."""
    for name, length in ((SMALL, _SMALL_BYTES), (FULL, size)):
        for number in range(count):
            (folder / f"{name}-input-{number}.png").write_bytes(_picture(number, length // count))
        Case(folder, name).reply.write_text(json.dumps(reply_of({"text": "I see three pictures."})))
    return Case(folder, FULL)


def _picture(seed: int, size: int) -> bytes:
    """A PNG of about `size` bytes: noise, left as it is, because a real picture's bytes look like noise too."""
    side = max(8, math.isqrt(size // 3))
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(side * side * 3)).save(
        file, "PNG", compress_level=0
    )
    return file.getvalue()
