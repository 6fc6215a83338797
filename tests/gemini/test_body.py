"""A body read from its files while it is sent: exact length, exact bytes, no memory to speak of."""

import base64
import random
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.gemini.base64_text import Form, encode
from studio.gemini.body import Base64Piece, Body, BytesPiece, FilePiece, Piece
from studio.gemini.errors import Charge, InputChanged

READ = 192 << 10
FORMS = [Form(), Form("url"), Form(padded=False), Form("url", padded=False)]


def file_of(folder: Path, data: bytes, name: str = "in.bin") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, READ - 1, READ, READ + 1, READ + 2, 2 * READ, 2 * READ + 5])
def test_a_file_in_base64_is_as_long_as_it_says(tmp_path: Path, size: int, form: Form) -> None:
    data = random.Random(size).randbytes(size)
    piece = Base64Piece(file_of(tmp_path, data), size, form)
    made = b"".join(piece.chunks())
    assert made == encode(data, form)
    assert len(made) == piece.size


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("plain", [0, 4, 8, READ // 3 * 4, READ // 3 * 4 + 4])
def test_only_the_plain_characters_of_a_file_are_made_where_the_rest_stands_raw(
    tmp_path: Path, plain: int, form: Form
) -> None:
    data = random.Random(plain).randbytes(READ + 100)
    piece = Base64Piece(file_of(tmp_path, data), len(data), Form(form.alphabet, form.padded, plain))
    made = b"".join(piece.chunks())
    assert made == encode(data, form)[:plain]
    assert len(made) == piece.size


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    pieces=st.lists(st.tuples(st.sampled_from(["bytes", "file", *FORMS]), st.binary(max_size=300)), max_size=8),
)
async def test_a_body_is_its_pieces_in_order_however_it_is_read(
    tmp_path: Path, pieces: list[tuple[str | Form, bytes]]
) -> None:
    made: list[Piece] = []
    expected = b""
    for number, (kind, data) in enumerate(pieces):
        file = file_of(tmp_path, data, str(number))
        if isinstance(kind, Form):
            made.append(Base64Piece(file, len(data), kind))
            expected += encode(data, kind)
        else:
            made.append(BytesPiece(data) if kind == "bytes" else FilePiece(file, len(data)))
            expected += data
    body = Body(made)
    assert body.size == len(expected)
    assert b"".join([chunk async for chunk in body.stream()]) == expected
    assert body.sent == body.size
    assert b"".join(body.chunks()) == expected


async def test_sent_counts_from_the_start_each_time() -> None:
    body = Body([BytesPiece(b"abc"), BytesPiece(b"de")])
    assert body.sent == 0
    async for _ in body.stream():
        break
    assert body.sent == 3
    assert [chunk async for chunk in body.stream()] == [b"abc", b"de"]
    assert body.sent == 5


@pytest.mark.parametrize("kind", ["file", "base64"])
@pytest.mark.parametrize("change", ["shorter", "longer", "empty", "gone", "folder"])
async def test_a_file_that_changed_is_told_by_its_name_only(tmp_path: Path, kind: str, change: str) -> None:
    file = file_of(tmp_path, b"x" * 1000, "otter.png")
    piece = FilePiece(file, 1000) if kind == "file" else Base64Piece(file, 1000, Form())
    body = Body([BytesPiece(b"["), piece, BytesPiece(b"]")])
    file.unlink()
    if change == "folder":
        file.mkdir()
    elif change != "gone":
        file.write_bytes(b"x" * {"shorter": 999, "longer": 1001, "empty": 0}[change])
    with pytest.raises(InputChanged, match=r"otter\.png") as caught:
        _ = [chunk async for chunk in body.stream()]
    assert str(tmp_path) not in caught.value.message
    assert caught.value.charge is Charge.NO
    with pytest.raises(InputChanged):
        list(body.chunks())


def test_a_file_cut_within_its_plain_characters_is_told(tmp_path: Path) -> None:
    piece = Base64Piece(file_of(tmp_path, b"x" * 5), 900, Form(plain=1200))
    with pytest.raises(InputChanged):
        list(piece.chunks())


async def test_memory_does_not_grow_with_the_pictures(tmp_path: Path) -> None:
    size = 6 << 20
    files = [file_of(tmp_path, random.Random(number).randbytes(size), str(number)) for number in range(3)]
    body = Body([Base64Piece(file, size, Form()) for file in files])
    check = base64.b64encode(files[0].read_bytes()[-3:])
    last, count = b"", 0
    tracemalloc.start()
    async for chunk in body.stream():
        last, count = chunk, count + len(chunk)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 << 20
    assert count == body.size == 3 * size // 3 * 4
    assert last[-4:] != check  # another file's end
    assert last[-4:] == base64.b64encode(files[2].read_bytes()[-3:])
