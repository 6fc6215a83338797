"""What was done to an input on its way out, as typed facts with plain English."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Converted:
    """The picture was written in another format; both are named as people call them."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"converted from {self.source} to {self.target}"


@dataclass(frozen=True)
class TurnedUpright:
    """The orientation a camera noted was applied to the pixels."""

    def __str__(self) -> str:
        return "turned upright"


@dataclass(frozen=True)
class FirstFrameOnly:
    """The file has further frames (or pages: `what`), which are not sent."""

    what: Literal["frame", "page"]

    def __str__(self) -> str:
        return f"only the first {self.what} is used"


@dataclass(frozen=True)
class ColoursConverted:
    """The colours were of another space or depth."""

    def __str__(self) -> str:
        return "colours converted to sRGB"


@dataclass(frozen=True)
class MetadataRemoved:
    """The file said more than its pixels do: where and when, with what, by whom."""

    def __str__(self) -> str:
        return "metadata removed"


Note = Converted | TurnedUpright | FirstFrameOnly | ColoursConverted | MetadataRemoved
