"""What cannot be an input is refused for its reason, at once, and leaves nothing behind."""

import os
import resource
import socket
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.generation import errors
from studio.generation.errors import InputRefused
from studio.generation.prepare import prepare
from tests.generation.painted import chunk, paint, saved


@pytest.fixture
def into(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "into").mkdir()
    yield tmp_path / "into"
    assert not list((tmp_path / "into").iterdir())


def _refusal(path: Path, into: Path) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        prepare(path, into)
    assert caught.value.kind == type(caught.value).__name__
    assert str(path.parent) not in caught.value.message
    return caught.value


def _written(folder: Path, content: bytes, name: str = "photo.png") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _png(width: int, height: int, body: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _ftyp(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0mif1" + brand + bytes(100)


CONTENTS: list[tuple[str, bytes, type[InputRefused]]] = [
    ("empty", b"", errors.InputEmpty),
    ("text", b"just some words", errors.InputNotAnImage),
    ("web page", b"<!doctype html><html><body>not found</body></html>", errors.InputNotAnImage),
    ("program", b"\x7fELF" + bytes(64), errors.InputNotAnImage),
    ("cursor", b"\0\0\2\0\1\0" + bytes(64), errors.InputNotAnImage),
    ("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n", errors.InputNotAnImage),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", errors.InputIsDrawing),
    ("svg, long", b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- drawn -->\n<svg width='9'/>", errors.InputIsDrawing),
    ("heic", _ftyp(b"heic"), errors.InputIsHeic),
    ("heif", _ftyp(b"mif1"), errors.InputIsHeic),
    ("pdf", b"%PDF-1.7\n1 0 obj", errors.InputIsPdf),
    ("pdf, late", b"\n\n%PDF-1.4\n", errors.InputIsPdf),
    ("png magic", b"\x89PNG\r\n\x1a\n", errors.InputDamaged),
    ("jpeg magic", b"\xff\xd8\xff", errors.InputDamaged),
    ("no pixels", _png(10, 10), errors.InputDamaged),
    ("no width", _png(0, 10), errors.InputDamaged),
    ("half a bomb", _png(10_000, 10_000), errors.InputDamaged),
    ("bomb", _png(12_000, 10_001), errors.InputTooManyPixels),
    ("large bomb", _png(30_000, 30_000), errors.InputTooManyPixels),
    ("largest bomb", _png(2**31 - 1, 2**31 - 1), errors.InputTooManyPixels),
    ("long", _png(30_001, 1), errors.InputTooManyPixels),
    ("tall", _png(1, 30_001), errors.InputTooManyPixels),
    ("gif bomb", saved(paint("P"), "GIF").replace(b"\x30\0\x20\0", b"\xff\xff\xff\xff"), errors.InputTooManyPixels),
]


@pytest.mark.parametrize(("content", "kind"), [case[1:] for case in CONTENTS], ids=[case[0] for case in CONTENTS])
def test_the_bytes_decide(tmp_path: Path, into: Path, content: bytes, kind: type[InputRefused]) -> None:
    refusal = _refusal(_written(tmp_path, content), into)
    assert type(refusal) is kind
    assert refusal.message.startswith("“photo.png” ")
    assert refusal.message.endswith(".")
    assert refusal.advice.endswith(".")


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_picture_cut_short_is_damaged(tmp_path: Path, into: Path, form: str, part: float) -> None:
    data = saved(paint("RGB", (200, 150)), form)
    path = _written(tmp_path, data[: int(len(data) * part)])
    assert type(_refusal(path, into)) is errors.InputDamaged


def test_a_jpeg_without_its_last_bytes_is_damaged(tmp_path: Path, into: Path) -> None:
    data = saved(paint("RGB", (200, 150)), "JPEG")
    assert type(_refusal(_written(tmp_path, data[:-200]), into)) is errors.InputDamaged


@pytest.mark.parametrize("mode", ["RGB", "I;16"])
@pytest.mark.parametrize("name", [b"IHDR", b"IDAT"])
def test_a_png_with_a_wrong_checksum_is_damaged(tmp_path: Path, into: Path, name: bytes, mode: str) -> None:
    data = bytearray(saved(paint(mode, (200, 150)), "PNG"))
    at = data.index(name)
    length = int.from_bytes(data[at - 4 : at])
    data[at + 4 + length] ^= 1
    assert type(_refusal(_written(tmp_path, bytes(data)), into)) is errors.InputDamaged


def test_what_is_no_file_is_never_waited_for(tmp_path: Path, into: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with tempfile.TemporaryDirectory(dir="/tmp") as short, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{short}/s.png")
        for path in (tmp_path / "pipe.png", Path(short, "s.png"), Path("/dev/zero"), Path("/dev/null")):
            refusal = _refusal(path, into)
            assert type(refusal) is errors.InputNotAFile
            assert "no ordinary file" in refusal.message


def test_a_folder_says_so(tmp_path: Path, into: Path) -> None:
    (tmp_path / "photos.png").mkdir()
    assert type(_refusal(tmp_path / "photos.png", into)) is errors.InputIsFolder
    with pytest.raises(errors.InputIsFolder, match="“/” is a folder"):
        prepare(Path("/"), into)


def test_what_is_not_there_is_missing(tmp_path: Path, into: Path) -> None:
    _written(tmp_path, b"x")
    (tmp_path / "dangling.png").symlink_to(tmp_path / "nowhere")
    for name in ("no.png", "photo.png/inside.png", "dangling.png", "null\0.png"):
        assert type(_refusal(tmp_path / name, into)) is errors.InputMissing


def test_links_in_a_circle_cannot_be_read(tmp_path: Path, into: Path) -> None:
    (tmp_path / "a.png").symlink_to(tmp_path / "b.png")
    (tmp_path / "b.png").symlink_to(tmp_path / "a.png")
    assert type(_refusal(tmp_path / "a.png", into)) is errors.InputUnreadable


def _as_nobody(call: Callable[[], None]) -> None:
    """Run as a user who may not read everything, as the superuser may."""
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(65534)
    try:
        call()
    finally:
        os.seteuid(mine)


def test_what_may_not_be_read_is_unreadable(into: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        path = _written(Path(folder), saved(paint(), "PNG"))
        path.chmod(0)

        def refused() -> None:
            assert type(_refusal(path, into)) is errors.InputUnreadable

        _as_nobody(refused)


def test_too_many_bytes_are_refused_before_they_are_read(tmp_path: Path, into: Path) -> None:
    path = _written(tmp_path, saved(paint(), "PNG"))
    os.truncate(path, (100 << 20) + 1)
    with pytest.raises(errors.InputTooLarge, match="has 100 MB, more than the 100 MB"):
        prepare(path, into)


@pytest.mark.parametrize("form", ["PNG", "BMP"])
def test_a_copy_that_cannot_be_written_is_taken_back(tmp_path: Path, into: Path, form: str) -> None:
    path = _written(tmp_path, saved(paint("RGB", (400, 300)), form))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        refusal = _refusal(path, into)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert type(refusal) is errors.InputNotCopied
    assert "file too large" in refusal.message
    assert isinstance(refusal.__cause__, OSError)


def test_a_folder_that_is_gone_is_a_typed_failure(tmp_path: Path, into: Path) -> None:
    path = _written(tmp_path, saved(paint(), "PNG"))
    with pytest.raises(errors.InputNotCopied, match="no such file"):
        prepare(path, into / "gone")


def test_every_refusal_of_the_tree_can_be_shown() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, InputRefused)]
    assert len(kinds) >= 15
    for kind in kinds:
        refusal = kind("photo.png")
        assert str(refusal) == refusal.message == f"“photo.png” {kind.says}."
        assert refusal.advice.endswith(".")
        assert kind.__name__ in str(errors.__doc__)
