"""What a tile is told to show where there is no picture (yet): plain values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Tone = Literal["plain", "muted", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class TileButton:
    """A button on a tile: the name it is told by, its words, what is read aloud, and a drawing if it has one."""

    name: str
    label: str
    spoken: str
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class TileLook:
    """A ring or a drawing, words, and what can be done.

    `seconds` is the number in the ring, which is full by `share`, or turns when nobody knows. `more` leads to what
    there is no room for; `tells_more` says that there always is something.
    """

    title: str
    tone: Tone = "muted"
    drawing: str = ""
    ring: bool = False
    seconds: int | None = None
    share: float | None = None
    second: str = ""
    third: str = ""
    buttons: tuple[TileButton, ...] = ()
    more: TileButton | None = None
    tells_more: bool = False

    def like(self, other: TileLook) -> bool:
        """Whether another look differs in nothing but how far the ring is."""
        return replace(self, seconds=other.seconds, share=other.share) == other
