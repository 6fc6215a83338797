"""How many tokens a request would have, asked of the server that would get it: it sees all of it, and draws nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from studio.gemini.body import Body
from studio.gemini.content import GenerationConfig
from studio.gemini.fitting import fit
from studio.gemini.request import build_count, build_whole_count
from studio.gemini.tuning import Setting, Tuning
from studio.generation.link import Link
from studio.generation.replay import Target, replay
from studio.library.library import Library
from studio.library.records import Image, Turn

# What makes more or fewer tokens go in, and is no part of the contents.
_BESIDE = (
    Setting.WEB_SEARCH,
    Setting.IMAGE_SEARCH,
    Setting.MEDIA_RESOLUTION,
    Setting.INSTRUCTION,
    Setting.CACHED_CONTENT,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be sent: the turn it continues, its words and images, and how the model is to go about it."""

    parent: Turn | None
    model: str
    prompt: str
    images: Sequence[Image]
    tuning: Tuning


class Count(NamedTuple):
    """How many tokens go in, None where the server does not count; and what it was not asked to count with them."""

    tokens: int | None
    without: Sequence[Setting] = ()


async def count_tokens(library: Library, link: Link, asked: Asked) -> Count:
    """Count what would go in with a request; what would not be sent is not counted. Raises GeminiError."""
    if not link.client.counts:
        return Count(None)
    row, server = link.capabilities.row(asked.model), link.capabilities.server(link.endpoint.host)
    config = fit(GenerationConfig(tuning=asked.tuning), row, server).config
    beside = [each for each in config.tuning.chosen if each in _BESIDE]
    whole = config if beside and link.endpoint.counts_all else None
    body = await asyncio.to_thread(_body, library, link, asked, whole)
    return Count(await link.client.count_tokens(asked.model, body), () if whole else tuple(beside))


def _body(library: Library, link: Link, asked: Asked, whole: GenerationConfig | None) -> Body:
    path = library.turns.path(asked.parent.id) if asked.parent is not None else ()
    target = Target(link.endpoint.identity, asked.model, link.capabilities.row(asked.model).signatures)
    contents = replay(library, path, target, asked.prompt, asked.images).contents
    return build_count(contents) if whole is None else build_whole_count(asked.model, contents, whole)
