"""A library in which turns are made as a generation makes them, without a wire."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.gemini.capabilities import Capabilities
from studio.gemini.content import GenerationConfig
from studio.gemini.request import build_body
from studio.gemini.wire import ReplyReader
from studio.generation.keep import read_landed
from studio.generation.replay import Replayed, Target, replay
from studio.library.library import Library
from studio.library.records import Image, NewInput, NewTurn, Turn
from studio.resources import read_json
from tests.fakes.replies import image_part, picture, reply_of

CAPABILITIES = Capabilities.read(read_json("models/capabilities.json"))
PRO, FLASH = "gemini-3-pro-image", "gemini-2.5-flash-image"
HERE, THERE = "here.example/v1beta", "there.example/v1beta"


class Tree:
    """One conversation, grown turn by turn."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.conversation = library.conversations.create(library.ids.new(), "t", library.clock()).id

    def turn(
        self,
        prompt: str,
        parent: Turn | None = None,
        *,
        model: str = PRO,
        endpoint: str = HERE,
        signed: bool = True,
        seed: int = 0,
        inputs: Sequence[NewInput] = (),
        parts: Sequence[dict[str, Any]] | None = None,
    ) -> Turn:
        signature = {"thoughtSignature": f"sig{seed}"} if signed else {}
        made = parts or [{"text": "Here."} | signature, image_part(picture(seed)) | signature]
        library = self.library
        turn = library.turns.begin(
            NewTurn(
                library.ids.new(),
                self.conversation,
                parent.id if parent else None,
                library.ids.new(),
                "new",
                library.clock(),
                prompt,
                {},
                "c",
                endpoint,
                model,
                inputs=tuple(inputs),
            )
        )
        asyncio.run(self._receive(turn, json.dumps(reply_of(*made), indent=1).encode()))
        return library.turns.get(turn.id)

    async def _receive(self, turn: Turn, raw: bytes) -> None:
        library = self.library
        attempt = library.ids.new()
        with library.landings.open(attempt, turn.id, f"images/2026-11/22/{attempt}") as landing:
            library.turns.begin_attempt(turn.id, attempt, library.clock())
            reader = ReplyReader(landing)
            reader.feed(raw)
            reader.finish()
            landed = await landing.finish(complete=True)
            kept = read_landed(landed, host="here", row=CAPABILITIES.row(turn.model), when=library.clock())
            library.turns.commit_reply(attempt, landed, kept.commit)

    def replayed(
        self, last: Turn | None, prompt: str, model: str = PRO, endpoint: str = HERE, images: Sequence[Image] = ()
    ) -> tuple[Replayed, list[Any]]:
        """What would be sent, and the contents as the server would read them."""
        path = self.library.turns.path(last.id) if last else ()
        target = Target(endpoint, model, CAPABILITIES.row(model).signatures)
        result = replay(self.library, path, target, prompt, images)
        contents: list[Any] = json.loads(sent(result))["contents"]
        return result, contents

    def copies(self, last: Turn) -> tuple[Turn, ...]:
        """What stands for a turn in a fork, in a fork of that, and in a duplicate of its conversation."""
        forest, turns = self.library.forest, self.library.turns
        fork = turns.of_conversation(forest.fork(last.id, "fork", 5).id)[-1]
        again = turns.of_conversation(forest.fork(fork.id, "fork", 6).id)[-1]
        duplicate = forest.duplicate(self.conversation, "duplicate", 7)
        (same,) = (turn for turn in turns.of_conversation(duplicate.id) if turn.copied_from == last.id)
        return fork, again, same

    def image(self, seed: int, folder: Path) -> Image:
        file = folder / f"{seed}.png"
        file.write_bytes(picture(seed))
        return self.library.images.import_file(file, mime="image/png", width=64, height=48, name=file.name)


def sent(replayed: Replayed) -> bytes:
    """The body of a request with these contents."""
    body = build_body(replayed.contents, GenerationConfig())
    raw = b"".join(body.chunks())
    assert len(raw) == body.size
    return raw
