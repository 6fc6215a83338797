"""What a person asks for, as one value; and what they are told while it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studio.gemini.content import GenerationConfig, ImageConfig
from studio.gemini.errors import Charge, GeminiError
from studio.gemini.outcome import Outcome
from studio.gemini.tuning import Tuning
from studio.library.records import Image, InputRole, Json, Origin, Turn

_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class WishInput:
    """An image of the library that goes along, and what for."""

    image: Image
    role: InputRole = "reference"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """One turn to be made: the words, the images, the settings, and the turn it continues.

    `turn_id` is the id that the turn will have, known before it is written; `send_id` is shared by the variants of one
    click; `conversation_id` is the parent's, or a new one's, which is made with the first turn that is begun.
    """

    prompt: str
    model: str
    turn_id: str
    conversation_id: str
    send_id: str
    origin: Origin
    inputs: Sequence[WishInput] = ()
    parent: Turn | None = None
    aspect_ratio: str | None = None
    image_size: str | None = None
    seed: int | None = None
    tuning: Tuning = field(default_factory=Tuning)

    @property
    def config(self) -> GenerationConfig:
        """The settings in the protocol's words."""
        return GenerationConfig(ImageConfig(self.aspect_ratio, self.image_size), self.seed, tuning=self.tuning)

    @property
    def settings(self) -> Json:
        """The settings as the record keeps them; `config_of` reads them again."""
        shape = {"aspectRatio": self.aspect_ratio, "imageSize": self.image_size, "seed": self.seed}
        return shape | self.tuning.record()


def config_of(settings: Json) -> GenerationConfig:
    """Return the settings of a record in the protocol's words."""
    aspect, size, seed = (settings.get(name) for name in ("aspectRatio", "imageSize", "seed"))
    image = ImageConfig(aspect if isinstance(aspect, str) else None, size if isinstance(size, str) else None)
    return GenerationConfig(image, seed if isinstance(seed, int) else None, tuning=Tuning.read(settings))


def title_of(prompt: str) -> str:
    """Return the beginning of a prompt as the title of the conversation it begins, cut behind a word."""
    text = " ".join(prompt[: 10 * _LONGEST_TITLE].split())
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[: _LONGEST_TITLE - 1]
    words, _, _ = text[:_LONGEST_TITLE].rpartition(" ")
    # Where there are no words to be told apart, as in Chinese, any letter may be the last.
    return f"{(words if len(words) >= _LONGEST_TITLE // 2 else cut).rstrip(' ,;:.–—-')}…"


class JobState(StrEnum):
    """How far a turn is on its way."""

    QUEUED = "queued"
    WAITING = "waiting"
    SENDING = "sending"
    THINKING = "thinking"
    RECEIVING = "receiving"
    ARRIVED = "arrived"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finished:
    """A turn that has come to its end: the images it brought, or what kept it from bringing any, and what it cost."""

    turn: Turn
    images: Sequence[Image]
    outcome: Outcome | None = None
    failure: GeminiError | None = None
    charge: Charge = Charge.NO


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a job: its state, the bytes moved in it, and for `waiting` the seconds left and the failure before.

    `finished` comes with the last news of one that was cancelled, when something was written down of it all the same.
    `words` and `drafts` are what has arrived of a reply that is streamed: to be shown, not the record yet.
    """

    state: JobState
    bytes: int = 0
    wait: float = 0.0
    failure: GeminiError | None = None
    finished: Finished | None = None
    words: str = ""
    drafts: Sequence[Image] = ()


Tell = Callable[[Progress], None]
