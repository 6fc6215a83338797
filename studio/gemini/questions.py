"""Small questions to an endpoint, which cost nothing: its models, how many tokens there are, and nothing at all."""

import asyncio
from contextlib import aclosing

import httpx

from studio.gemini import errors
from studio.gemini.answers import LONGEST_ERROR, beginning, is_a_page, plain_bytes
from studio.gemini.body import Body, BytesPiece
from studio.gemini.connections import Endpoint
from studio.gemini.failures import Failures, TimeLimits
from studio.gemini.hiding import Hiding
from studio.gemini.model_list import Page, raise_error_in, read_count, read_page

_LONGEST_LIST = 8 << 20
_MOST_PAGES = 20
# One gateway looks for the modalities first.
_NOTHING = b'{"contents":[],"generationConfig":{"responseModalities":["TEXT","IMAGE"]}}'
_PAGE_SIZE = 1000  # the most that Google gives at once; its own page has 50
_NO_LIST = (404, 405, 501)


class Questions:
    """Asks over an HTTP client, each question with the key or without it."""

    def __init__(self, http: httpx.AsyncClient, endpoint: Endpoint, key: str, limits: TimeLimits) -> None:
        self._http = http
        self._endpoint = endpoint
        self._key = key
        self._hiding = Hiding(key)
        self._limits = limits
        self._failures = Failures(endpoint, self._hiding, limits)

    async def list_models(self, *, with_key: bool = True) -> tuple[str, ...] | None:
        """Return the model ids the server lists, which costs nothing; None when it offers no list.

        Without the key to learn whether the list is open to everybody. A GeminiError for any other failure.
        """
        ids: list[str] = []
        token = ""
        async with self._failures.mapped(Body(())), asyncio.timeout(self._limits.total):
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
        async with self._failures.mapped(body), asyncio.timeout(self._limits.total):
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
        async with self._failures.mapped(body), asyncio.timeout(self._limits.total):
            response, answer = await self._ask("POST", url, body, with_key=with_key)
        self._need_json(response, answer)
        if len(answer) < LONGEST_ERROR:  # no error is as long as that
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
        longest = _LONGEST_LIST if response.status_code == 200 and method == "GET" else LONGEST_ERROR
        try:
            async with aclosing(plain_bytes(response)) as chunks:
                return response, await beginning(chunks, longest)
        finally:
            await response.aclose()

    def _need_json(self, response: httpx.Response, body: bytes) -> None:
        """Raise what an answer that is none means: an error, or a web page."""
        if response.status_code != 200:
            raise self._failures.refusal(response, body)
        if is_a_page(response, body):
            raise self._failures.not_the_protocol(body)
