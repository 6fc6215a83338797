"""Whatever the bytes, the answer is a picture that decodes or a refusal; nothing else comes out, nothing stays open."""

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from studio.generation.errors import InputRefused
from studio.generation.prepare import prepare, probe
from tests.generation.painted import exif, paint, saved, srgb_profile, swapped_profile

SIZE = (24, 16)
SEEDS = [
    saved(paint("RGB", SIZE), "PNG", exif=exif(), icc_profile=srgb_profile()),
    saved(paint("P", SIZE), "PNG", transparency=bytes(range(256)), exif=exif(6)),
    saved(paint("I;16", SIZE), "PNG"),
    saved(paint("RGB", SIZE), "PNG", save_all=True, append_images=[paint("RGB", SIZE).rotate(180)]),
    saved(paint("RGB", SIZE), "JPEG", exif=exif(), icc_profile=swapped_profile(), comment=b"words"),
    saved(paint("RGB", SIZE), "JPEG", exif=exif(5), progressive=True),
    saved(paint("CMYK", SIZE), "JPEG"),
    saved(paint("RGB", SIZE), "MPO", save_all=True, append_images=[paint("RGB", SIZE)]),
    saved(paint("RGBA", SIZE), "WEBP", exif=exif(), icc_profile=srgb_profile()),
    saved(paint("RGB", SIZE), "WEBP", save_all=True, append_images=[paint("RGB", SIZE).rotate(180)]),
    saved(paint("P", SIZE), "GIF", save_all=True, append_images=[paint("P", SIZE).rotate(180)]),
    saved(paint("RGB", SIZE), "BMP"),
    saved(paint("1", SIZE), "BMP"),
    saved(paint("RGB", SIZE), "TIFF", exif=exif(8), icc_profile=swapped_profile()),
    saved(paint("F", SIZE), "TIFF"),
    saved(paint("LAB", SIZE), "TIFF"),
    saved(paint("CMYK", SIZE), "TIFF", compression="tiff_lzw"),
    saved(paint("RGB", SIZE), "TIFF", compression="tiff_adobe_deflate", save_all=True, append_images=[paint("L")]),
    saved(paint("RGBA", SIZE), "ICO"),
    saved(paint("RGBA", SIZE), "ICO", bitmap_format="bmp"),
    saved(paint("RGBA", SIZE), "AVIF", exif=exif(6), speed=10),
]
MAGICS = [seed[:16] for seed in SEEDS] + [
    b"<svg ",
    b"%PDF-",
    b"\0\0\0\x18ftypheic",
    b"II*\0",
    b"MM\0*",
    b"BM",
    b"\xff\xd8\xff",
]

seeds = st.sampled_from(SEEDS)
places = st.floats(0, 1, exclude_max=True)


@st.composite
def flipped(draw: st.DrawFn) -> bytes:
    """A valid file with one bit or byte changed."""
    data = bytearray(draw(seeds))
    data[int(draw(places) * len(data))] ^= draw(st.integers(1, 255))
    return bytes(data)


@st.composite
def cut(draw: st.DrawFn) -> bytes:
    """A valid file without its end, a piece of its middle, or with a piece twice."""
    data = draw(seeds)
    start, end = sorted(int(draw(places) * len(data)) for _ in range(2))
    return draw(st.sampled_from((data[:start], data[:start] + data[end:], data[:end] + data[start:])))


@st.composite
def numbered(draw: st.DrawFn) -> bytes:
    """A valid file with an extreme number written over some place: a length, an offset, a side."""
    data = draw(seeds)
    at = int(draw(places) * len(data))
    number = draw(st.sampled_from((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)))
    packed = struct.pack(draw(st.sampled_from((">I", "<I"))), number)
    return data[:at] + packed + data[at + 4 :]


begun = st.builds(bytes.__add__, st.sampled_from(MAGICS), st.binary(max_size=400))


@settings(max_examples=600, suppress_health_check=[HealthCheck.too_slow])
@given(data=flipped() | cut() | numbered() | begun | st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    into = folder / "into"
    into.mkdir()
    source = folder / "photo.dat"
    source.write_bytes(data)
    found = probe(source)
    try:
        prepared = prepare(source, into)
    except InputRefused:
        assert not list(into.iterdir())
    else:
        assert found is not None
        assert list(into.iterdir()) == [prepared.path]
        with Image.open(prepared.path, formats=("PNG", "JPEG", "WEBP")) as image:
            image.load()
            assert image.size == (prepared.width, prepared.height)
            assert not image.getexif()
    assert source.read_bytes() == data
    still_open = [each.resolve() for each in Path("/proc/self/fd").iterdir()]
    assert not [each for each in still_open if each.is_relative_to(folder)]
