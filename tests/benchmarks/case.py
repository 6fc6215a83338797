"""What every design of a benchmark is given: the same files, the same server."""

from dataclasses import dataclass
from pathlib import Path

CHUNK = 256 << 10
SMALL, FULL = "small", "full"


@dataclass(frozen=True)
class Case:
    """One size of one benchmark; `name` is SMALL or FULL, and the model id by which the server knows what to answer."""

    folder: Path
    name: str
    url: str = ""

    @property
    def is_checked(self) -> bool:
        """Whether results are compared byte for byte; only where the expected bytes do not count as memory."""
        return self.name == SMALL

    @property
    def picture(self) -> Path:
        """The picture in the reply."""
        return self.folder / f"{self.name}.png"

    @property
    def reply(self) -> Path:
        """The reply, as JSON."""
        return self.folder / f"{self.name}.json"

    @property
    def inputs(self) -> list[Path]:
        """The pictures that are sent."""
        return sorted(self.folder.glob(f"{self.name}-input-*.png"))

    def reply_chunks(self) -> list[bytes]:
        """The reply in pieces, as they would arrive."""
        with self.reply.open("rb") as file:
            return list(iter(lambda: file.read(CHUNK), b""))
