"""Pictures that a reply has only links to, fetched into its landing folder."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from studio.gemini.beside import Source
from studio.gemini.download import DownloadLimits, download_into
from studio.gemini.download_errors import DownloadError, LinkRefused, LinkTooSlow, LinkUnreachable, LinkUnusable
from studio.gemini.elsewhere import Linked, may_be_fetched
from studio.gemini.own_files import OwnFiles
from studio.gemini.wire import Hole, ReplyReader, Skeleton
from studio.generation.elsewhere import NOT_KEPT, fetched_file, may_have_links, missing_links
from studio.generation.uncut import unless_cancelled
from studio.library.durable import fsync_folder
from studio.library.errors import translated
from studio.library.hashed_file import HashedFile

_LIMITS = DownloadLimits(total=60.0)
_ALL_SECONDS = 120.0  # for all links of a reply: as long as they are fetched, they hold a place of the connection
_AT_ONCE = 4
_GONE = (404, 410)
_LATER = (408, 425, 429)


@dataclass(frozen=True, slots=True)
class Unfetched:
    """A link that brought nothing, and why; `may_come` when another try may bring its picture."""

    source: Source
    may_come: bool


async def fetch(
    reader: ReplyReader, folder: Path, files: OwnFiles, seconds: float = _ALL_SECONDS
) -> tuple[Source, ...]:
    """Fetch the pictures that a whole reply has only links to, into its landing folder.

    The key goes along only to `files`, those that the server keeps itself. Returns the links that brought nothing, and
    why; in `seconds` there is time for all of them.
    """
    return tuple(each.source for each in await fetch_missing(reader.skeleton, reader.holes, folder, files, seconds))


async def fetch_missing(
    skeleton: Skeleton, holes: Sequence[Hole], folder: Path, files: OwnFiles, seconds: float = _ALL_SECONDS
) -> tuple[Unfetched, ...]:
    """The same, of a reply that came earlier, for those that are not there yet."""
    if not may_have_links(skeleton, holes):
        return ()
    links = await asyncio.to_thread(missing_links, skeleton, holes, folder)
    end = asyncio.get_running_loop().time() + seconds
    places = asyncio.Semaphore(_AT_ONCE)
    late = f"The pictures of this reply did not all come within {seconds:.0f} seconds."

    async def fetched(number: int, link: Linked) -> Unfetched | None:
        try:
            async with asyncio.timeout_at(end), places:
                await _fetch(link.uri, fetched_file(folder, number), files)
        except TimeoutError:
            return Unfetched(Source(link.uri, late, "lost"), may_come=True)
        except DownloadError as error:
            return Unfetched(Source(link.uri, error.message, "lost"), _may_come(error, link.uri, files))
        return None

    lost = await _together([fetched(number, link) for number, link in links.items()])
    return tuple(each for each in lost if each is not None)


def _may_come(error: DownloadError, uri: str, files: OwnFiles) -> bool:
    """Whether another try may bring a picture: with a network, a key, a server that is well again."""
    match error:
        case LinkUnreachable() | LinkTooSlow():
            return True
        case LinkUnusable():  # plain http to its own server is followed as long as a connection leads there like that
            link, own = urlsplit(uri), urlsplit(files.base)
            return link.netloc == own.netloc and link.scheme != own.scheme
        case LinkRefused() if files.keeps(uri):
            return error.status not in _GONE
        case LinkRefused():
            return error.status >= 500 or error.status in _LATER
        case _:
            return False


async def _together(fetching: Sequence[Coroutine[Any, Any, Unfetched | None]]) -> list[Unfetched | None]:
    """Wait for all of them; what one fails with is raised once the others have been stopped."""
    tasks = [asyncio.ensure_future(each) for each in fetching]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            if not task.cancelling():  # twice would break off what it puts in order behind it
                task.cancel()
        if tasks:
            await asyncio.wait(tasks)


async def _fetch(uri: str, path: Path, files: OwnFiles) -> None:
    """Fetch one picture into a file that has its name once all of it is safe there."""
    file = await unless_cancelled(asyncio.to_thread(_opened, path.with_suffix(".part")), undo=HashedFile.close)
    try:
        may_follow = partial(may_be_fetched, base=files.base)
        await download_into(files.bytes_at(uri), partial(_take, file), _LIMITS, may_follow, files.headers_for)
        await asyncio.to_thread(_sync, file)
    finally:
        await asyncio.to_thread(file.close)
    await asyncio.to_thread(_name, file, path)


async def _take(file: HashedFile, piece: bytes) -> None:
    await asyncio.to_thread(_write, file, piece)


def _opened(path: Path) -> HashedFile:
    with translated(NOT_KEPT):
        path.unlink(missing_ok=True)  # of a process that died while it did the same
        return HashedFile(path)


def _write(file: HashedFile, piece: bytes) -> None:
    with translated(NOT_KEPT):
        file.write(piece)


def _sync(file: HashedFile) -> None:
    with translated(NOT_KEPT):
        file.sync()


def _name(file: HashedFile, path: Path) -> None:
    with translated(NOT_KEPT):
        file.path.rename(path)
        fsync_folder(path.parent)
