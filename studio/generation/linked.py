"""Replies that had arrived whole when their process died, with links to their pictures: fetched, then taken in.

What is asked for is a picture, once more and without a key: nothing is sent to a model, and nothing charged.
"""

import asyncio
from collections.abc import Sequence

from studio.gemini.beside import Source
from studio.gemini.capabilities import Capabilities
from studio.gemini.own_files import OwnFiles
from studio.generation.fetch import fetch_missing
from studio.generation.forms import holes_of
from studio.generation.recover import Recovered, adopt, placed
from studio.library.landing import Orphan
from studio.library.library import Library


async def fetch_linked(orphan: Orphan, server: str) -> tuple[Source, ...]:
    """Fetch the pictures of a reply, made at this server, into its landing folder; the links that brought nothing.

    Raises LibraryError when the disk does not take them.
    """
    landed = orphan.landed
    return await fetch_missing(landed.skeleton, holes_of(landed), landed.folder, OwnFiles(server))


def take_in_linked(
    library: Library, capabilities: Capabilities, orphan: Orphan, lost: Sequence[Source] = ()
) -> Recovered:
    """Take a reply into the library with what was fetched of it; what was not is told with its link. Blocks."""
    return placed(library, adopt(library, capabilities, orphan, lost))


async def fetch_and_take_in(library: Library, capabilities: Capabilities, orphan: Orphan, server: str) -> Recovered:
    """Do both, and give the reply up at the end, however that comes about."""
    try:
        lost = await fetch_linked(orphan, server)
        return await asyncio.to_thread(take_in_linked, library, capabilities, orphan, lost)
    finally:
        orphan.close()
