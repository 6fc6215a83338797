"""Where a reply goes while it arrives, and how much of it is borne."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from studio.gemini.base64_text import Form, Piece

HoleKind = Literal["data", "text"]
Skeleton = bytes | bytearray


@dataclass(frozen=True, slots=True)
class Hole:
    """A string cut out of the skeleton: `offset` is where its characters stood, right behind the opening quote."""

    number: int
    offset: int
    kind: HoleKind
    form: Form


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What a reply may amount to: bytes in all; of the skeleton its bytes, holes, nesting, longest string and key.

    `pieces` is of how many values a stream may be made. Past a limit nothing more is read, though it may be paid for:
    the skeleton has room for 3,000 words that come one by one, each with four safety ratings.
    """

    total: int = 512 << 20
    skeleton: int = 3000 << 10
    holes: int = 1000
    pieces: int = 8000
    depth: int = 64
    string: int = 16 << 10
    key: int = 1 << 10


class Sink(Protocol):
    """Where a reply goes while it arrives; every call but `drain` and `settle` returns at once."""

    def skeleton(self, piece: bytes) -> None:
        """Take the next bytes of the skeleton."""

    def open_hole(self, offset: int, kind: str) -> None:
        """Begin a hole; they are numbered from 0 in this order, and one is open at a time."""

    def write(self, piece: Piece) -> None:
        """Take the next bytes of the open hole: decoded for a data hole, as written for a text hole."""

    def write_raw(self, piece: Piece) -> None:
        """Take the next characters, as written, of a data hole that encoding would not write again."""

    def close_hole(self, form: Mapping[str, object]) -> None:
        """End the open hole: its closing quote has arrived."""

    async def drain(self) -> None:
        """Wait while too much is under way to the disk; raise what went wrong there."""

    async def settle(self) -> None:
        """Wait until all of it is on the disk; raise what went wrong there."""
