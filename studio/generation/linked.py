"""Replies that had arrived whole when their process died, with links to their pictures: fetched, then taken in.

What is asked for is a picture, once more; the key goes along only to files that the server of the reply keeps itself.
Nothing is sent to a model, and nothing charged.
"""

import asyncio
from collections.abc import Callable, Sequence

from studio.gemini.beside import Source
from studio.gemini.capabilities import Capabilities
from studio.gemini.own_files import OwnFiles
from studio.generation.elsewhere import missing_links
from studio.generation.errors import NotFetchedYet
from studio.generation.fetch import fetch_missing
from studio.generation.forms import holes_of
from studio.generation.recover import Recovered, adopt, placed
from studio.generation.uncut import whole
from studio.library.landing import Orphan
from studio.library.library import Library


def needs_key(orphan: Orphan, server: str) -> bool:
    """Whether some of its pictures are files that the server keeps itself, and opens for its key only. Blocks."""
    landed, files = orphan.landed, OwnFiles(server)
    links = missing_links(landed.skeleton, holes_of(landed), landed.folder)
    return any(files.keeps(each.uri) for each in links.values())


async def fetch_linked(orphan: Orphan, files: OwnFiles) -> tuple[Source, ...]:
    """Fetch the pictures of a reply into its landing folder; `files` are those of the server that it was made at.

    Returns the links that will bring nothing. Raises NotFetchedYet when another try may bring what did not come now,
    LibraryError when the disk does not take it.
    """
    landed = orphan.landed
    unfetched = await fetch_missing(landed.skeleton, holes_of(landed), landed.folder, files)
    for each in unfetched:
        if each.may_come:
            raise NotFetchedYet(f"A picture of an earlier reply could not be fetched yet. {each.source.title}")
    return tuple(each.source for each in unfetched)


def take_in_linked(
    library: Library, capabilities: Capabilities, orphan: Orphan, lost: Sequence[Source] = ()
) -> Recovered:
    """Take a reply into the library with what was fetched of it; what was not is told with its link. Blocks."""
    return placed(library, adopt(library, capabilities, orphan, lost))


async def fetch_and_take_in(
    library: Library,
    capabilities: Capabilities,
    orphan: Orphan,
    files: OwnFiles,
    tell: Callable[[Recovered], object] = lambda _: None,
) -> Recovered:
    """Do both, and give the reply up at the end, however that comes about: not taken in, it is found again.

    `tell` hears of one that was taken in also where a cancellation came too late to keep it from that.
    """
    try:
        lost = await fetch_linked(orphan, files)
        recovered, cancellation = await whole(asyncio.to_thread(take_in_linked, library, capabilities, orphan, lost))
    finally:
        await whole(asyncio.to_thread(orphan.close))
    tell(recovered)
    if cancellation is not None:
        raise cancellation
    return recovered
