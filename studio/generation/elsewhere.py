"""Pictures that stand in a reply elsewhere than in inlineData: taken out of its words, or fetched, into its landing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path

from studio.gemini.base64_text import Base64Decoder
from studio.gemini.elsewhere import DATA_URI, Elsewhere, Embedded, Linked
from studio.gemini.errors import GeminiError
from studio.gemini.response import read_outcome
from studio.gemini.wire import Hole, Skeleton
from studio.library.durable import sha256_of
from studio.library.errors import translated
from studio.library.hashed_file import HashedFile
from studio.library.records import Landed, PictureFile

_FIRST_TAKEN = 1_000_000  # names of files that no hole has
_FIRST_FETCHED = 2_000_000  # nor a picture taken out of words
_PIECE = 256 << 10
# As JSON may write it; where a string should have been base64, its first word was one of it and stands elsewhere.
_URI = re.compile(
    rb"(?:data|\A):" + DATA_URI.pattern.encode().removeprefix(b"data:").replace(b"/", rb"\\?/", 1), re.IGNORECASE
)
_END = re.compile(rb"\\?[\"'()<>\[\]{}]")
_SLASHES = (b"://", rb":\/\/")  # as they stand in JSON
NOT_KEPT = "A picture of the reply could not be written down"


@dataclass(frozen=True, slots=True)
class Stray:
    """A picture that stood elsewhere, in part `part` of the reply, and is a file now."""

    part: int
    file: PictureFile


def take_out(places: Sequence[Elsewhere], landed: Landed) -> list[Stray]:
    """Write the pictures that stand in the words of a reply as data URIs into its landing folder. Blocks."""
    holes = {hole.number: hole.raw_path or hole.path for hole in landed.holes}
    found: list[Stray] = []
    for place in places:
        if isinstance(place, Embedded):
            with _text_of(place, holes) as text:
                for start, end in _data_uris(text):
                    file = _decoded(text, start, end, landed.folder / str(_FIRST_TAKEN + len(found)))
                    found += [Stray(place.part, file)] if file is not None else []
    return found


def words_around(path: Path, longest: int) -> bytes:
    """Return what stands in a long text around its data URIs, so many bytes at most. Blocks."""
    found, place = b"", 0
    with _long_text(path) as text:
        for start, end in _data_uris(text):
            found += text[place : min(start, place + longest)]
            place = end
        return (found + text[place : place + longest])[:longest]


def may_have_links(skeleton: Skeleton, holes: Sequence[Hole]) -> bool:
    """Whether a reply is worth being read for links to pictures."""
    return any(each in skeleton for each in _SLASHES) and not any(hole.kind == "data" for hole in holes)


def missing_links(skeleton: Skeleton, holes: Sequence[Hole], folder: Path) -> dict[int, Linked]:
    """Return the links of a whole reply without a picture in its landing folder, by their numbers. Blocks."""
    if not may_have_links(skeleton, holes):
        return {}
    try:
        links = links_of(read_outcome(skeleton, holes, host="").elsewhere)
    except GeminiError:  # it is read once more when it has landed, and said then
        return {}
    with translated(NOT_KEPT):
        return {number: link for number, link in enumerate(links) if not fetched_file(folder, number).is_file()}


def links_of(places: Sequence[Elsewhere]) -> list[Linked]:
    """Return the places that are links, in their order: by its number in it each has its file."""
    return [place for place in places if isinstance(place, Linked)]


def fetched_file(folder: Path, number: int) -> Path:
    """Where the picture behind a link of a reply lies as soon as all of it has been fetched."""
    return folder / str(_FIRST_FETCHED + number)


def take_fetched(places: Sequence[Elsewhere], folder: Path) -> tuple[list[Stray], list[Linked]]:
    """Return the pictures that were fetched into a landing folder, by whomever, and the links without one. Blocks."""
    found: list[Stray] = []
    missing: list[Linked] = []
    for number, link in enumerate(links_of(places)):
        path = fetched_file(folder, number)
        with translated(NOT_KEPT):
            if path.is_file():
                found.append(Stray(link.part, PictureFile(path, path.stat().st_size, sha256_of(path))))
            else:
                missing.append(link)
    return found, missing


@contextmanager
def _text_of(place: Embedded, holes: Mapping[int, Path]) -> Iterator[bytes | mmap]:
    if not isinstance(place.text, Hole):
        yield place.text.encode("utf-8", "replace")
    elif place.text.number not in holes:
        yield b""
    else:
        with _long_text(holes[place.text.number]) as text:
            yield text


@contextmanager
def _long_text(path: Path) -> Iterator[bytes | mmap]:
    """A text to be searched, without holding it in memory."""
    if not path.stat().st_size:
        yield b""
        return
    with path.open("rb") as file, closing(mmap(file.fileno(), 0, access=ACCESS_READ)) as text:
        yield text


def _data_uris(text: bytes | mmap) -> Iterator[tuple[int, int]]:
    """Where base64 begins and ends in a text, as it is written in JSON."""
    place = 0
    while (found := _URI.search(text, place)) is not None:
        end = _END.search(text, found.end())
        place = end.start() if end is not None else len(text)
        yield found.end(), place


def _decoded(text: bytes | mmap, start: int, end: int, path: Path) -> PictureFile | None:
    """Decode base64 into a file; None when it is none."""
    with translated(NOT_KEPT):
        path.unlink(missing_ok=True)  # of a process that died while it did the same
        file = HashedFile(path)
        try:
            decoder = Base64Decoder(file.write, lambda _: None)
            for place in range(start, end, _PIECE):
                decoder.feed(memoryview(text[place : min(place + _PIECE, end)]))
            fault = decoder.finish().fault
            file.sync()
        finally:
            file.close()
    return None if fault or not file.size else PictureFile(path, file.size, file.sha256)
