"""A compressed body, which nobody asked for, opened with care."""

import zlib
from collections.abc import Iterator

from studio.gemini.errors import ReplyTooLarge, ReplyUnreadable

CODINGS = ("gzip", "x-gzip", "deflate")

_LARGEST_STEP = 1 << 20
_BOMB_FROM = 8 << 20
_BOMB_RATIO = 100  # base64 of a picture shrinks by a third, words to a fifth
_GZIP_OR_ZLIB, _RAW = 47, -15  # what zlib calls them


class Unpacker:
    """Opens gzip of any number of members, and deflate with or without the head it ought to have."""

    def __init__(self) -> None:
        self._head = b""  # what tells the format, while there is too little of it
        self._filling = b""  # what may stand before the next member
        self._stream: zlib._Decompress | None = None
        self._taken = self._given = 0

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """Yield what the next bytes unfold to; ReplyUnreadable when they are damaged, ReplyTooLarge for a bomb."""
        self._taken += len(packed)
        while packed := self._head + packed:
            self._head = b""
            if self._stream is None:
                packed = packed.lstrip(self._filling)
                if len(packed) < 2:
                    self._head = packed
                    return
                self._stream = zlib.decompressobj(_format_of(packed))
            yield from self._unfold(self._stream, packed)
            if not self._stream.eof:
                return
            packed = self._stream.unused_data
            self._stream = None
            self._filling = b"\0"

    def _unfold(self, stream: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
        more = True
        while more:
            try:
                data = stream.decompress(packed, _LARGEST_STEP)
            except zlib.error as error:
                raise ReplyUnreadable("The reply is compressed and damaged.") from error
            packed = stream.unconsumed_tail
            # A full step may have left something within the stream, even when it has taken all bytes.
            more = bool(packed) or len(data) == _LARGEST_STEP
            self._given += len(data)
            if self._given > max(_BOMB_FROM, _BOMB_RATIO * self._taken):
                raise ReplyTooLarge("The reply is a compressed bomb: a few bytes that unfold without end.")
            if data:
                yield data


def _format_of(packed: bytes) -> int:
    """Tell raw deflate from the rest by the two bytes it begins with."""
    is_zlib = packed[0] & 0x0F == 8 and int.from_bytes(packed[:2], "big") % 31 == 0
    return _GZIP_OR_ZLIB if is_zlib or packed[:2] == b"\x1f\x8b" else _RAW
