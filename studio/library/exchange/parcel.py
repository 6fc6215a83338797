"""A conversation on its way from one library to another, as plain values; their members are those of conversation.json.

Times, money and ids are as in the record. Files are named by their paths within the `.studio` file.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from studio.library.ids import is_id
from studio.library.records import Charge, EndState, HoleKind, ImageOrigin, ImageRole, InputRole, Json, Origin, Outcome

FORMAT = "studio conversation"
VERSION = 1

_LONGEST_TITLE, _LONGEST_TEXT = 10_000, 16 << 20
_MANY = 1_000_000
_LAST_TIME = 32_503_680_000_000  # the year 3000: no clock, no calendar and no sum of this program fails below
_MOST_MONEY = 10**12
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,60}")


def _are_settings(settings: Json) -> bool:
    """Whether settings are what a turn can have been sent with; a later version may know more of them."""
    known = all(isinstance(settings.get(name), str | None) for name in ("aspectRatio", "imageSize"))
    seed = settings.get("seed")
    plain = all(isinstance(value, str | int | float | None) for value in settings.values())
    return known and plain and (seed is None or type(seed) is int)


def _is_failure(failure: Json) -> bool:
    texts = (failure.get("kind"), failure.get("message", ""), failure.get("advice", ""))
    return all(isinstance(text, str) for text in texts) and isinstance(failure.get("facts", {}), dict)


def _is_decision(decision: Json) -> bool:
    texts = (decision.get("turn_id"), decision.get("reason"), decision.get("image_id") or "")
    return all(isinstance(text, str) for text in texts)


Id = Annotated[str, is_id]
Count = Annotated[int, lambda number: number >= 0]
Few = Annotated[int, lambda number: 0 <= number <= _MANY]
Positive = Annotated[int, lambda number: 1 <= number <= _MANY]
Time = Annotated[int, lambda number: 0 <= number <= _LAST_TIME]
Money = Annotated[int, lambda number: 0 <= number <= _MOST_MONEY]
Text = Annotated[str, lambda text: len(text) <= _LONGEST_TEXT]
Title = Annotated[str, lambda text: len(text) <= _LONGEST_TITLE]
Rating = Literal[-1, 1, 2, 3, 4, 5]
Settings = Annotated[Json, _are_settings]
Failure = Annotated[Json, _is_failure]
Decision = Annotated[Json, _is_decision]


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """A file that comes along."""

    path: Title
    sha256: Annotated[str, lambda text: _SHA256.fullmatch(text) is not None]
    type: Annotated[str, lambda text: _TYPE.fullmatch(text) is not None]
    size: Count


@dataclass(frozen=True, slots=True)
class ParcelForm:
    """How bytes were written as base64; the first `plain` characters are as encoding writes them again."""

    alphabet: Literal["standard", "url"] = "standard"
    padded: bool = True
    plain: Count | None = None
    fault: Title | None = None


@dataclass(frozen=True, slots=True)
class ParcelHole:
    """A string cut out of a reply at byte `offset` of its skeleton: its bytes in a file, and how it was written."""

    number: Few
    offset: Count
    kind: HoleKind
    form: ParcelForm
    file: Title
    raw: Title | None = None


@dataclass(frozen=True, slots=True)
class ParcelReply:
    """A reply as it was received: the file with its skeleton, and the strings that were cut out of it."""

    skeleton: Title
    whole: bool
    facts: Json
    holes: tuple[ParcelHole, ...] = ()


@dataclass(frozen=True, slots=True)
class ParcelAttempt:
    """One POST for a turn that has ended."""

    id: Id
    number: Positive
    created: Time
    ended: Time
    state: EndState
    charge: Charge
    sent: Time | None = None
    http_status: Few | None = None
    failure: Failure | None = None
    actual_micros: Money | None = None
    reply: ParcelReply | None = None


@dataclass(frozen=True, slots=True)
class ParcelContent:
    """The model Content of a turn: bytes of the skeleton of one attempt's reply."""

    attempt: Id
    start: Count
    end: Count


@dataclass(frozen=True, slots=True)
class ParcelInput:
    """An image that was sent with a turn."""

    image: Id
    role: InputRole
    name: Title | None = None


@dataclass(frozen=True, slots=True)
class ParcelTurn:
    """One intent and its outcome."""

    id: Id
    send: Id
    origin: Origin
    created: Time
    prompt: Text
    settings: Settings
    connection: Title
    endpoint: Title
    model: Title
    parent: Id | None = None
    decisions: tuple[Decision, ...] = ()
    inputs: tuple[ParcelInput, ...] = ()
    outcome: Outcome | None = None
    words: Text | None = None
    content: ParcelContent | None = None
    attempts: tuple[ParcelAttempt, ...] = ()
    estimate_micros: Money | None = None
    starred: Time | None = None
    folded: Time | None = None
    trashed: Time | None = None


@dataclass(frozen=True, slots=True)
class ParcelImage:
    """A picture a person sees; `attempt` and `turn` are those that generated it, if it was."""

    id: Id
    file: Title
    origin: ImageOrigin
    created: Time
    turn: Id | None = None
    attempt: Id | None = None
    part: Few | None = None
    role: ImageRole | None = None
    name: Title | None = None
    width: Positive | None = None
    height: Positive | None = None
    rating: Rating | None = None
    trashed: Time | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A whole conversation."""

    id: Id
    title: Title
    created: Time
    updated: Time
    turns: tuple[ParcelTurn, ...]
    images: tuple[ParcelImage, ...]
    files: tuple[ParcelFile, ...]
