"""A reply as the library gives it back: its skeleton, and where the bytes of its holes are."""

from dataclasses import dataclass
from pathlib import Path

from studio.library.records import HoleKind, Json


@dataclass(frozen=True, slots=True)
class StoredHole:
    """A hole of a stored reply, with absolute paths to its bytes."""

    number: int
    offset: int
    kind: HoleKind
    form: Json
    sha256: str
    size: int
    absolute_path: Path
    raw_absolute_path: Path | None


@dataclass(frozen=True, slots=True)
class StoredReply:
    """A reply as received; `whole` says that it arrived to its end, `facts` is what was read from it."""

    attempt_id: str
    skeleton: bytes
    whole: bool
    facts: Json
    holes: tuple[StoredHole, ...]
