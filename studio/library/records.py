"""The plain values that go into and come out of a library's record.

Ids are 32 hexadecimal digits (`ids.py`), times are milliseconds since 1970 in UTC, money is integer micro-dollars,
paths are relative to the library with `/` unless a name says `absolute`.

What is read by the hundred is a tuple with names, made in one step; a frozen dataclass sets field after field.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

Json = Mapping[str, object]

Origin = Literal["new", "again", "edit", "variant", "continue"]
Outcome = Literal["images", "words", "nothing", "blocked", "cut off"]
AttemptState = Literal["open", "done", "failed", "cancelled", "unknown"]
EndState = Literal["done", "failed", "cancelled", "unknown"]
Charge = Literal["none", "maybe", "yes"]
HoleKind = Literal["data", "text"]
InputRole = Literal["edit", "reference", "carried"]
ImageOrigin = Literal["generated", "imported", "derived"]
ImageRole = Literal["main", "draft", "thought"]


class Conversation(NamedTuple):
    """A titled forest of turns; `trashed`, `pinned` and `archived` are the times it was put there."""

    id: str
    title: str
    created: int
    updated: int
    trashed: int | None
    pinned: int | None = None
    archived: int | None = None

    @property
    def is_pinned(self) -> bool:
        """Whether it stands among the pinned ones; what is in the archive does not, and comes back to its place."""
        return self.pinned is not None and self.archived is None


class Span(NamedTuple):
    """A turn's model Content: bytes `start` to `end` (exclusive) of the skeleton of one attempt's reply."""

    attempt_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NewInput:
    """An image to be sent with a turn, in the order of `NewTurn.inputs`."""

    role: InputRole
    image_id: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NewTurn:
    """An intent about to be written down, before anything is sent."""

    id: str
    conversation_id: str
    parent_id: str | None
    send_id: str
    origin: Origin
    created: int
    prompt: str
    settings: Json
    connection: str
    endpoint: str
    model: str
    decisions: tuple[Json, ...] = ()
    estimate_micros: int | None = None
    inputs: tuple[NewInput, ...] = ()


class Turn(NamedTuple):
    """One intent and its outcome; `content` is there when the turn can be continued.

    `estimate_micros` is the price expected for one attempt, `actual_micros` the sum of what attempts are known to cost.
    `starred` and `folded` are times; of a copy, attempts, reply and images are those of the turn `copied_from`.
    """

    id: str
    conversation_id: str
    parent_id: str | None
    send_id: str
    origin: Origin
    created: int
    prompt: str
    settings: Json
    connection: str
    endpoint: str
    model: str
    decisions: tuple[Json, ...]
    outcome: Outcome | None
    words: str | None
    content: Span | None
    estimate_micros: int | None
    actual_micros: int | None
    trashed: int | None
    starred: int | None = None
    folded: int | None = None
    copied_from: str | None = None


class Attempt(NamedTuple):
    """One POST for a turn; `sent` is set before its first byte goes out, `ended` when its fate was written down.

    `settled` is when a person dealt with an unknown fate, or with what never went out: asked again, or let go.
    `imported` is when it came from another library, which paid for it.
    """

    id: str
    turn_id: str
    number: int
    created: int
    sent: int | None
    ended: int | None
    state: AttemptState
    http_status: int | None
    charge: Charge | None
    failure: Json | None
    actual_micros: int | None
    settled: int | None = None
    imported: int | None = None

    @property
    def never_sent(self) -> bool:
        """Whether it ended before anything of it went out, and not because a person cancelled it."""
        return self.state == "failed" and self.sent is None


class Blob(NamedTuple):
    """Bytes in the library, shared by every image that has them; `size` in bytes, `type` a MIME type."""

    sha256: str
    path: str
    type: str
    size: int


class Image(NamedTuple):
    """A picture a person sees: an id of its own over shared bytes; `rating` is 1 to 5, or -1 for a reject."""

    id: str
    blob: Blob
    turn_id: str | None
    part: int | None
    origin: ImageOrigin
    role: ImageRole | None
    name: str | None
    width: int | None
    height: int | None
    created: int
    rating: int | None
    trashed: int | None


class ConversationSummary(NamedTuple):
    """A conversation as a list shows it: how many turns it has, and the newest main image one of them made.

    What lies in the trash by itself, a turn or an image, does not count.
    """

    conversation: Conversation
    turns: int
    image: Image | None


class Input(NamedTuple):
    """An image that was sent with a turn."""

    turn_id: str
    position: int
    role: InputRole
    image: Image
    name: str | None


@dataclass(frozen=True, slots=True)
class LandedHole:
    """A whole hole on disk, cut out at byte `offset`; `raw_path` where the bytes do not give the text back."""

    number: int
    offset: int
    kind: HoleKind
    form: Json
    path: Path
    size: int
    sha256: str
    raw_path: Path | None = None
    raw_size: int = 0
    raw_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Landed:
    """A reply on disk in its landing folder; `complete` says that it was received to its end."""

    attempt_id: str
    turn_id: str
    stem: str
    created: int
    complete: bool
    skeleton: bytes
    holes: tuple[LandedHole, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture's bytes, in the landing folder and on the disk, that stood in a reply elsewhere than in a data hole."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a data hole: `hole` is the number, `part` its index in the Content, `type` read from its bytes.

    One that stood elsewhere has a `file` instead of a hole.
    """

    hole: int | None
    part: int
    role: ImageRole
    type: str
    width: int | None = None
    height: int | None = None
    file: PictureFile | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """What was read from a landed reply, to be written with it in one transaction.

    `content` is the byte span (start, end) of the model Content in the skeleton, None when it must never be sent again.
    """

    state: EndState
    ended: int
    charge: Charge
    outcome: Outcome | None = None
    words: str | None = None
    content: tuple[int, int] | None = None
    pictures: tuple[Picture, ...] = ()
    facts: Json | None = None
    failure: Json | None = None
    http_status: int | None = None
    actual_micros: int | None = None


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit made: the images of the attempt, in the order of `Commit.pictures`."""

    attempt: Attempt
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class Spending:
    """Micro-dollars of some span of time: known, expected where no price came back, and perhaps charged."""

    actual: int
    estimated: int
    maybe: int


@dataclass(frozen=True, slots=True)
class QueuedWish:
    """A wish that waits to be sent: `id` is the one its turn will have, `wish` what was asked for."""

    id: str
    created: int
    connection_id: str | None
    connection: str
    wish: Json
