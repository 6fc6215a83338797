"""What is sent of a file: upright, in a format the API takes, in sRGB, with a note for each thing done."""

import io
import os
import struct
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps, JpegImagePlugin

from studio.generation.errors import InputDamaged
from studio.generation.input_notes import (
    ColoursConverted,
    Converted,
    FirstFrameOnly,
    MetadataRemoved,
    Note,
    TurnedUpright,
)
from studio.generation.prepare import Prepared, Probe, prepare, probe
from tests.generation.painted import (
    CANARY,
    chunk,
    exif,
    linear_grey_profile,
    paint,
    pixels,
    png_chunks,
    saved,
    srgb_profile,
    swapped_profile,
)


@pytest.fixture
def into(tmp_path: Path) -> Path:
    (tmp_path / "into").mkdir()
    return tmp_path / "into"


def _prepare(data: bytes, into: Path, name: str = "photo.dat") -> Prepared:
    source = into.parent / name
    source.write_bytes(data)
    prepared = prepare(source, into)
    assert source.read_bytes() == data
    assert list(into.iterdir()) == [prepared.path]
    with Image.open(prepared.path) as image:
        image.load()
        assert (image.size, Image.MIME[str(image.format)]) == ((prepared.width, prepared.height), prepared.type)
        assert image.mode in ("L", "P", "RGB", "RGBA")
        assert not image.getexif()
    return prepared


def _far(path: Path, wanted: Image.Image) -> int:
    """How far the farthest sample of a file is from the picture it should show."""
    with Image.open(path) as image:
        assert image.size == wanted.size
        pairs = zip(image.convert(wanted.mode).tobytes(), wanted.tobytes(), strict=True)
        return max(abs(one - other) for one, other in pairs)


# How to save with the least loss.
BEST: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 100, "subsampling": 0},
    "WEBP": {"lossless": True, "exact": True},
    "AVIF": {"quality": 100, "subsampling": "4:4:4"},
    "ICO": {"sizes": [(48, 32)]},
}
PNG_MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]
TIFF_MODES = ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "LAB", "I", "F", "I;16"]
CASES = [
    *(("PNG", mode, "PNG") for mode in PNG_MODES),
    *(("TIFF", mode, "PNG") for mode in TIFF_MODES),
    *(("BMP", mode, "PNG") for mode in ("1", "L", "P", "RGB")),
    *(("GIF", mode, "PNG") for mode in ("1", "L", "P")),
    *(("ICO", mode, "PNG") for mode in ("RGB", "RGBA")),
    *(("WEBP", mode, "WEBP") for mode in ("RGB", "RGBA")),
    *(("AVIF", mode, "PNG") for mode in ("L", "RGB", "RGBA")),
    *(("JPEG", mode, "JPEG") for mode in ("1", "L", "RGB", "CMYK")),
]
DEEP = ("I", "F", "I;16")


def _wanted(mode: str) -> Image.Image:
    if mode in DEEP:
        return paint().getchannel("R").convert("RGB")
    if mode == "LAB":
        return paint()
    return paint(mode).convert("RGBA" if mode in ("LA", "PA", "RGBA") else "RGB")


@pytest.mark.parametrize(("form", "mode", "becomes"), CASES)
def test_every_mode_of_every_format_looks_as_before(into: Path, form: str, mode: str, becomes: str) -> None:
    prepared = _prepare(saved(paint(mode), form, **BEST.get(form, {})), into)
    assert prepared.type == Image.MIME[becomes]
    allowed = 32 if mode == "LAB" else 12 if form in ("AVIF", "JPEG") else 1  # LAB in 8 bits is coarse in the dark
    assert _far(prepared.path, _wanted(mode)) <= allowed
    assert (Converted(form, becomes) in prepared.notes) is (form != becomes)
    assert (ColoursConverted() in prepared.notes) is (mode in ("CMYK", "LAB", *DEEP))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_is_turned_upright(into: Path, form: str, orientation: int) -> None:
    data = saved(paint(), form, exif=exif(orientation), **BEST.get(form, {}))
    prepared = _prepare(data, into)
    wanted = paint()
    wanted.getexif()[0x0112] = orientation
    assert _far(prepared.path, ImageOps.exif_transpose(wanted)) <= (12 if form in ("JPEG", "AVIF") else 0)
    assert (TurnedUpright() in prepared.notes) is (orientation != 1)
    assert MetadataRemoved() in prepared.notes
    assert CANARY not in prepared.path.read_bytes()


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_is_none(into: Path, orientation: int) -> None:
    data = saved(paint(), "JPEG", exif=exif(orientation))
    prepared = _prepare(data, into)
    assert prepared.notes == (MetadataRemoved(),)
    assert pixels(prepared.path) == pixels(into.parent / "photo.dat")


def test_a_turned_jpeg_is_written_without_loss_of_colour(into: Path) -> None:
    prepared = _prepare(saved(paint(), "JPEG", exif=exif(6)), into)
    assert (prepared.width, prepared.height) == (32, 48)
    with Image.open(prepared.path) as image:
        assert JpegImagePlugin.get_sampling(image) == 0
        assert max(image.quantization[0]) < 15


@pytest.mark.parametrize(
    ("form", "what"), [("GIF", "frame"), ("WEBP", "frame"), ("PNG", "frame"), ("TIFF", "page"), ("AVIF", "frame")]
)
def test_of_several_frames_the_first_is_used(into: Path, form: str, what: Any) -> None:
    first = paint("P").convert("RGB")
    data = saved(first, form, save_all=True, append_images=[Image.new("RGB", first.size)], **BEST.get(form, {}))
    prepared = _prepare(data, into)
    assert prepared.type == "image/png"
    assert FirstFrameOnly(what) in prepared.notes
    assert _far(prepared.path, first) <= (12 if form == "AVIF" else 0)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "RGB"), *((form, mode) for form in ("PNG", "TIFF", "WEBP", "AVIF") for mode in ("RGB", "RGBA", "P"))],
)
def test_another_colour_space_becomes_srgb(into: Path, form: str, mode: str) -> None:
    image = paint(mode)
    prepared = _prepare(saved(image, form, icc_profile=swapped_profile(), **BEST.get(form, {})), into)
    red, green, blue, *alpha = image.convert("RGBA").split()
    swapped = Image.merge("RGBA" if mode == "RGBA" else "RGB", (blue, green, red, *alpha[: mode == "RGBA"]))
    assert _far(prepared.path, swapped) <= (14 if form in ("JPEG", "AVIF") else 3)
    assert ColoursConverted() in prepared.notes


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_with_a_profile_becomes_srgb(into: Path, mode: str) -> None:
    image = paint(mode)
    prepared = _prepare(saved(image, "PNG", icc_profile=linear_grey_profile()), into)
    assert ColoursConverted() in prepared.notes
    with Image.open(prepared.path) as after:
        assert after.getpixel((24, 3))[0] == pytest.approx(_from_linear(image.getchannel(0).getpixel((24, 3))), abs=3)


def _from_linear(value: Any) -> float:
    light = float(value) / 255
    return 255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize(
    ("mode", "form", "profile"),
    [
        ("RGB", "JPEG", srgb_profile()),
        ("L", "PNG", srgb_profile()),
        ("RGB", "JPEG", b"no profile at all"),
        ("RGB", "PNG", srgb_profile()[:200]),
        ("RGB", "PNG", linear_grey_profile()),
        ("L", "JPEG", swapped_profile()[:128]),
    ],
    ids=["sRGB", "sRGB on grey", "nonsense", "cut", "grey on colour", "head only"],
)
def test_a_profile_that_says_nothing_new_changes_nothing(into: Path, mode: str, form: str, profile: bytes) -> None:
    prepared = _prepare(saved(paint(mode), form, icc_profile=profile), into)
    assert prepared.notes == ()
    assert pixels(prepared.path) == pixels(into.parent / "photo.dat")


def test_inks_with_a_profile_for_light_are_still_converted(into: Path) -> None:
    prepared = _prepare(saved(paint("CMYK"), "TIFF", icc_profile=swapped_profile()), into)
    assert _far(prepared.path, paint("CMYK").convert("RGB")) == 0


def _transparent(mode: str, key: Any) -> bytes:
    return saved(paint(mode), "PNG", transparency=key)


@pytest.mark.parametrize(
    "data",
    [
        _transparent("P", 0),
        _transparent("P", bytes(range(256))),
        _transparent("RGB", (0, 0, 220)),
        _transparent("L", 17),
        _transparent("1", 0),
    ],
    ids=["index", "table", "colour", "grey", "bit"],
)
def test_transparency_by_colour_becomes_a_channel(into: Path, data: bytes) -> None:
    prepared = _prepare(data, into)
    assert prepared.notes == ()
    with Image.open(prepared.path) as after, Image.open(io.BytesIO(data)) as before:
        assert after.mode == "RGBA"
        assert after.tobytes() == before.convert("RGBA").tobytes()


@pytest.mark.parametrize("colour_type", [0, 2, 4, 6])
def test_sixteen_bits_become_eight(into: Path, colour_type: int) -> None:
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour_type]
    row = b"".join(bytes((value, 99)) * channels for value in range(0, 250, 10))
    head = struct.pack(">IIBBBBB", 25, 2, 16, colour_type, 0, 0, 0)
    body = zlib.compress((b"\0" + row) * 2)
    key = chunk(b"tRNS", bytes((50, 99)) * channels) if channels % 2 else b""
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + key + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    prepared = _prepare(data, into)
    assert png_chunks(prepared.path.read_bytes())[0][1][8] == 8
    with Image.open(prepared.path) as after:
        assert [after.getpixel((x, 1))[0] for x in range(25)] == [pytest.approx(10 * x, abs=1) for x in range(25)]


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("GIF", {"comment": CANARY}),
        ("TIFF", {"exif": exif()}),
        ("TIFF", {"description": CANARY.decode()}),
        ("AVIF", {"exif": exif()}),
        ("AVIF", {"xmp": CANARY}),
        ("JPEG", {"exif": exif(3), "comment": CANARY, "xmp": CANARY}),
        ("WEBP", {"exif": exif(3), "xmp": CANARY}),
    ],
)
def test_what_is_written_anew_tells_nothing(into: Path, form: str, options: dict[str, Any]) -> None:
    prepared = _prepare(saved(paint(), form, **options), into)
    assert MetadataRemoved() in prepared.notes
    assert CANARY not in prepared.path.read_bytes()


def test_the_type_is_what_the_bytes_say(into: Path) -> None:
    assert _prepare(saved(paint(), "JPEG"), into, "photo.png").type == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ünïcode 日本.png", "Ünïcode 日本.png"),
        (os.fsdecode(b"caf\xe9.png"), "caf�.png"),
        ("two\nlines\x1b[1m.png", "two�lines�[1m.png"),
    ],
)
def test_any_name_becomes_text(into: Path, name: str, shown: str) -> None:
    prepared = _prepare(saved(paint(), "PNG"), into, name)
    assert prepared.original_name == shown
    shown.encode("utf-8")


def test_files_of_one_name_do_not_meet(into: Path) -> None:
    first = _prepare(saved(paint(), "PNG"), into)
    second = prepare(into.parent / "photo.dat", into)
    assert first.path != second.path
    assert first.path.read_bytes() == second.path.read_bytes()


def test_many_at_once_are_no_trouble(into: Path) -> None:
    sources = []
    for number, form in enumerate(("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "ICO")):
        source = into.parent / f"{number}.dat"
        source.write_bytes(saved(paint(), form))
        sources.append(source)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda source: prepare(source, into), sources * 4))
    assert len({each.path for each in done}) == 32
    assert all(each.path.is_file() for each in done)


def test_notes_read_as_english() -> None:
    notes: list[Note] = [
        Converted("BMP", "PNG"),
        TurnedUpright(),
        FirstFrameOnly("page"),
        ColoursConverted(),
        MetadataRemoved(),
    ]
    assert [str(note) for note in notes] == [
        "converted from BMP to PNG",
        "turned upright",
        "only the first page is used",
        "colours converted to sRGB",
        "metadata removed",
    ]


def test_pillow_is_imported_late() -> None:
    code = "import sys, studio.generation.prepare; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_a_probe_says_type_and_sides(tmp_path: Path, form: str) -> None:
    received = tmp_path / "0"
    received.write_bytes(saved(paint(), form))
    assert probe(received) == Probe(Image.MIME[form], 48, 32)


def test_a_probe_decodes_all_of_it(tmp_path: Path) -> None:
    received = tmp_path / "0"
    whole = saved(paint("RGB", (300, 200)), "JPEG")
    received.write_bytes(whole)
    assert probe(received) == Probe("image/jpeg", 300, 200)
    received.write_bytes(whole[:2000])
    assert probe(received) is None


def test_a_deep_png_without_pixels_is_damaged(tmp_path: Path) -> None:
    source = tmp_path / "deep.png"
    source.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x18\0\0\0\x10\x10\0\0\0\0y\xdf<\n\0\0\0\2IDAT\0\0")
    with pytest.raises(InputDamaged):
        prepare(source, tmp_path)


@pytest.mark.parametrize("content", [b"", b"words", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"RIFF\4\0\0\0WEBP"])
def test_a_probe_of_no_picture_is_none(tmp_path: Path, content: bytes) -> None:
    received = tmp_path / "0"
    received.write_bytes(content)
    assert probe(received) is None
    assert probe(tmp_path) is None
    assert probe(tmp_path / "missing") is None
