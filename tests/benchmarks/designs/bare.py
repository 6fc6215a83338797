"""httpx by itself, as it is installed: no decoding, nothing written."""

import asyncio

import httpx

from tests.benchmarks.case import Case
from tests.benchmarks.design import Design
from tests.benchmarks.designs.standard import request_body


class _Bare(Design):
    """A client on an event loop of its own."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient()
        self._url = f"{case.url}/v1beta/models/{case.name}:generateContent"

    def run(self) -> None:
        self._runner.run(self._exchange())

    async def _exchange(self) -> None:
        raise NotImplementedError


class Content(_Bare):
    """The whole exchange in memory: the request as one run of bytes, the reply as `.content`."""

    async def _exchange(self) -> None:
        response = await self._client.post(self._url, content=request_body(self.case))
        assert response.status_code == 200
        assert response.content


class Streamed(_Bare):
    """The reply chunk by chunk, each dropped."""

    async def _exchange(self) -> None:
        async with self._client.stream("POST", self._url, content=request_body(self.case)) as response:
            async for _ in response.aiter_raw():
                pass


class BlockingContent(Design):
    """`.content` without an event loop."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._client = httpx.Client()

    def run(self) -> None:
        url = f"{self.case.url}/v1beta/models/{self.case.name}:generateContent"
        assert self._client.post(url, content=request_body(self.case)).content
