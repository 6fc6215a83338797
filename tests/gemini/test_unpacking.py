"""Compressed bodies as servers really send them, cut anywhere."""

import gzip
import random
import zlib

import pytest

from studio.gemini.errors import ReplyTooLarge, ReplyUnreadable
from studio.gemini.unpacking import Unpacker

WORDS = b"an otter in a top hat, " * 300
NOISE = random.Random(1).randbytes(9000)


def raw_deflate(data: bytes) -> bytes:
    squeezer = zlib.compressobj(wbits=-15)
    return squeezer.compress(data) + squeezer.flush()


def unfolded(packed: bytes, size: int) -> bytes:
    unpacker = Unpacker()
    pieces = (packed[at : at + size] for at in range(0, len(packed), size))
    return b"".join(chunk for piece in pieces for chunk in unpacker.feed(piece))


@pytest.mark.parametrize("size", [1, 2, 3, 100, 1 << 20])
@pytest.mark.parametrize("data", [WORDS, NOISE, b""], ids=["words", "noise", "nothing"])
@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate])
def test_gzip_and_both_kinds_of_deflate_are_opened(pack: object, data: bytes, size: int) -> None:
    assert callable(pack)
    assert unfolded(pack(data), size) == data


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_every_member_of_a_gzip_is_read(size: int) -> None:
    packed = gzip.compress(WORDS) + gzip.compress(b"") + gzip.compress(NOISE) + b"\0" * 20
    assert unfolded(packed, size) == WORDS + NOISE


@pytest.mark.parametrize("extra", range(-260, 260, 20))
def test_nothing_stays_behind_when_a_step_ends_where_the_bytes_do(extra: int) -> None:
    data = b"A" * ((1 << 20) + extra) + b"B"
    assert unfolded(gzip.compress(data), 1 << 20) == data


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(NOISE)[:500] + b"x" * 9000, b"\xff\xff\xff\xff", gzip.compress(b"") + b"??"],
    ids=["inside", "no head", "behind"],  # by its bytes a test would have another name each second: gzip notes the time
)
def test_what_is_damaged_says_so(packed: bytes) -> None:
    with pytest.raises(ReplyUnreadable):
        unfolded(packed, 100)


def test_a_bomb_of_many_members_is_put_down() -> None:
    with pytest.raises(ReplyTooLarge):
        unfolded(gzip.compress(bytes(1 << 20)) * 64, 1000)
