"""The one place that talks HTTP: a request goes out from its files, a reply comes in through a ReplyReader."""

import asyncio
import asyncio.selector_events
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from types import TracebackType
from typing import Self, cast
from urllib.parse import urlsplit

import httpcore
import httpx

import studio
from studio.gemini import errors
from studio.gemini.body import Body, BytesPiece
from studio.gemini.connections import Endpoint
from studio.gemini.hiding import Hiding
from studio.gemini.model_list import Page, raise_error_in, read_count, read_page
from studio.gemini.refusal import read_refusal
from studio.gemini.transport import transport_for
from studio.gemini.unpacking import CODINGS, Unpacker
from studio.gemini.wire import ReplyReader

# At their INFO level both write whole URLs, which may hold a key.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# httpcore reads 64 KiB at a time and asyncio 256; a picture of 24 MB costs a third less with larger reads. Neither has
# an option for it. Under TLS asyncio reads through a buffer of its own, so there only the first of them tells.
_READ = 1 << 20


def read_at_once(size: int) -> None:
    """Let one read take up to so many bytes, for every client of this process: more is cheaper, less holds up less."""
    httpcore._async.http11.AsyncHTTP11Connection.READ_NUM_BYTES = size  # noqa: SLF001
    asyncio.selector_events._SelectorTransport.max_size = size  # type: ignore[attr-defined]  # noqa: SLF001  # not in typeshed


read_at_once(_READ)


def _library() -> str:
    return "asyncio"


# For each of its locks httpcore asks which library it runs under, by an import that fails, and looks on the disk.
for _name in ("httpcore._synchronization", "httpcore._backends.auto"):
    import_module(_name).current_async_library = _library  # type: ignore[attr-defined]

_LONGEST_TITLE = 120
_LONGEST_ERROR = 256 << 10
_ERROR_SECONDS = 10.0  # the words of an error are not worth a longer wait: its status tells what matters
_LONGEST_LIST = 8 << 20
_MOST_PAGES = 20
# One gateway looks for the modalities first.
_NOTHING = b'{"contents":[],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}'
_PAGE_SIZE = 1000  # the most that Google gives at once; its own page has 50
_NO_LIST = (404, 405, 501)
_SEE_OTHER = 303
_LOCATION = "studio.location"
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)


class Phase(StrEnum):
    """How far a request is."""

    SENDING = "sending"
    THINKING = "thinking"
    RECEIVING = "receiving"


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


Progress = Callable[[Phase, int], None]


class Client:
    """Sends requests to one endpoint; the key is shown to nobody else.

    Making one raises BadProxy or BadCertificates when the user's environment leaves no way out.
    """

    def __init__(self, endpoint: Endpoint, key: str, limits: TimeLimits | None = None) -> None:
        self._endpoint = endpoint
        self._key = key
        self._hiding = Hiding(key)
        self._limits = limits or TimeLimits()
        self._http = httpx.AsyncClient(
            transport=transport_for(endpoint),
            timeout=httpx.Timeout(
                self._limits.read, connect=self._limits.connect, write=self._limits.write, pool=self._limits.total
            ),
            follow_redirects=False,
            event_hooks={"response": [_set_location_aside]},
            trust_env=False,
            headers={
                "accept-encoding": "identity",
                "user-agent": f"studio/{studio.__version__}",
                **endpoint.headers(key),
            },
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def generate(self, model: str, body: Body, reader: ReplyReader, progress: Progress) -> None:
        """Send one generation and feed its reply to `reader`; a GeminiError for anything but a whole reply.

        Of a stream that ends in order, whether it is whole is for its reader to say (`read_outcome`). What arrived
        before a failure is in the reader. Cancelling the task closes the connection.
        """
        body.sent = 0  # an earlier attempt may have sent it
        reader.hide(self._hiding)
        url = self._endpoint.with_key(self._endpoint.generate_url(model), self._key)
        async with self._failures_mapped(body), asyncio.timeout(self._limits.total):
            request = self._http.build_request(
                "POST",
                url,
                content=_announced(body, progress),
                headers={"content-type": "application/json", "content-length": str(body.size)},
            )
            response = await self._http.send(request, stream=True)
            try:
                await self._receive(response, reader, progress)
            finally:
                reader.finish()
                await response.aclose()

    async def list_models(self, *, with_key: bool = True) -> tuple[str, ...] | None:
        """Return the model ids the server lists, which costs nothing; None when it offers no list.

        Without the key to learn whether the list is open to everybody. A GeminiError for any other failure.
        """
        ids: list[str] = []
        token = ""
        async with self._failures_mapped(Body(())), asyncio.timeout(self._limits.total):
            for _ in range(_MOST_PAGES):
                url = self._endpoint.models_url(token, page_size=_PAGE_SIZE)
                page = await self._page_of_models(url, with_key=with_key)
                if page is None:
                    return tuple(ids) or await self._other_models(with_key=with_key)
                ids += page.ids
                token = page.next
                if not token:
                    break
        return tuple(dict.fromkeys(ids))

    @property
    def counts(self) -> bool:
        """Whether the endpoint is known to count tokens."""
        return self._endpoint.counts

    async def count_tokens(self, model: str, body: Body, *, with_key: bool = True) -> int | None:
        """Return how many tokens a countTokens body has, which costs nothing; None where the method is not there.

        An endpoint that is not known to have it is not asked: some gateways take any method for generateContent, and
        would have it drawn and paid for. ModelUnknown when the model, not the method, is unknown; other GeminiErrors.
        """
        if not self.counts:
            return None
        url = self._endpoint.method_url(model, "countTokens")
        async with self._failures_mapped(body), asyncio.timeout(self._limits.total):
            response, answer = await self._ask("POST", url, body, with_key=with_key)
        if response.status_code in (405, 501):
            return None
        self._need_json(response, answer)
        return read_count(answer, host=self._endpoint.name, hide=self._hiding.in_words)

    async def send_nothing(self, model: str, *, with_key: bool = True) -> None:
        """Send a generateContent without contents, which whoever speaks the protocol refuses before any work.

        It is how to see whether address, key and model are right where nothing else tells: there is nothing to draw
        from, so nothing is drawn, and nothing is paid for. Google refuses it, and gateways refuse it themselves or pass
        Google's refusal on. Raises the refusal as a GeminiError; returns if the server took it for a request after all.
        """
        url = self._endpoint.method_url(model, "generateContent")
        body = Body((BytesPiece(_NOTHING),))
        async with self._failures_mapped(body), asyncio.timeout(self._limits.total):
            response, answer = await self._ask("POST", url, body, with_key=with_key)
        self._need_json(response, answer)
        if len(answer) < _LONGEST_ERROR:  # no error is as long as that
            raise_error_in(answer, host=self._endpoint.name, hide=self._hiding.in_words)

    async def _other_models(self, *, with_key: bool) -> tuple[str, ...] | None:
        """The list where OpenAI's clients look for it; whatever else is there, it is no list."""
        url = self._endpoint.other_models_url()
        try:
            page = await self._page_of_models(url, with_key=with_key) if url else None
        except errors.GeminiError:
            return None
        return tuple(dict.fromkeys(page.ids)) if page else None

    async def _page_of_models(self, url: str, *, with_key: bool) -> Page | None:
        response, body = await self._ask("GET", url, with_key=with_key)
        if response.status_code in _NO_LIST:
            return None
        self._need_json(response, body)
        return read_page(body, host=self._endpoint.name, hide=self._hiding.in_words)

    async def _ask(
        self, method: str, url: str, body: Body | None = None, *, with_key: bool
    ) -> tuple[httpx.Response, bytes]:
        """Ask for something small; the answer comes whole, or as much of it as anybody would read."""
        announced = {"content-type": "application/json", "content-length": str(body.size)} if body else {}
        url = self._endpoint.with_key(url, self._key) if with_key else url
        request = self._http.build_request(method, url, content=body.stream() if body else None, headers=announced)
        if not with_key:
            for name in self._endpoint.headers(self._key):
                del request.headers[name]
        response = await self._http.send(request, stream=True)
        longest = _LONGEST_LIST if response.status_code == 200 and method == "GET" else _LONGEST_ERROR
        try:
            async with aclosing(_plain_bytes(response)) as chunks:
                return response, await _beginning(chunks, longest)
        finally:
            await response.aclose()

    def _need_json(self, response: httpx.Response, body: bytes) -> None:
        """Raise what an answer that is none means: an error, or a web page."""
        if response.status_code != 200:
            raise self._refusal(response, body)
        if _is_a_page(response, body):
            raise self._not_the_protocol(body)

    async def _receive(self, response: httpx.Response, reader: ReplyReader, progress: Progress) -> None:
        progress(Phase.RECEIVING, 0)
        async with aclosing(_plain_bytes(response)) as chunks:
            if response.status_code != 200:
                raise self._refusal(response, await _beginning(chunks))
            while chunk := await self._next_of(chunks, reader):
                reader.feed(chunk)
                await reader.drain()
                progress(Phase.RECEIVING, reader.received)
                if reader.is_closed:  # whatever becomes of the connection
                    return
        if not reader.is_between:
            raise self._unfinished(response, reader)

    async def _next_of(self, chunks: AsyncGenerator[bytes, None], reader: ReplyReader) -> bytes:
        """Return what comes next, or nothing at the end."""
        try:
            async with asyncio.timeout(self._limits.last if reader.ended else None):
                return await anext(chunks, b"")
        except TimeoutError:
            return b""

    def _refusal(self, response: httpx.Response, body: bytes) -> errors.Refused:
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

    def _unfinished(self, response: httpx.Response, reader: ReplyReader) -> errors.ReplyBroken:
        """Tell apart a web page, a reply that stops half way, and bytes that are no JSON."""
        host = self._endpoint.name
        head = reader.head.lstrip()
        if _is_a_page(response, head):
            return self._not_the_protocol(head)
        if reader.lost or not head:
            return errors.ReplyUnreadable(f"{host} answered with something that is no well-formed JSON.")
        return errors.ReplyCut(f"The reply of {host} stops in the middle, after {reader.received:,} bytes.")

    def _not_the_protocol(self, page: bytes) -> errors.NotTheProtocol:
        title = _TITLE.search(page)
        said = self._hiding.in_words(" ".join(title[1].decode(errors="replace").split())) if title else ""
        words = f", titled “{said[:_LONGEST_TITLE]}”," if said else ""
        return errors.NotTheProtocol(f"{self._endpoint.name} answered with a web page{words} instead of a reply.")

    @asynccontextmanager
    async def _failures_mapped(self, body: Body) -> AsyncIterator[None]:
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


async def _set_location_aside(response: httpx.Response) -> None:
    """Keep Location from httpx, which looks into it even when it is not to follow, and fails if it is malformed."""
    if "location" in response.headers:
        response.extensions[_LOCATION] = response.headers.pop("location")


async def _announced(body: Body, progress: Progress) -> AsyncIterator[bytes]:
    progress(Phase.SENDING, 0)
    async for chunk in body.stream():
        yield chunk
        progress(Phase.SENDING, body.sent)
    progress(Phase.THINKING, 0)


async def _plain_bytes(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a reply, opened if they are compressed though nobody asked.

    Those that cannot be opened come as they are, to be kept; ReplyUnreadable behind them.
    """
    coding = response.headers.get("content-encoding", "").strip().lower()
    unpacker = Unpacker() if coding in CODINGS else None
    # It is a generator, though httpx does not promise so; left open it would be closed some time later.
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.aiter_raw())) as pieces:
        async for piece in pieces:
            for chunk in unpacker.feed(piece) if unpacker else (piece,):
                yield chunk
    if unpacker is None and coding not in ("", "identity"):
        raise errors.ReplyUnreadable("The reply is compressed in a way that was not asked for.")


def _is_a_page(response: httpx.Response, beginning: bytes) -> bool:
    return beginning.lstrip()[:1] == b"<" or "html" in response.headers.get("content-type", "")


def _words(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"


async def _beginning(chunks: AsyncIterator[bytes], longest: int = _LONGEST_ERROR) -> bytes:
    """Return the beginning of an error's body, or what came of it before the connection broke."""
    body = bytearray()
    try:
        async with asyncio.timeout(_ERROR_SECONDS):
            async for chunk in chunks:
                body += chunk
                if len(body) >= longest:
                    break
    except errors.ReplyBroken:
        return b""
    except (httpx.TransportError, TimeoutError):
        pass
    return bytes(body[:longest])


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
