"""How many tokens a request would have, asked of the server that would get it: it sees all of it, and draws nothing."""

import asyncio
from collections.abc import Sequence

from studio.gemini.body import Body
from studio.gemini.request import build_count
from studio.generation.link import Link
from studio.generation.replay import Target, replay
from studio.library.library import Library
from studio.library.records import Image, Turn


async def count_tokens(
    library: Library, link: Link, parent: Turn | None, model: str, prompt: str, images: Sequence[Image]
) -> int | None:
    """Return how many tokens would go in with a request; None where the server does not count. Raises GeminiError."""
    if not link.client.counts:
        return None
    body = await asyncio.to_thread(_body, library, link, parent, model, prompt, images)
    return await link.client.count_tokens(model, body)


def _body(library: Library, link: Link, parent: Turn | None, model: str, prompt: str, images: Sequence[Image]) -> Body:
    path = library.turns.path(parent.id) if parent is not None else ()
    target = Target(link.endpoint.identity, model, link.capabilities.row(model).signatures)
    return build_count(replay(library, path, target, prompt, images).contents)
