"""What a request that passed every check asks for, as values."""

from dataclasses import dataclass
from typing import Literal

from studio.sandbox.models import DEFAULT_SIZE, Model


@dataclass(frozen=True)
class InputImage:
    """An image of a request that was found whole: its bytes as sent, declared type, width and height."""

    data: bytes
    mime_type: str
    size: tuple[int, int]


@dataclass(frozen=True)
class Part:
    """Text or an image, never both."""

    text: str = ""
    image: InputImage | None = None
    thought: bool = False
    signature: bytes | None = None


@dataclass(frozen=True)
class Turn:
    """One Content."""

    role: Literal["user", "model"]
    parts: tuple[Part, ...]

    @property
    def images(self) -> tuple[InputImage, ...]:
        """Its images in order, without those of thoughts."""
        return tuple(part.image for part in self.parts if part.image is not None and not part.thought)

    @property
    def text(self) -> str:
        """Its words, without those of thoughts."""
        return "\n".join(part.text for part in self.parts if part.text and not part.thought).strip()


@dataclass(frozen=True)
class Settings:
    """What generationConfig and tools ask for; a ratio or seed of None is for the sandbox to choose.

    No `reply_type` is the model's own type of image.
    """

    words: bool = True
    picture: bool = True
    thoughts: bool = False
    ratio: str | None = None
    size: str = DEFAULT_SIZE
    seed: int | None = None
    searches: bool = False
    most_tokens: int | None = None
    reply_type: str = ""


@dataclass(frozen=True)
class Wish:
    """A whole valid request; the last turn is the user's."""

    model: Model
    turns: tuple[Turn, ...]
    settings: Settings
    prompt_tokens: int
    image_tokens: int

    @property
    def reply_type(self) -> str:
        """The type of the image that is to come of it."""
        return self.settings.reply_type or self.model.reply_type

    @property
    def prompt(self) -> str:
        """The words that matter: those of the last turn."""
        return self.turns[-1].text

    @property
    def picture_to_edit(self) -> InputImage | None:
        """What the model drew last; where it drew nothing, the first image of the latest turn that holds one.

        What a user sends along with words that go on from a drawn picture are references: they do not replace it.
        """
        latest = [turn for turn in reversed(self.turns) if turn.images]
        drawn = next((turn.images[-1] for turn in latest if turn.role == "model"), None)
        return drawn or next((turn.images[0] for turn in latest), None)

    @property
    def images(self) -> tuple[InputImage, ...]:
        """Every image of the conversation in order."""
        return tuple(image for turn in self.turns for image in turn.images)
