"""Writing a conversation as a folder that anybody can read: one Markdown file, and its images beside it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath
from uuid import uuid4

from studio.library.durable import write_whole
from studio.library.errors import translated
from studio.library.exchange.free_path import free_path
from studio.library.exchange.gathering import Gathered, gather
from studio.library.exchange.markdown import Story, branch_of, kept_turns
from studio.library.exchange.parcel import ParcelImage, ParcelTurn
from studio.library.folder import safe_name
from studio.library.library import Library
from studio.library.progress import Counter, Tell, tell_nobody

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class WrittenFolder:
    """What was written: the folder and its text; `missing` are names of images whose files are not in the library."""

    folder: Path
    text: Path
    images: int
    missing: tuple[str, ...]


class MarkdownWriter:
    """Writes conversations of one library; callable from any thread, blocking on the disk."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def write(
        self, conversation_id: str, into: Path, *, branch: str | None = None, tell: Tell = tell_nobody
    ) -> WrittenFolder:
        """Make a folder, named after the conversation, in another: all that is shown of it, or one turn's branch.

        The folder appears when it is whole. Raises LibraryError, and what `tell` raises.
        """
        gathered = gather(self._library.database, self._library.ids, conversation_id)
        turns = branch_of(gathered.parcel, branch) if branch else kept_turns(gathered.parcel)
        with translated(f"The conversation could not be saved in {into}"):
            into.mkdir(parents=True, exist_ok=True)
            with _new_folder(into) as folder:
                files = _Files(self._library, gathered, turns)
                copied, missing = files.copy(folder, tell)
                name = safe_name(gathered.parcel.title)
                story = Story(gathered.parcel, turns, lambda image: copied.get(image.file))
                write_whole(folder / f"{name}.md", story.text().encode(errors="replace"))
                final = _named(folder, into / name)
        return WrittenFolder(final, final / f"{name}.md", len(copied), missing)


class _Files:
    """The images that a story shows, copied beside it."""

    def __init__(self, library: Library, gathered: Gathered, turns: Sequence[ParcelTurn]) -> None:
        self._library = library
        self._gathered = gathered
        self._wanted = dict.fromkeys(image.file for image in _shown(gathered, turns))

    def copy(self, folder: Path, tell: Tell) -> tuple[dict[str, str], tuple[str, ...]]:
        """Copy them; the path of each beside the text, and the names of those that are not there."""
        (folder / "images").mkdir()
        counter = Counter(sum(self._gathered.blobs[path].size for path in self._wanted), tell)
        copied: dict[str, str] = {}
        missing: list[str] = []
        taken: set[str] = set()
        for path in self._wanted:
            source = self._library.folder.absolute(self._gathered.blobs[path].path)
            name = str(free_path(PurePosixPath(PurePosixPath(path).name), taken))
            try:
                file = source.open("rb")
            except OSError:
                missing.append(name)
                continue
            with file, (folder / "images" / name).open("xb") as target:
                while piece := file.read(_CHUNK):
                    target.write(piece)
                    counter.add(len(piece))
            copied[path] = f"images/{name}"
        return copied, tuple(missing)


def _shown(gathered: Gathered, turns: Sequence[ParcelTurn]) -> Iterator[ParcelImage]:
    """The images of turns: what was sent with them, and what they made."""
    made = {turn.id for turn in turns}
    sent = {given.image for turn in turns for given in turn.inputs}
    for image in gathered.parcel.images:
        if image.id in sent or (image.turn in made and image.trashed is None and image.role != "thought"):
            yield image


@contextmanager
def _new_folder(into: Path) -> Iterator[Path]:
    """A folder under a hidden name; what has not been given another name at the end is gone."""
    folder = into / f".{uuid4().hex}.new"
    folder.mkdir()
    try:
        yield folder
    finally:
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)


def _named(folder: Path, wanted: Path) -> Path:
    """Give the folder its name, or that with a number."""
    for number in count(1):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if not target.exists():
            return folder.rename(target)
    raise AssertionError("unreachable: there is always a next number")
