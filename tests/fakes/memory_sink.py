"""A sink that keeps everything, to look at in tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.gemini.base64_text import Form, encode


@dataclass
class KeptHole:
    """What one hole brought."""

    offset: int
    kind: str
    data: bytearray = field(default_factory=bytearray)
    raw: bytearray = field(default_factory=bytearray)
    form: Form | None = None

    def written(self) -> bytes:
        """The characters as they stood between the quotes, made again from what was kept."""
        assert self.form is not None
        if self.kind == "text":
            return bytes(self.data)
        return encode(self.data, self.form)[: self.form.plain] + bytes(self.raw)


class MemorySink:
    """A Sink in memory."""

    def __init__(self) -> None:
        self.bytes = bytearray()
        self.holes: list[KeptHole] = []
        self.drained = 0
        self.settled = 0

    def skeleton(self, piece: bytes) -> None:
        self.bytes += piece

    def open_hole(self, offset: int, kind: str) -> None:
        assert not self.holes or self.holes[-1].form is not None, "one hole at a time"
        self.holes.append(KeptHole(offset, kind))

    def write(self, piece: bytes | bytearray | memoryview) -> None:
        self.holes[-1].data += piece

    def write_raw(self, piece: bytes | bytearray | memoryview) -> None:
        self.holes[-1].raw += piece

    def close_hole(self, form: Mapping[str, object]) -> None:
        self.holes[-1].form = Form(**form)  # type: ignore[arg-type]  # the same fields, as JSON facts

    async def drain(self) -> None:
        self.drained += 1

    async def settle(self) -> None:
        self.settled += 1

    def verbatim(self) -> bytes:
        """The reply as received, made again from skeleton and holes."""
        made, position = bytearray(), 0
        for hole in self.holes:
            made += self.bytes[position : hole.offset] + hole.written()
            position = hole.offset
        return bytes(made + self.bytes[position:])
