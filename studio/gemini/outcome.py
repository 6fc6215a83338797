"""A whole reply as the program understands it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from studio.gemini.beside import Beside
from studio.gemini.documents import Spans
from studio.gemini.elsewhere import Elsewhere
from studio.gemini.sink import Hole
from studio.gemini.usage import Usage


class OutcomeKind(StrEnum):
    """What came of a turn."""

    IMAGES = "images"
    WORDS = "words"
    NOTHING = "nothing"
    BLOCKED = "blocked"
    CUT_OFF = "cut off"


class ImageRole(StrEnum):
    """What an image of a reply is to the person who asked for it."""

    MAIN = "main"
    DRAFT = "draft"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class ReceivedImage:
    """An image of a reply: which part it is, which hole has its bytes, what it was declared to be."""

    part: int
    hole: Hole
    role: ImageRole
    mime_type: str = ""


@dataclass(frozen=True, slots=True)
class ContentSpan:
    """Where the model Content stands in the skeleton, and what sending it again has to know.

    `parts` is there when it came in several pieces: it is made of these parts then, each of one or more runs.
    """

    start: int
    end: int
    has_role: bool
    signed: bool
    parts: Sequence[Spans] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole reply as the program understands it.

    `explanation` says in a sentence why there is no image, or what is odd about a reply that has one; `only_thought`
    that the main image was but a thought of the model. `elsewhere` are pictures that still have to be taken out of
    words or fetched, looked for where no other is; `beside` is what has to be shown with the reply.
    """

    kind: OutcomeKind
    images: Sequence[ReceivedImage] = ()
    words: Sequence[str | Hole] = ()
    content: ContentSpan | None = None
    finish_reason: str = ""
    finish_message: str = ""
    block_reason: str = ""
    explanation: str = ""
    model_version: str = ""
    response_id: str = ""
    usage: Usage | None = None
    only_thought: bool = False
    elsewhere: Sequence[Elsewhere] = ()
    beside: Beside = field(default_factory=Beside)
