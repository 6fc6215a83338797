"""A reply as it arrives: JSON whose long strings are cut out on the way, so that none ever stands whole in memory.

What is left is the skeleton: the bytes received, with `""` where a long string stood. Each string cut out is a hole:
a `data` hole (the base64 of inlineData) is passed on decoded, a `text` hole (a signature, very long words) as written.
Where the bytes stop being JSON, the rest of them is a text hole too.

Whether it is one value or an event stream is told by its first bytes, whatever was asked for. Of a stream the skeleton
has every byte too: the lines between the values, and between those of one value that is spread over several.
"""

from collections.abc import Sequence

from studio.gemini.cutting import Cutting
from studio.gemini.errors import ReplyTooLarge
from studio.gemini.hiding import Hiding
from studio.gemini.reading import Reading
from studio.gemini.sink import Hole, HoleKind, ReplyLimits, Sink, Skeleton
from studio.gemini.strings import Strings
from studio.gemini.structure import Structure

__all__ = ["Hole", "HoleKind", "ReplyLimits", "ReplyReader", "Skeleton"]

_HEAD = 4 << 10


class ReplyReader:
    """Feeds a sink from the bytes of one reply, whatever their chunks."""

    def __init__(self, sink: Sink, limits: ReplyLimits | None = None) -> None:
        self._limits = limits or ReplyLimits()
        self._cutting = Cutting(sink, self._limits)
        self._structure = Structure(self._limits)
        strings = Strings(self._cutting, self._structure, self._limits)
        self._reading = Reading(self._cutting, self._structure, strings)
        self._received = 0
        self._head = b""

    @property
    def skeleton(self) -> Skeleton:
        """The skeleton so far: not a copy of it."""
        return self._cutting.skeleton

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes that are whole."""
        return tuple(self._cutting.holes)

    @property
    def ended(self) -> bool:
        """Whether the reply has arrived: its value is closed, and, of a stream, one says why it ends."""
        return self.is_between and (not self._reading.is_events or self._reading.is_done or self._structure.is_finished)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can come; of a stream that ends with its connection this is not known."""
        return self.is_between and (not self._reading.is_events or self._reading.is_done)

    @property
    def is_between(self) -> bool:
        """Whether something has arrived, and nothing that has begun is open."""
        return self._reading.is_closed and not self._reading.is_lost

    @property
    def is_stream(self) -> bool:
        """Whether the reply comes as several values: in an array, or as events."""
        return self._reading.is_events or self._cutting.skeleton[:1] == b"["

    def values(self, first: int = 0) -> Sequence[tuple[int, int]]:
        """Return the spans of the whole replies, or pieces of one, so far; without the first ones."""
        ends = self._structure.ends[2 * first :]
        return tuple(zip(ends[::2], ends[1::2], strict=True))

    def part(self, start: int, end: int) -> bytes:
        """Return a piece of the skeleton."""
        return bytes(self._cutting.skeleton[start:end])

    @property
    def lost(self) -> bool:
        """Whether the bytes stopped being JSON."""
        return self._reading.is_lost

    @property
    def received(self) -> int:
        """How many bytes were fed."""
        return self._received

    @property
    def head(self) -> bytes:
        """The first 4 KiB as received, a key included: to look at, not to keep."""
        return self._head

    def hide(self, hiding: Hiding) -> None:
        """Mask a key, should the server repeat it: it must not get into the record by coming back."""
        self._cutting.hide(hiding)

    async def drain(self) -> None:
        """Wait while too much is under way to the disk; of a stream, until each hole is there, for it will be shown."""
        await (self._cutting.settle() if self.is_stream else self._cutting.drain())

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the reply; ReplyTooLarge when they exceed the limits."""
        try:
            self._take(chunk)
        except ReplyTooLarge as error:
            raise (error.as_streamed() if self.is_stream else error) from None

    def _take(self, chunk: bytes) -> None:
        self._received += len(chunk)
        self._head += chunk[: _HEAD - len(self._head)]
        if self._received > self._limits.total:
            raise ReplyTooLarge(
                f"The reply is longer than {self._limits.total >> 20} MB. What came of its images is kept."
            )
        self._reading.take(chunk)
        self._cutting.check()
        self._cutting.pass_on(all_of_it=self.is_closed)

    def finish(self) -> None:
        """Take it that no more comes: a string cut off half way joins the skeleton, what is no JSON is whole."""
        self._reading.finish()
        self._cutting.pass_on(all_of_it=True)

    def let_go(self) -> None:
        """Let go of the skeleton, once it is on the disk and nothing more comes."""
        self._cutting.skeleton = bytearray()
