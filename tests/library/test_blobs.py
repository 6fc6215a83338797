"""Types by first bytes, seen on real files of each kind."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from studio.library.blobs import EXTENSIONS, sniff


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
        ("AVIF", "image/avif"),
    ],
)
def test_real_files(kind: str, mime: str) -> None:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "orange").save(file, kind)
    assert sniff(file.getvalue()[:64]) == mime
    assert sniff(file.getvalue()) == mime
    assert mime in EXTENSIONS


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "image/heic"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "image/avif"),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1heic", "image/heif"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg>\n<svg>", "image/svg+xml"),
        (b"<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>", "image/svg+xml"),
        (b"<!doctype html><html><svg></svg></html>", None),
        (b"<html>", None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"\x89PNG", None),
        (b"", None),
        (b"%PDF-1.7", None),
    ],
)
def test_heads(head: bytes, mime: str | None) -> None:
    assert sniff(head) == mime


@given(st.binary(max_size=200) | st.text(alphabet="<!?-> svg:", max_size=60).map(str.encode))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    assert sniff(head) in {None, *EXTENSIONS}
