"""What the command line ends with: a number for programs, a message for people.

0 images · 1 refused, or no image · 2 arguments, inputs or library that cannot be used · 3 network, server, or a reply
that could not be kept · 4 a problem with the key · 130 cancelled
"""

from dataclasses import dataclass
from enum import IntEnum

from studio.gemini import errors
from studio.gemini.errors import Charge, GeminiError
from studio.generation.errors import GenerationError, NotKept
from studio.library.errors import LibraryError
from studio.profile.errors import KeyMissing, KeyProblem, ProfileError
from studio.profile.keys import KEY_VARIABLE

_MONEY = {
    Charge.NO: "Nothing was charged.",
    Charge.MAYBE: "It may have been charged.",
    Charge.YES: "It was charged.",
}
_REFUSALS = (
    errors.RequestInvalid,
    errors.ModelUnknown,
    errors.PathUnknown,
    errors.SignatureRefused,
    errors.PlaceRefused,
    errors.RequestTooLarge,
)


class Status(IntEnum):
    """Exit statuses."""

    IMAGES = 0
    NO_IMAGE = 1
    UNUSABLE = 2
    FAILED = 3
    KEY = 4
    CANCELLED = 130


class BadArgument(Exception):
    """An argument that cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended badly: exit status, kind for programs; what happened, what it cost, what to do for people.

    `charge` is None for a command that never pays for anything.
    """

    status: Status
    kind: str
    what: str
    charge: Charge | None = Charge.NO
    advice: str = ""

    @property
    def message(self) -> str:
        """The one message for people."""
        return " ".join(part for part in (self.what, _MONEY[self.charge] if self.charge else "", self.advice) if part)

    def as_json(self) -> dict[str, object]:
        """Return the ending as it stands in the JSON output."""
        return {"kind": self.kind, "message": self.message, "charge": self.charge.value if self.charge else None}


# Everything a person can mend; anything else is a bug of ours and ends in a traceback.
EXPECTED = (GeminiError, GenerationError, LibraryError, ProfileError, BadArgument)


def ending_of(error: Exception) -> Ending:
    """Return how one of the expected failures ends the command."""
    kind = type(error).__name__
    match error:
        case GeminiError():
            return Ending(status_of(error), kind, error.message, error.charge, error.advice)
        case NotKept():
            return Ending(Status.FAILED, kind, error.message, Charge.MAYBE, error.advice)
        case KeyMissing():
            return Ending(Status.KEY, kind, error.message, advice=error.advice)
        case KeyProblem():
            instead = f"A key for one command can be in the environment variable {KEY_VARIABLE}."
            return Ending(Status.KEY, kind, error.message, advice=f"{error.advice} {instead}")
        case ProfileError() | GenerationError():
            return Ending(Status.UNUSABLE, kind, error.message, advice=error.advice)
        case _:
            return Ending(Status.UNUSABLE, kind, str(error))


def status_of(error: GeminiError) -> Status:
    """Return the exit status for a failed generation."""
    if isinstance(error, errors.Cancelled):
        return Status.CANCELLED
    if isinstance(error, errors.KeyRefused):
        return Status.KEY
    if isinstance(error, errors.BadAddress | errors.BadModelId | errors.BadProxy | errors.BadCertificates):
        return Status.UNUSABLE
    return Status.NO_IMAGE if isinstance(error, _REFUSALS) else Status.FAILED
