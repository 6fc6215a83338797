"""A request body that is read from its files while it is sent, its length known beforehand."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from studio.gemini.base64_text import Form, encode, encoded_size
from studio.gemini.errors import InputChanged

# A multiple of 3, so that no group of base64 is cut, and of a page; larger pieces were measured to be slower, for they
# no longer fit near the processor.
_READ = 120 << 10
_FEW = 2  # pieces made in one visit to a worker thread, which costs more than making one; all of them stand in memory


class Piece(Protocol):
    """A run of the body: how many bytes it is, and the bytes a little at a time."""

    @property
    def size(self) -> int:
        """Return the exact number of bytes."""

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes; InputChanged when a file no longer gives them."""


@dataclass(frozen=True, slots=True)
class BytesPiece:
    """Bytes at hand."""

    data: bytes

    @property
    def size(self) -> int:
        """Return the number of bytes."""
        return len(self.data)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes."""
        yield self.data


@dataclass(frozen=True, slots=True)
class FilePiece:
    """The bytes of a file as they are."""

    path: Path
    length: int

    @property
    def size(self) -> int:
        """Return the length the file had."""
        return self.length

    def chunks(self) -> Iterator[bytes]:
        """Yield the file."""
        return map(bytes, _read(self.path, self.length))


@dataclass(frozen=True, slots=True)
class Base64Piece:
    """A file of `length` bytes in base64 of `form`; only its first `form.plain` characters when that is set."""

    path: Path
    length: int
    form: Form

    @property
    def size(self) -> int:
        """Return the number of characters."""
        return encoded_size(self.length, self.form) if self.form.plain is None else self.form.plain

    def chunks(self) -> Iterator[bytes]:
        """Yield the characters."""
        # The plain characters are whole groups of four; bytes behind them are written by the raw text.
        length = self.length if self.form.plain is None else self.form.plain // 4 * 3
        for data in _read(self.path, length, at_most=self.form.plain is not None):
            yield encode(data, self.form)


class Body:
    """A whole request body: `size` is its exact Content-Length."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.size = sum(piece.size for piece in pieces)
        self.sent = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield the body; blocking reads, a fresh run each time."""
        for piece in self._pieces:
            yield from piece.chunks()

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the body, reading files in a worker; `sent` counts what was handed on."""
        self.sent = 0
        for piece in self._pieces:
            if isinstance(piece, BytesPiece):
                self.sent += piece.size
                yield piece.data
                continue
            chunks = piece.chunks()
            while few := await asyncio.to_thread(_next_few, chunks):
                while few:  # what was handed on is let go before the next is made
                    self.sent += len(few[0])
                    yield few.pop(0)


def _next_few(chunks: Iterator[bytes]) -> list[bytes]:
    return list(islice(chunks, _FEW))


def _read(path: Path, length: int, *, at_most: bool = False) -> Iterator[memoryview]:
    """Yield `length` bytes of a file, which must hold exactly those unless `at_most` is all that is wanted.

    Each piece is overwritten by the next: a fresh one every time costs more than the reading and the encoding.
    """
    buffer = memoryview(bytearray(min(_READ, length)))
    try:
        with path.open("rb") as file:
            left = length
            while left and (count := file.readinto(buffer[:left])):
                left -= count
                yield buffer[:count]
            if left or (not at_most and file.read(1)):
                raise InputChanged(f"The file {path.name} changed while it was being sent.")
    except OSError as error:
        raise InputChanged(f"The file {path.name} can no longer be read.") from error
