"""The far end of a wire without the wire: what it is sent it keeps, and it answers as it was told, or dies doing so."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Literal

from studio.gemini.body import Body
from studio.gemini.client import Phase, Progress
from studio.gemini.errors import Overloaded, ReplyCut, ServerFailed, Unreachable
from studio.gemini.own_files import OwnFiles
from studio.gemini.wire import ReplyReader
from tests.fakes.replies import image_part, picture, reply_of

Ending = Literal[
    "signed", "unsigned", "thoughts", "words", "blocked", "failed", "overloaded", "unreached", "cut", "cancelled",
    "died before", "died half way", "died at the end", "died keeping",
]  # fmt: skip
PICTURES = tuple(picture(seed, (8, 8)) for seed in range(5))


class Died(Exception):
    """The program is gone, as far as what it was doing knows."""


class FarEnd:
    """Stands in for a Client. `will` are the endings of the requests to come, in order; beyond them all goes well."""

    files = OwnFiles("https://far.example/v1beta")  # it names none in its replies

    def __init__(self, die_keeping: Callable[[], None]) -> None:
        self.will: list[Ending] = []
        self.contents: list[list[dict[str, Any]]] = []
        self._die_keeping = die_keeping

    async def generate(self, model: str, body: Body, reader: ReplyReader, progress: Progress) -> None:
        """Take a request and answer it; each time with another picture and another signature."""
        raw = b"".join(body.chunks())
        assert len(raw) == body.size
        body.sent = 0
        ending: Ending = self.will.pop(0) if self.will else "signed"
        if ending == "unreached":
            raise Unreachable("Nobody is there.", reason="refused")
        body.sent = len(raw)
        self.contents.append(json.loads(raw)["contents"])
        progress(Phase.THINKING, 0)
        if ending == "died before":
            raise Died
        if ending == "failed":
            raise ServerFailed("An internal error has occurred.", status=500)
        if ending == "overloaded":
            raise Overloaded("The model is overloaded.", status=503, wait=1.0)
        await self._answer(ending, reader, progress)

    async def _answer(self, ending: Ending, reader: ReplyReader, progress: Progress) -> None:
        raw = json.dumps(_reply(ending, len(self.contents))).encode()
        half = ending in ("cut", "cancelled", "died half way")
        try:
            reader.feed(raw[: len(raw) * 3 // 4] if half else raw)
            progress(Phase.RECEIVING, reader.received)
            await reader.drain()
        finally:
            reader.finish()
        match ending:
            case "cut":
                raise ReplyCut("The connection was cut.")
            case "cancelled":
                raise asyncio.CancelledError
            case "died half way" | "died at the end":
                # What was on the disk by then is left to no chance, else the same steps would end in several ways.
                landing: Any = reader._cutting._sink
                await landing.finish(complete=False)
                raise Died
            case "died keeping":
                self._die_keeping()


def _reply(ending: Ending, number: int) -> dict[str, Any]:
    signature = None if ending == "unsigned" else f"sig/{number}+="
    words = {"text": f"Number {number}."} | ({"thoughtSignature": signature} if signature else {})
    drawn = image_part(PICTURES[number % len(PICTURES)], signature=signature)
    thoughts = [{"thought": True} | image_part(PICTURES[0])] if ending == "thoughts" else []
    match ending:
        case "blocked":
            return {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": {"promptTokenCount": 9}}
        case "words":
            return reply_of(words)
        case _:
            return reply_of(*thoughts, words, drawn, image_part(PICTURES[number % 2], signature=signature))
