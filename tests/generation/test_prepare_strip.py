"""Metadata leaves, pixels stay: bit for bit, in every way PNG, JPEG and WebP are put together."""

import io
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from studio.generation.input_notes import FirstFrameOnly, MetadataRemoved
from studio.generation.prepare import Prepared, prepare
from tests.generation.painted import CANARY, chunk, exif, paint, pixels, png_chunks, saved, segment, srgb_profile

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def _prepare(data: bytes, into: Path) -> Prepared:
    source = into.parent / "photo.dat"
    source.write_bytes(data)
    prepared = prepare(source, into)
    assert source.read_bytes() == data
    assert prepared.original_name == "photo.dat"
    assert prepared.path.parent == into
    assert prepared.size == prepared.path.stat().st_size
    return prepared


def _same_pixels(prepared: Prepared) -> bool:
    return pixels(prepared.path) == pixels(prepared.path.parent.parent / "photo.dat")


def _nothing_told(path: Path) -> bool:
    with Image.open(path) as image:
        image.load()
        told = set(image.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "adobe", "progressive"}
        told -= {"adobe_transform", "progression", "loop", "background", "timestamp", "duration", "gamma", "srgb"}
        return not told and not image.getexif() and CANARY not in path.read_bytes()


def _laden_jpeg(image: Image.Image, **options: Any) -> bytes:
    """A JPEG that tells as much as a JPEG can, with every kind of segment between its own ones."""
    plain = saved(image, "JPEG", exif=exif(), icc_profile=srgb_profile(), comment=CANARY, xmp=XMP, **options)
    odd = b"".join(
        (
            segment(0xE0, b"JFXX\0\x10" + CANARY),
            segment(0xE2, b"MPF\0" + CANARY),
            segment(0xEB, b"JP\0\1jumb-c2pa" + CANARY),
            segment(0xED, b"Photoshop 3.0\0" + CANARY),
            segment(0xEF, CANARY),
            b"\xff\xff\xff",
            segment(0xFE, CANARY),
        )
    )
    return plain[:2] + odd + plain[2:] + b"video behind the picture " + CANARY


@pytest.mark.parametrize(
    "options",
    [
        {"quality": 90},
        {"quality": 100, "subsampling": 0},
        {"progressive": True},
        {"restart_marker_blocks": 1},
        {"optimize": True, "subsampling": 2},
        {"keep_rgb": True},
        {"dpi": (300, 300)},
    ],
    ids=str,
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_jpeg_keeps_its_pixels_and_nothing_else(into: Path, mode: str, options: dict[str, Any]) -> None:
    prepared = _prepare(_laden_jpeg(paint(mode), **options), into)
    assert (prepared.type, prepared.width, prepared.height) == ("image/jpeg", 48, 32)
    assert prepared.path.suffix == ".jpg"
    assert prepared.notes == (MetadataRemoved(),)
    assert _same_pixels(prepared)
    assert _nothing_told(prepared.path)


def test_a_thumbnail_in_the_jfif_header_goes(into: Path) -> None:
    data = saved(paint(), "JPEG")
    assert data[2:4] == b"\xff\xe0"
    jfif = b"JFIF\0\1\2\1\0\x48\0\x48\1\1"
    prepared = _prepare(data[:2] + segment(0xE0, jfif + b"cut") + data[20:], into)
    assert _same_pixels(prepared)
    assert prepared.path.read_bytes() == data[:2] + segment(0xE0, jfif[:12] + b"\0\0") + data[20:]


def test_a_comment_between_two_scans_goes(into: Path) -> None:
    data = saved(paint(), "JPEG", progressive=True)
    second = data.index(b"\xff\xc4", data.index(b"\xff\xda"))
    prepared = _prepare(data[:second] + segment(0xFE, CANARY) + data[second:], into)
    assert prepared.path.read_bytes() == data


def test_the_further_picture_of_a_camera_goes(into: Path) -> None:
    prepared = _prepare(saved(paint(), "MPO", save_all=True, append_images=[paint("L")]), into)
    assert prepared.type == "image/jpeg"
    assert not [note for note in prepared.notes if isinstance(note, FirstFrameOnly)]
    with Image.open(prepared.path) as image:
        assert image.format == "JPEG"
    assert _same_pixels(prepared)


def _laden_png(image: Image.Image) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("parameters", CANARY.decode())
    texts.add_text("Comment", CANARY.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    plain = saved(image, "PNG", pnginfo=texts, exif=exif(), icc_profile=srgb_profile(), dpi=(300, 300))
    start, end = 8 + 25, len(plain) - 12
    odd = chunk(b"tIME", bytes((7, 234, 11, 22, 1, 2, 3))) + chunk(b"caBX", CANARY) + chunk(b"prVt", CANARY)
    return plain[:start] + odd + plain[start:end] + chunk(b"tEXt", b"late\0" + CANARY) + plain[end:] + b"x" + CANARY


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
def test_a_png_keeps_its_pixels_and_nothing_else(into: Path, mode: str) -> None:
    data = _laden_png(paint(mode))
    prepared = _prepare(data, into)
    assert (prepared.type, prepared.width, prepared.height) == ("image/png", 48, 32)
    assert prepared.notes == (MetadataRemoved(),)
    assert _same_pixels(prepared)
    assert _nothing_told(prepared.path)
    kept = png_chunks(prepared.path.read_bytes())
    assert [name for name, _ in kept if name != b"PLTE"] == [b"IHDR", b"pHYs", b"IDAT", b"IEND"]
    assert dict(kept)[b"IDAT"] == dict(png_chunks(data[: data.rindex(b"IEND") + 8]))[b"IDAT"]


def test_what_says_how_to_show_a_png_stays(into: Path) -> None:
    data = saved(paint(), "PNG")
    said = chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"sRGB", b"\0") + chunk(b"sBIT", b"\x08\x08\x08")
    data = data[:33] + said + data[33:]
    prepared = _prepare(data, into)
    assert prepared.notes == ()
    assert prepared.path.read_bytes() == data


def test_the_first_frame_of_an_animated_png_stays_as_it_is(into: Path) -> None:
    data = saved(paint(), "PNG", save_all=True, append_images=[paint("L").convert("RGB")])
    prepared = _prepare(data, into)
    assert (prepared.type, prepared.notes) == ("image/png", (FirstFrameOnly("frame"),))
    assert {name for name, _ in png_chunks(prepared.path.read_bytes())} == {b"IHDR", b"IDAT", b"IEND"}
    assert _same_pixels(prepared)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("options", [{"quality": 80}, {"lossless": True}], ids=str)
def test_a_webp_keeps_its_pixels_and_nothing_else(into: Path, mode: str, options: dict[str, Any]) -> None:
    data = saved(paint(mode), "WEBP", exif=exif(), xmp=XMP, icc_profile=srgb_profile(), **options)
    odd = data + b"prVt" + struct.pack("<I", len(CANARY)) + CANARY + bytes(len(CANARY) % 2)
    odd = odd[:4] + struct.pack("<I", len(odd) - 8) + odd[8:] + b"behind " + CANARY
    prepared = _prepare(odd, into)
    assert (prepared.type, prepared.width, prepared.height) == ("image/webp", 48, 32)
    assert prepared.notes == (MetadataRemoved(),)
    assert _same_pixels(prepared)
    assert _nothing_told(prepared.path)
    stripped = prepared.path.read_bytes()
    assert int.from_bytes(stripped[4:8], "little") == len(stripped) - 8
    assert stripped[20] == (0x10 if mode == "RGBA" else 0)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_file_without_metadata_is_the_same_file(into: Path, form: str) -> None:
    data = saved(paint(), form)
    prepared = _prepare(data, into)
    assert prepared.path.read_bytes() == data
    assert prepared.notes == ()


def test_a_profile_that_is_srgb_goes_without_a_word(into: Path) -> None:
    prepared = _prepare(saved(paint(), "JPEG", icc_profile=srgb_profile()), into)
    assert prepared.notes == ()
    assert _same_pixels(prepared)
    assert _nothing_told(prepared.path)


def test_a_jpeg_put_together_oddly_is_decoded_and_written_anew(into: Path) -> None:
    data = saved(paint(), "JPEG", quality=95, subsampling=0)
    odd = data[:20] + b"junk" + data[20:]
    prepared = _prepare(odd, into)
    assert prepared.type == "image/jpeg"
    assert len(list(into.iterdir())) == 1
    with Image.open(io.BytesIO(data)) as before, Image.open(prepared.path) as after:
        assert max(a - b for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) < 12


@settings(max_examples=60)
@given(
    noise=st.binary(min_size=27, max_size=900),
    width=st.integers(1, 9),
    quality=st.integers(1, 100),
    progressive=st.booleans(),
    restart=st.integers(0, 3),
    metadata=st.lists(st.tuples(st.sampled_from([0xE1, 0xE2, 0xED, 0xEF, 0xFE]), st.binary(max_size=40)), max_size=3),
)
def test_any_jpeg_keeps_its_compressed_data(
    tmp_path_factory: pytest.TempPathFactory,
    noise: bytes,
    width: int,
    quality: int,
    progressive: bool,
    restart: int,
    metadata: list[tuple[int, bytes]],
) -> None:
    height = len(noise) // (3 * width)
    image = Image.frombytes("RGB", (width, height), noise[: 3 * width * height])
    options = {"quality": quality, "progressive": progressive, "restart_marker_blocks": restart}
    data = saved(image, "JPEG", **options)
    laden = data[:2] + b"".join(segment(*each) for each in metadata) + data[2:]
    folder = tmp_path_factory.mktemp("any")
    (folder / "into").mkdir()
    assert _prepare(laden, folder / "into").path.read_bytes() == data
