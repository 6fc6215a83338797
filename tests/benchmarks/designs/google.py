"""google-genai, through its public client."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from google import genai
from google.genai import types

from tests.benchmarks.case import Case
from tests.benchmarks.design import PROMPT, BodyDesign, Design

_KEY = "benchmark"


class Decode(Design):
    """A reply that is in memory, handed to the client by a transport without a wire."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        chunks = case.reply_chunks()
        self._client = _client_without_wire(lambda _: httpx.Response(200, stream=_Chunks(chunks)))

    def run(self) -> bytes | Path:
        return _picture(self._client.models.generate_content(model=self.case.name, contents=PROMPT))


class Land(Decode):
    """The same, and the picture written."""

    def run(self) -> bytes | Path:
        picture = super().run()
        assert isinstance(picture, bytes)
        return self.save(picture)


class Receive(Design):
    """A reply over the loopback, and the picture written."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._client = genai.Client(api_key=_KEY, http_options=types.HttpOptions(base_url=case.url))

    def run(self) -> Path:
        return self.save(_picture(self._client.models.generate_content(model=self.case.name, contents=PROMPT)))


class Build(BodyDesign):
    """A request with pictures, taken by a transport without a wire."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._client = _client_without_wire(self._receive)

    def run(self) -> None:
        self._client.models.generate_content(model=self.case.name, contents=_content(self.case))

    def _receive(self, request: httpx.Request) -> httpx.Response:
        self.take(request.content)
        return httpx.Response(200, content=self.case.reply.read_bytes())


class Send(Design):
    """A request with pictures over the loopback."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._client = genai.Client(api_key=_KEY, http_options=types.HttpOptions(base_url=case.url))

    def run(self) -> None:
        self._client.models.generate_content(model=self.case.name, contents=_content(self.case))


class _Chunks(httpx.SyncByteStream):
    def __init__(self, chunks: list[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._chunks)


def _client_without_wire(handler: Callable[[httpx.Request], httpx.Response]) -> genai.Client:
    options = types.HttpOptions(base_url="http://127.0.0.1:1", client_args={"transport": httpx.MockTransport(handler)})
    return genai.Client(api_key=_KEY, http_options=options)


def _content(case: Case) -> types.Content:
    pictures = [types.Part.from_bytes(data=path.read_bytes(), mime_type="image/png") for path in case.inputs]
    return types.Content(role="user", parts=[types.Part.from_text(text=PROMPT), *pictures])


def _picture(response: types.GenerateContentResponse) -> bytes:
    return next(part.inline_data.data for part in response.parts or [] if part.inline_data and part.inline_data.data)
