"""Studio itself."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from studio.gemini.base64_text import Piece
from studio.gemini.body import Body
from studio.gemini.capabilities import Capabilities
from studio.gemini.client import Client
from studio.gemini.connections import Endpoint, read_address
from studio.gemini.content import Content, GenerationConfig, ImagePart, TextPart
from studio.gemini.request import build_body
from studio.gemini.wire import ReplyReader
from studio.generation.link import Link
from studio.generation.run import Generator
from studio.generation.wish import Wish
from studio.library.landing import Landing
from studio.library.library import Library
from studio.resources import read_json
from tests.benchmarks.case import Case
from tests.benchmarks.design import PROMPT, BodyDesign, Design

_KEY = "benchmark"


class Decode(Design):
    """The reader alone, into a sink that drops everything."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._chunks = case.reply_chunks()

    def run(self) -> None:
        reader = ReplyReader(_Dropping())
        for chunk in self._chunks:
            reader.feed(chunk)
        assert reader.ended


class _Landed(Design):
    """A landing of a real library, its folder made beforehand, as it is before a request goes out."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._runner = asyncio.Runner()
        self._library = Library.open(case.folder / f"library-{case.name}")
        self._landing: Landing | None = None

    def before(self) -> None:
        self._landing = self._library.landings.open(self._library.ids.new(), self._library.ids.new(), "images/otter")

    def run(self) -> Path:
        assert self._landing is not None
        return self._runner.run(self._land(self._landing))

    async def _land(self, landing: Landing) -> Path:
        raise NotImplementedError

    def after(self) -> None:
        assert self._landing is not None
        self._landing.close()


class Land(_Landed):
    """The reader into the library, until the landing says that all is safe."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._chunks = case.reply_chunks()

    async def _land(self, landing: Landing) -> Path:
        reader = ReplyReader(landing)
        for chunk in self._chunks:
            reader.feed(chunk)
            await reader.drain()
        landed = await landing.finish(complete=reader.ended)
        return landed.holes[0].path


class Receive(_Landed):
    """The client, the reader and the library, over the loopback."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._client = Client(_endpoint(case), _KEY)

    async def _land(self, landing: Landing) -> Path:
        reader = ReplyReader(landing)
        await self._client.generate(self.case.name, _body(self.case), reader, lambda phase, count: None)
        landed = await landing.finish(complete=reader.ended)
        return landed.holes[0].path


class WholeTurn(Design):
    """All of it: the turn written down, sent, landed, committed and named, in a fresh library."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._runner = asyncio.Runner()
        self._link = Link(
            "benchmark",
            _endpoint(case),
            Client(_endpoint(case), _KEY),
            Capabilities.read(read_json("models/capabilities.json")),
        )

    def before(self) -> None:
        number = next(self._numbers)
        self._library = Library.open(self.case.folder / f"turns-{self.case.name}-{number}")

    def run(self) -> Path:
        return self._runner.run(self._generate())

    async def _generate(self) -> Path:
        library = self._library
        wish = Wish(PROMPT, self.case.name, *(library.ids.new() for _ in range(3)), origin="new")
        finished = await Generator(library, self._link).run(wish, lambda progress: None)
        return library.images.absolute_path(finished.images[0])

    def after(self) -> None:
        self._library.close()


class Build(BodyDesign):
    """The body, read from its files piece by piece."""

    def run(self) -> None:
        for chunk in _body(self.case).chunks():
            self.take(chunk)


class BuildAsync(BodyDesign):
    """The same on an event loop, each piece read in a worker thread."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._runner = asyncio.Runner()

    def run(self) -> None:
        self._runner.run(self._stream())

    async def _stream(self) -> None:
        async for chunk in _body(self.case).stream():
            self.take(chunk)


class Send(Design):
    """The client, over the loopback."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._runner = asyncio.Runner()
        self._client = Client(_endpoint(case), _KEY)

    def run(self) -> None:
        reader = ReplyReader(_Dropping())
        self._runner.run(self._client.generate(self.case.name, _body(self.case), reader, lambda phase, count: None))
        assert reader.ended


class _Dropping:
    """A sink that keeps nothing."""

    def skeleton(self, piece: bytes) -> None:
        pass

    def open_hole(self, offset: int, kind: str) -> None:
        pass

    def write(self, piece: Piece) -> None:
        pass

    def write_raw(self, piece: Piece) -> None:
        pass

    def close_hole(self, form: Mapping[str, object]) -> None:
        pass

    async def drain(self) -> None:
        pass


def _endpoint(case: Case) -> Endpoint:
    return Endpoint(read_address(case.url))


def _body(case: Case) -> Body:
    pictures = [ImagePart(path, "image/png", path.stat().st_size) for path in case.inputs]
    return build_body([Content("user", (TextPart(PROMPT), *pictures))], GenerationConfig())
