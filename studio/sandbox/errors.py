"""What the sandbox can refuse, in Google's shape.

SandboxError
├── CannotListen           the address cannot be served: taken, not allowed or not of this machine
└── Refusal                an answer with an HTTP status and Google's error document
    ├── InvalidArgument    400 INVALID_ARGUMENT
    │   └── UnknownKey     the key is nobody's
    ├── Unauthenticated    401 UNAUTHENTICATED
    ├── PermissionDenied   403 PERMISSION_DENIED
    ├── NotFound           404 NOT_FOUND
    │   ├── ModelNotFound  no such model, or not this method of it
    │   └── NotServed      no such path
    ├── AlreadyExists      409 ALREADY_EXISTS
    ├── TooLarge           413 INVALID_ARGUMENT
    ├── Exhausted          429 RESOURCE_EXHAUSTED
    ├── Crashed            500 INTERNAL
    ├── NotImplementedHere 501 UNIMPLEMENTED
    └── Unavailable        503 UNAVAILABLE
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

_TYPE_PREFIX = "type.googleapis.com/google.rpc."
_VIOLATIONS_SHOWN = 20


class SandboxError(Exception):
    """Anything the sandbox tells its caller."""


class CannotListen(SandboxError):
    """The sandbox cannot listen on the wanted address."""


class Refusal(SandboxError):
    """A request is answered with an error document instead of a picture."""

    code: ClassVar[int]
    status: ClassVar[str]

    def __init__(self, message: str, details: Iterable[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.details = list(details)

    def document(self) -> dict[str, Any]:
        """The body of the answer."""
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class InvalidArgument(Refusal):
    """The request itself is wrong."""

    code = 400
    status = "INVALID_ARGUMENT"


class UnknownKey(InvalidArgument):
    """The key is nobody's."""


class Unauthenticated(Refusal):
    """A Bearer token is not the right one."""

    code = 401
    status = "UNAUTHENTICATED"


class PermissionDenied(Refusal):
    """Nobody said who is asking, or what is asked for is not theirs."""

    code = 403
    status = "PERMISSION_DENIED"


class NotFound(Refusal):
    """There is nothing of this name."""

    code = 404
    status = "NOT_FOUND"


class ModelNotFound(NotFound):
    """No such model, or not this method of it; `model` is the id as it was asked for."""

    def __init__(self, message: str, model: str) -> None:
        super().__init__(message)
        self.model = model


class NotServed(NotFound):
    """No such path."""


class AlreadyExists(Refusal):
    """The name is taken."""

    code = 409
    status = "ALREADY_EXISTS"


class Exhausted(Refusal):
    """There is no room for more."""

    code = 429
    status = "RESOURCE_EXHAUSTED"


class TooLarge(Refusal):
    """The body is over the limit."""

    code = 413
    status = "INVALID_ARGUMENT"


class Crashed(Refusal):
    """A server that falls over where it should have refused."""

    code = 500
    status = "INTERNAL"


class NotImplementedHere(Refusal):
    """A path that is known and leads nowhere."""

    code = 501
    status = "UNIMPLEMENTED"


class Unavailable(Refusal):
    """The sandbox is on its way out."""

    code = 503
    status = "UNAVAILABLE"


@dataclass(frozen=True)
class Violation:
    """One thing wrong with one field; the path is in proto spelling, "" for the request itself."""

    path: str
    description: str


def bad_request(violations: list[Violation]) -> InvalidArgument:
    """One refusal that names every violation, as Google's JSON reader answers."""
    shown = violations[:_VIOLATIONS_SHOWN]
    fields = [
        {"field": one.path, "description": one.description} if one.path else {"description": one.description}
        for one in shown
    ]
    message = "\n".join(one.description for one in shown)
    return InvalidArgument(message, [{"@type": _TYPE_PREFIX + "BadRequest", "fieldViolations": fields}])


def error_info(reason: str) -> dict[str, Any]:
    """The detail that names a machine-readable reason."""
    return {
        "@type": _TYPE_PREFIX + "ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    }


def localized_message(message: str) -> dict[str, Any]:
    """The detail that repeats a message for people, in American English."""
    return {"@type": _TYPE_PREFIX + "LocalizedMessage", "locale": "en-US", "message": message}
