"""What went wrong on the wire, as the error tree has it: what httpx raises, and answers that are no reply."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from studio.gemini import errors
from studio.gemini.body import Body
from studio.gemini.connections import Endpoint
from studio.gemini.hiding import Hiding
from studio.gemini.refusal import read_refusal

_LONGEST_TITLE = 120
_SEE_OTHER = 303
_LOCATION = "studio.location"
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """How long to wait, in seconds: for a connection, for one write, for one read, for all of it.

    `last` is for one read behind the end of a stream: its usage may yet come, and some servers never hang up.
    """

    connect: float = 10.0
    write: float = 60.0
    read: float = 300.0
    total: float = 900.0
    last: float = 60.0


class Failures:
    """Says what failed at an endpoint, with its key hidden in whatever is quoted."""

    def __init__(self, endpoint: Endpoint, hiding: Hiding, limits: TimeLimits) -> None:
        self._endpoint = endpoint
        self._hiding = hiding
        self._limits = limits

    def refusal(self, response: httpx.Response, body: bytes) -> errors.Refused:
        """Return what an answer of another status than 200 means."""
        status = response.status_code
        if 300 <= status < 400:
            return self._redirected(response)
        if status < 300:
            return errors.ServerFailed(f"{self._endpoint.name} answered {status} instead of a reply.", status=status)
        hide = self._hiding.in_words
        refused = read_refusal(status, response.headers, body, host=self._endpoint.name, hide=hide)
        if isinstance(refused, errors.PathUnknown):
            refused.url = hide(str(response.request.url.copy_with(query=None)))
            refused.message = f"{refused.message} It was asked at {refused.url}."
        return refused

    def _redirected(self, response: httpx.Response) -> errors.Redirected:
        status = response.status_code
        try:
            host = urlsplit(self._hiding.in_words(response.extensions.get(_LOCATION, ""))).hostname
        except ValueError:
            host = None
        return errors.Redirected(
            f"{self._endpoint.name} points to {host or 'another address'} ({status}); the key was not carried there.",
            status=status,
            # This one says that the request was processed, and where to see what came of it.
            charge=errors.Charge.MAYBE if status == _SEE_OTHER else errors.Charge.NO,
            location=host or "",
        )

    def not_the_protocol(self, page: bytes) -> errors.NotTheProtocol:
        """Return the failure for a web page, by its title."""
        title = _TITLE.search(page)
        said = self._hiding.in_words(" ".join(title[1].decode(errors="replace").split())) if title else ""
        words = f", titled “{said[:_LONGEST_TITLE]}”," if said else ""
        return errors.NotTheProtocol(f"{self._endpoint.name} answered with a web page{words} instead of a reply.")

    @asynccontextmanager
    async def mapped(self, body: Body) -> AsyncIterator[None]:
        """Turn what httpx raises into the error tree; its own errors carry URLs, so none is chained to a message."""
        host = self._endpoint.name
        try:
            yield
        except TimeoutError as error:
            raise self._timed_out(
                f"{host} did not finish within {_words(self._limits.total)}.", "total", body
            ) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            words, reason = _cause(error)
            message = f"{host} cannot be reached: {self._hiding.in_words(words)}."
            raise errors.Unreachable(message, reason=reason) from error
        except httpx.WriteTimeout as error:
            raise self._timed_out(f"{host} stopped taking the request.", "write", body) from error
        except (httpx.ReadTimeout, httpx.PoolTimeout) as error:
            raise self._timed_out(f"{host} sent nothing for {self._limits.read:.0f} seconds.", "read", body) from error
        except (httpx.NetworkError, httpx.ProtocolError) as error:
            if body.sent == 0:
                raise errors.Unreachable(f"The connection to {host} broke at once.") from error
            raise errors.ReplyCut(f"The connection to {host} broke before the reply was there.") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise errors.BadAddress(f"The address of {host} cannot be used.") from error

    def _timed_out(self, message: str, phase: str, body: Body) -> errors.TimedOut:
        charge = errors.Charge.MAYBE if body.sent else errors.Charge.NO
        seconds: float = getattr(self._limits, phase)
        return errors.TimedOut(message, phase=phase, seconds=seconds, charge=charge)


async def set_location_aside(response: httpx.Response) -> None:
    """Keep Location from httpx, which looks into it even when it is not to follow, and fails if it is malformed."""
    if "location" in response.headers:
        response.extensions[_LOCATION] = response.headers.pop("location")


def _words(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"


def _cause(error: httpx.TransportError) -> tuple[str, str]:
    """Return the system's reason in words, and as Unreachable names it."""
    if isinstance(error, httpx.ConnectTimeout):
        return "no answer", "silent"
    text = str(error).rstrip(".")
    if "All connection attempts failed" in text or "refused" in text.lower():
        return "the connection was refused", "refused"
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate cannot be trusted", "certificate"
    if re.search(r"name or service not known|getaddrinfo|nodename nor servname|name resolution", text, re.IGNORECASE):
        return "no such host", "unknown host"
    return text or "the network failed", ""
