"""Leaves in a library what a process leaves that was killed: a whole reply, requests of unknown fate, a queue."""

import json
from pathlib import Path

from studio.gemini.wire import ReplyReader
from studio.generation.queued import to_queue
from studio.generation.wish import Wish
from studio.library.landing import Landing
from studio.library.library import Library
from tests.fakes.replies import image_part, reply_of
from tests.library.making import new_turn

_MODEL = "gemini-3-pro-image"
_NAME, _ENDPOINT = "RouterHub", "api.routerhub.example/v1beta"


async def leave_behind(root: Path) -> None:
    """Write it beside what is in the library already; the library is closed before and after."""
    with Library.open(root) as library:
        some = next(each for each in sorted((root / "images").rglob("*.*")) if each.is_file())
        with _sent(library, "An otter in a paper boat, ink and wash") as landing:
            ReplyReader(landing).feed(
                json.dumps(reply_of(image_part(some.read_bytes())) | {"modelVersion": None}).encode()
            )
            await landing.finish(complete=False)
        for prompt in (
            "The same boat at night, lanterns on the water",
            "A poster for the harbour festival, three colours",
        ):
            _sent(library, prompt).close()
        new = library.ids.new
        wishes = [Wish(prompt, _MODEL, new(), new(), new(), "new") for prompt in ("Warmer light", "Without the hat")]
        library.queue.add([to_queue(wish, None, _NAME, library.clock()) for wish in wishes])


def _sent(library: Library, prompt: str) -> Landing:
    """A turn whose request has gone out, and the folder where its reply lands."""
    new = new_turn(library, prompt=prompt, connection=_NAME, endpoint=_ENDPOINT, model=_MODEL)
    with library.transaction():
        library.conversations.rename(new.conversation_id, prompt)
        library.turns.begin(new)
    attempt_id = library.ids.new()
    landing = library.landings.open(attempt_id, new.id, f"images/left/{attempt_id}")
    library.turns.begin_attempt(new.id, attempt_id, library.clock())
    library.turns.mark_sent(attempt_id, library.clock())
    return landing
