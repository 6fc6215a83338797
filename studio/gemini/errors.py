"""What can go wrong between a request and its reply, drawn as a tree.

GeminiError
├── NotSent                 nothing of the body had left this machine
│   ├── BadAddress          the base URL cannot be used
│   ├── BadModelId          the model id cannot be one
│   ├── BadProxy            the proxy that the system names cannot be used
│   ├── BadCertificates     the certificates to trust cannot be read
│   ├── NeverSent           the program ended before the request went out
│   ├── Unreachable         refused, no such host, no answer to the connection, TLS failed
│   └── InputChanged        a file to be sent is gone or is not what it was
├── Refused                 the server answered with an error
│   ├── KeyRefused          no key, a wrong one, one without the right
│   ├── ModelUnknown        no such model there
│   ├── PathUnknown         nothing answers at this path: the base URL is wrong
│   ├── SignatureRefused    the history's signatures do not fit this model or endpoint
│   ├── RequestInvalid      the server cannot take this request as it is
│   ├── PlaceRefused        not offered where the user is
│   ├── RequestTooLarge     more bytes than the server takes
│   ├── RateLimited         too many requests; it says when to come back
│   ├── QuotaSpent          no quota: waiting a little does not help
│   ├── Overloaded          the model is busy and says so
│   ├── Redirected          the server points elsewhere; a key is not carried along
│   └── ServerFailed        anything else, the work may have been done
├── ReplyBroken             an answer began and cannot be used
│   ├── ReplyCut            the connection ended before the reply did
│   ├── BrokenOff           the server ended a reply that had begun with an error
│   ├── NotTheProtocol      a web page, or something else that is no reply of generateContent
│   ├── ReplyUnreadable     it is no well-formed JSON, or a picture in it is no base64
│   └── ReplyTooLarge       it has more in it than there is room for
├── TimedOut                a time limit ended the wait
├── Cancelled               the user cancelled the request
└── Interrupted             the program ended while the request was under way
"""

from studio.gemini.charge import Charge as Charge

_FACTS = (
    *("host", "said", "status", "wait", "phase", "seconds", "reason"),
    *("location", "model", "successor", "free", "url", "streamed"),
)


class GeminiError(Exception):
    """A generation that brought no reply: what happened, whether it may have been charged, what to do.

    `host` is whom it happened with, as people call it, `said` are the server's own words, without the key; `free` says
    that the endpoint asks for no money. Each is empty where it is not known.
    """

    charge = Charge.MAYBE
    advice = "Ask again if you want to risk paying twice."
    host = ""
    said = ""
    free = False

    def __init__(self, message: str, *, status: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status

    @property
    def kind(self) -> str:
        """The name of this failure in records and translations."""
        return type(self).__name__

    @property
    def facts(self) -> dict[str, object]:
        """What a sentence about this failure needs beside its kind, as plain JSON; without what is not known."""
        return {name: value for name in _FACTS if (value := getattr(self, name, None))}

    def cost_nothing(self) -> None:
        """Note that it happened at an endpoint that asks for no money."""
        self.charge = Charge.NO
        self.free = True


class NotSent(GeminiError):
    """Nothing of the body had left this machine."""

    charge = Charge.NO
    advice = "Check the connection and ask again."


class BadAddress(NotSent):
    """The base URL cannot be used; `fault` says why in a word (plain, space, none, scheme, user, key), where known."""

    advice = "Correct the base URL of the connection."

    def __init__(self, message: str, *, fault: str = "", host: str = "") -> None:
        super().__init__(message)
        self.fault, self.host = fault, host


class BadModelId(NotSent):
    """The model id cannot be one."""

    advice = "Correct the model id."


class BadProxy(NotSent):
    """The proxy that the system or its environment names cannot be used."""

    advice = "Set HTTPS_PROXY (and HTTP_PROXY) to an http proxy such as http://proxy.example:8080, or take it out."


class BadCertificates(NotSent):
    """The certificates to trust cannot be read."""

    advice = "Correct the environment variable SSL_CERT_FILE, or take it out."


class NeverSent(NotSent):
    """The program ended before the request went out."""

    advice = "Ask again."

    def __init__(self) -> None:
        super().__init__("Studio ended before this request went out.")


class Unreachable(NotSent):
    """The server could not be reached; `reason` is refused, silent, unknown host, certificate, sandbox, or empty."""

    advice = "Check the base URL and your network, then ask again."

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


class InputChanged(NotSent):
    """A file to be sent is gone or is not what it was; the server never got a whole request."""

    advice = "Add the picture once more and ask again."


class Refused(GeminiError):
    """The server answered with an error; `wait` is how many seconds it asks for, None when it does not say."""

    charge = Charge.NO
    advice = "Change the request and ask again."

    def __init__(self, message: str, *, status: int | None = None, wait: float | None = None) -> None:
        super().__init__(message, status=status)
        self.wait = wait


class KeyRefused(Refused):
    """The server did not take the key."""

    advice = "Set the right key for this connection."


class ModelUnknown(Refused):
    """The server does not know the `model`, whose `successor` may be known; or how to stream, if it was `streamed`."""

    advice = "Choose another model: this one may be retired, misspelt, or not offered by this connection."
    model = ""
    successor = ""
    streamed = False


class PathUnknown(Refused):
    """Nothing answers at this path, or streams if it was `streamed`; `url` is where it was asked for, without a key."""

    advice = "Check the base URL of the connection."
    url = ""
    streamed = False


class SignatureRefused(Refused):
    """The signatures of earlier turns do not fit."""

    advice = "Continue from the last image instead of the whole conversation."


class RequestInvalid(Refused):
    """The server cannot take the request as it is."""


class PlaceRefused(Refused):
    """The service is not offered where the user is, or billing is not set up."""

    advice = "Use another connection, or set up billing with the provider."


class RequestTooLarge(Refused):
    """The request has more bytes than the server takes."""

    advice = "Send fewer or smaller pictures, or continue from the last image."


class RateLimited(Refused):
    """Too many requests."""

    advice = "Wait a little and ask again."


class QuotaSpent(Refused):
    """There is no quota left for this key; `reason` is day if it comes back tomorrow, none if there never was any."""

    advice = "Check the plan and billing of this key, or use another connection."
    reason = ""


class Overloaded(Refused):
    """The model is busy and says so."""

    advice = "Wait a little and ask again."


class Redirected(Refused):
    """The server points elsewhere, to the host `location`, and a key is not carried to another address."""

    advice = "If the new address is right, make it the connection's base URL."

    def __init__(
        self, message: str, *, status: int | None = None, charge: Charge = Charge.NO, location: str = ""
    ) -> None:
        super().__init__(message, status=status)
        self.charge, self.location = charge, location


class ServerFailed(Refused):
    """The server or a gateway on the way failed; the work may have been done all the same."""

    charge = Charge.MAYBE
    advice = "Ask again if you want to risk paying twice."


class ReplyBroken(GeminiError):
    """An answer began and cannot be used."""


class ReplyCut(ReplyBroken):
    """The connection ended before the reply did."""


class BrokenOff(ReplyBroken):
    """The server ended a reply that had begun with an error."""


class NotTheProtocol(ReplyBroken):
    """What answered does not speak generateContent."""

    advice = "Check the base URL of the connection."


class ReplyUnreadable(ReplyBroken):
    """The reply is no well-formed JSON, or a picture in it is no base64; what came is kept as received."""


class ReplyTooLarge(ReplyBroken):
    """The reply has more in it than there is room for; `streamed` says that it came in pieces."""

    advice = "Check what answers at this base URL. Ask again only if you accept paying twice."
    streamed = False

    def as_streamed(self) -> "ReplyTooLarge":
        """Return it as that of a stream, which comes in one piece if streaming is turned off."""
        self.streamed = True
        self.advice = "Turn streaming off for this connection. Ask again only if you accept paying twice."
        return self


class TimedOut(GeminiError):
    """A time limit of so many `seconds` ended the wait; `phase` is connect, write, read or total."""

    advice = "Ask again if you want to risk paying twice, or raise the time limits in the settings."

    def __init__(self, message: str, *, phase: str, seconds: float = 0.0, charge: Charge = Charge.MAYBE) -> None:
        super().__init__(message)
        self.phase, self.seconds, self.charge = phase, seconds, charge


class Cancelled(GeminiError):
    """The user cancelled the request."""

    advice = "Ask again if you still want the picture."

    def __init__(self, charge: Charge) -> None:
        sent = "It had been sent" if charge is Charge.MAYBE else "Nothing had been sent"
        super().__init__(f"You cancelled this request. {sent}.")
        self.charge = charge


class Interrupted(GeminiError):
    """The program ended while the request was under way."""

    advice = "Ask again if you want to risk paying twice, or let it go."

    def __init__(self) -> None:
        super().__init__("Studio ended while this request was under way.")
