"""What is kept of a reply while it arrives: the skeleton, and the holes whose strings go to a sink instead."""

from collections.abc import Sequence
from dataclasses import asdict

from studio.gemini.base64_text import Base64Decoder, Form, Piece
from studio.gemini.errors import ReplyTooLarge
from studio.gemini.hiding import Hiding, MaskedWriter
from studio.gemini.sink import Hole, HoleKind, ReplyLimits, Sink
from studio.gemini.spread import Spread

_KEPT = "What came of its images is kept."


class Cutting:
    """Passes skeleton and holes of one reply on, a key masked in both."""

    def __init__(self, sink: Sink, limits: ReplyLimits) -> None:
        self._sink = sink
        self._limits = limits
        self._flushed = 0
        self._holes: list[Hole] = []
        self._settled = 0  # how many of them are known to be on the disk
        self._hiding = Hiding()
        self._spread = Spread(self._hiding)
        self._text = MaskedWriter(self._hiding, sink.write)  # of the open hole, where it is kept as written
        self._decoder: Base64Decoder | None = None
        self.skeleton = bytearray()

    @property
    def holes(self) -> Sequence[Hole]:
        """The holes that are whole."""
        return self._holes

    def hide(self, hiding: Hiding) -> None:
        """Mask a key."""
        self._hiding = hiding
        self._spread = Spread(hiding)

    def add_words(self, written: bytes) -> None:
        """Add a string of the model's words to the skeleton: others go on with it."""
        self.skeleton += self._spread.mask(written)

    async def drain(self) -> None:
        """Wait while too much is under way to the disk."""
        await self._sink.drain()

    async def settle(self) -> None:
        """Wait as long, and until the holes are on the disk."""
        if self._settled == len(self._holes):
            await self._sink.drain()
            return
        self._settled = len(self._holes)
        await self._sink.settle()

    def pass_on(self, *, all_of_it: bool) -> None:
        """Pass on what is new in the skeleton, masked; its last bytes may be the beginning of a key."""
        fresh = self._hiding.mask(self.skeleton[self._flushed :])
        self.skeleton[self._flushed :] = fresh
        end = len(fresh) if all_of_it else self._hiding.settled(fresh)
        if end:
            self._sink.skeleton(fresh[:end])
            self._flushed += end

    def open_text(self) -> None:
        """Begin a hole whose string is kept as written."""
        self._open("text")
        self._text = MaskedWriter(self._hiding, self._sink.write)

    def open_data(self) -> None:
        """Begin a hole whose string is kept decoded."""
        self._open("data")
        self._text = MaskedWriter(self._hiding, self._sink.write_raw)
        self._decoder = Base64Decoder(self._sink.write, self._text.write)

    def write(self, piece: Piece) -> None:
        """Take the next characters of the open hole."""
        if self._decoder is not None:
            self._decoder.feed(memoryview(piece))
        elif piece:
            self._text.write(piece)

    def close(self) -> None:
        """End the open hole."""
        decoder, self._decoder = self._decoder, None
        form = Form() if decoder is None else decoder.finish()
        kind: HoleKind = "text" if decoder is None else "data"
        self._text.finish()
        self._holes.append(Hole(len(self._holes), len(self.skeleton), kind, form))
        self._sink.close_hole(asdict(form))

    def _open(self, kind: HoleKind) -> None:
        self.pass_on(all_of_it=True)
        self._sink.open_hole(len(self.skeleton), kind)

    def check(self, *, one_more: bool = False) -> None:
        """Refuse a skeleton that is too long, or one hole more than there may be."""
        if one_more and len(self._holes) >= self._limits.holes:
            raise ReplyTooLarge(f"The reply has more than {self._limits.holes} pictures or long texts. {_KEPT}")
        if len(self.skeleton) > self._limits.skeleton:
            raise ReplyTooLarge(f"The reply has more beside its pictures than there is memory for. {_KEPT}")
