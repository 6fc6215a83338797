"""What is answered to a request that was found in order: a picture, whole or as a stream, or what a script says."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from studio.sandbox.dialects import in_json
from studio.sandbox.errors import Unavailable
from studio.sandbox.habits import Habit, unchanged
from studio.sandbox.reply import SKETCH, answer, settled
from studio.sandbox.scripts.player import Player
from studio.sandbox.scripts.script import Answer, Raw, Script, in_array
from studio.sandbox.scripts.table import remark_on
from studio.sandbox.streaming import events_of, stream
from studio.sandbox.wires import ARRAY, Wire
from studio.sandbox.wish import Wish

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 2


class Answers:
    """The answers of one sandbox, each after a delay in seconds; `closing` ends every wait early.

    A reply that is sent whole goes through the server's `habit`.
    """

    def __init__(self, delay: float, closing: asyncio.Event, habit: Habit = unchanged) -> None:
        self._delay = delay
        self._habit = habit
        self._closing = closing
        self.player = Player(closing)
        # A 4K picture takes some hundred megabytes while it is drawn.
        self._working = asyncio.Semaphore(_AT_ONCE)

    async def draw(self, wish: Wish, version: str, wire: Wire) -> Response:
        """A picture with its words: in one document, or as a stream of them."""
        draw = partial(answer, settled(wish), version, remark=remark_on(wish.prompt), in_pieces=wire.streams)
        if wire.streams:
            return await self._stream(draw, wire)
        await self._wait()
        return in_json(self._habit(await self.work(draw)))

    async def _stream(self, draw: Callable[..., dict[str, Any]], wire: Wire) -> Response:
        """Words and drafts as soon as there is a sketch, the picture when it is drawn."""
        sketch = await self.work(draw, scale=SKETCH)

        async def last() -> Mapping[str, Any]:
            await self._wait()
            whole = await self.work(draw)
            return events_of(whole | {"responseId": sketch["responseId"]})[-1]

        return stream(events_of(sketch)[:-1], last, wire)

    async def play(self, script: Script, wish: Wish, version: str, wire: Wire, url: str) -> Response:
        """The next step of a script; its pictures are given out under `url`."""
        if not wire.streams:
            await self._wait()
        made = await self.work(self.player.answer, script, wish, version, url)
        if isinstance(made, Raw) or made.bend is not None:
            return await self._bent(made, wire)
        if not wire.streams:
            return in_json(made.value)
        *early, event = events_of(made.value)

        async def last() -> Mapping[str, Any]:
            await self._wait()
            return event

        return stream(early, last, wire)

    async def work(self, make: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
        """Do in a thread what takes time and memory; only so much at once."""
        async with self._working:
            return await run_in_threadpool(make, *arguments, **options)

    async def _bent(self, made: Answer, wire: Wire) -> Response:
        if wire.streams:
            await self._wait()
        return self.player.response(_on_wire(made, wire))

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), self._delay)
        except TimeoutError:
            return
        raise Unavailable("The sandbox is shutting down.")


def _on_wire(made: Answer, wire: Wire) -> Raw:
    """What a script has made of a reply, as this wire brings it."""
    if isinstance(made, Raw):
        return in_array(made) if wire is ARRAY else made
    assert made.bend is not None
    events = events_of(made.value) if wire.streams else [made.value]
    return Raw(200, made.bend(wire, events), {"content-type": wire.content_type})
