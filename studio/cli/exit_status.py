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
from studio.profile.errors import KeyProblem, ProfileError

_MONEY = {
    Charge.NO: "Nothing was charged.",
    Charge.MAYBE: "It may have been charged.",
    Charge.YES: "It was charged.",
}
_REFUSALS = (
    errors.RequestInvalid,
    errors.ModelUnknown,
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


class KeyMissing(Exception):
    """There is no key for a connection; the message says where to put one."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended badly: exit status, kind for programs, and the one message for people."""

    status: Status
    kind: str
    message: str
    charge: Charge = Charge.NO

    def as_json(self) -> dict[str, object]:
        """Return the ending as it stands in the JSON output."""
        return {"kind": self.kind, "message": self.message, "charge": self.charge.value}


# Everything a person can mend; anything else is a bug of ours and ends in a traceback.
EXPECTED = (GeminiError, GenerationError, LibraryError, ProfileError, BadArgument, KeyMissing)


def ending_of(error: Exception) -> Ending:
    """Return how one of the expected failures ends the command."""
    kind = type(error).__name__
    if isinstance(error, GeminiError):
        charge = error.charge
        return Ending(status_of(error), kind, f"{error.message} {_MONEY[charge]} {error.advice}", charge)
    if isinstance(error, NotKept):
        return Ending(Status.FAILED, kind, f"{error} {_MONEY[Charge.MAYBE]} {error.advice}", Charge.MAYBE)
    if isinstance(error, KeyProblem):
        return Ending(Status.KEY, kind, f"{error.message} Nothing was charged. {error.advice}")
    if isinstance(error, ProfileError | GenerationError):
        return Ending(Status.UNUSABLE, kind, f"{error.message} Nothing was charged. {error.advice}")
    status = Status.KEY if isinstance(error, KeyMissing) else Status.UNUSABLE
    return Ending(status, kind, f"{error} Nothing was charged.")


def status_of(error: GeminiError) -> Status:
    """Return the exit status for a failed generation."""
    if isinstance(error, errors.KeyRefused):
        return Status.KEY
    if isinstance(error, errors.BadAddress):
        return Status.UNUSABLE
    return Status.NO_IMAGE if isinstance(error, _REFUSALS) else Status.FAILED
