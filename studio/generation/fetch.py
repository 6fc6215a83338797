"""Pictures that a reply has only links to, fetched into its landing folder."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from studio.gemini.beside import Source
from studio.gemini.download import DownloadLimits, download_into
from studio.gemini.download_errors import DownloadError
from studio.gemini.elsewhere import Linked, may_be_fetched
from studio.gemini.errors import GeminiError
from studio.gemini.response import read_outcome
from studio.gemini.wire import Hole, ReplyReader
from studio.generation.elsewhere import NOT_KEPT, Fetched, Stray
from studio.library.errors import translated
from studio.library.hashed_file import HashedFile
from studio.library.records import PictureFile

_FIRST = 2_000_000  # names of files that no hole has, nor a picture taken out of words
_LIMITS = DownloadLimits(total=60.0)


async def fetch(reader: ReplyReader, folder: Path, base: str) -> Fetched:
    """Fetch the pictures that a whole reply has only links to, into its landing folder; `base` is the server's address.

    No key goes along.
    """
    if b"://" not in reader.skeleton or any(hole.kind == "data" for hole in reader.holes):
        return Fetched()
    links = await asyncio.to_thread(_links, reader.skeleton, reader.holes)
    strays: list[Stray] = []
    lost: list[Source] = []
    for number, link in enumerate(links):
        file = HashedFile(folder / str(_FIRST + number))
        try:
            await download_into(link.uri, partial(_take, file), _LIMITS, partial(may_be_fetched, base=base))
            await asyncio.to_thread(_sync, file)
            strays.append(Stray(link.part, PictureFile(file.path, file.size, file.sha256)))
        except DownloadError as error:
            lost.append(Source(link.uri, error.message, "lost"))
        finally:
            file.close()
    return Fetched(strays, lost)


def _links(skeleton: bytes, holes: Sequence[Hole]) -> list[Linked]:
    try:
        places = read_outcome(skeleton, holes, host="").elsewhere
    except GeminiError:  # it is read once more when it has landed, and said then
        return []
    return [place for place in places if isinstance(place, Linked)]


async def _take(file: HashedFile, piece: bytes) -> None:
    await asyncio.to_thread(_write, file, piece)


def _write(file: HashedFile, piece: bytes) -> None:
    with translated(NOT_KEPT):
        file.write(piece)


def _sync(file: HashedFile) -> None:
    with translated(NOT_KEPT):
        file.sync()
