"""The values a request is made of, in the protocol's own words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.gemini.base64_text import Form
from studio.gemini.tuning import Tuning
from studio.gemini.wire import HoleKind

Role = Literal["user", "model"]


@dataclass(frozen=True, slots=True)
class TextPart:
    """Words of the user."""

    text: str


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture sent as inlineData, read from its file while it is sent; `size` in bytes."""

    path: Path
    mime_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """One turn of a conversation as the program writes it."""

    role: Role
    parts: Sequence[TextPart | ImagePart]


@dataclass(frozen=True, slots=True)
class HoleFile:
    """A hole of a stored reply with the file that fills it, and the file of its raw text where there is one."""

    offset: int
    kind: HoleKind
    form: Form
    path: Path
    size: int
    raw_path: Path | None = None
    raw_size: int = 0


@dataclass(frozen=True, slots=True)
class ReceivedContent:
    """A model Content as received: the span of a skeleton that is sent again with its holes filled.

    One that came in pieces is made of its `parts`, each of one or more spans, one part after another.
    """

    skeleton: bytes
    start: int
    end: int
    holes: Sequence[HoleFile]
    has_role: bool = True
    parts: Sequence[Sequence[tuple[int, int]]] = ()


@dataclass(frozen=True, slots=True)
class ImageConfig:
    """The wanted shape, "W:H", and size, "512" "1K" "2K" "4K"; None leaves it to the model."""

    aspect_ratio: str | None = None
    image_size: str | None = None


@dataclass(frozen=True, slots=True)
class GenerationConfig:
    """What is asked of the model beside the contents."""

    image: ImageConfig = field(default_factory=ImageConfig)
    seed: int | None = None
    modalities: Sequence[str] = ("TEXT", "IMAGE")
    tuning: Tuning = field(default_factory=Tuning)
