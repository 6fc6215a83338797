"""Copies of pictures outside the library: byte for byte, whole or not at all, never over a file nobody asked about."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import uuid4

from studio.library.durable import fsync_folder, sync_file
from studio.library.errors import PictureMissing, translated
from studio.library.folder import DEFAULT_TEMPLATE, picture_name
from studio.library.images import Images
from studio.library.records import Image
from studio.library.turns import Turns


@dataclass(frozen=True, slots=True)
class Export:
    """A picture about to leave: where its bytes lie, and the file name they get; the path is absolute."""

    image: Image
    source: Path
    name: str


class Exporting:
    """Names pictures and copies them out of one library; callable from any thread, blocking on the disk."""

    def __init__(self, images: Images, turns: Turns) -> None:
        self._images = images
        self._turns = turns

    def plan(self, images: Sequence[Image], template: str = DEFAULT_TEMPLATE) -> tuple[Export, ...]:
        """Name each picture by a template of `{date}`, `{time}`, `{slug}`, `{id}` and `{number}`."""
        digits = len(str(len(images)))
        prompts: dict[str, str] = {}
        return tuple(
            Export(
                image,
                self._images.absolute_path(image),
                export_name(image, self._words_for(image, prompts), template, f"{number:0{digits}}"),
            )
            for number, image in enumerate(images, 1)
        )

    def of_conversation(self, conversation_id: str) -> tuple[Image, ...]:
        """The finished pictures of a conversation in the order they were made, without drafts and without the trash."""
        return tuple(
            image
            for turn in self._turns.of_conversation(conversation_id)
            if turn.trashed is None
            for image in self._images.of_turn(turn.id)
            if image.role == "main" and image.trashed is None
        )

    def _words_for(self, image: Image, prompts: dict[str, str]) -> str:
        if image.turn_id is None:
            return PurePosixPath(image.name or "").stem
        if image.turn_id not in prompts:
            prompts[image.turn_id] = self._turns.get(image.turn_id).prompt
        return prompts[image.turn_id]


def export_name(image: Image, words: str, template: str = DEFAULT_TEMPLATE, number: str = "1") -> str:
    """The file name of a copy, safe on every system, with the extension of the original."""
    created = datetime.fromtimestamp(image.created / 1000).astimezone()
    return picture_name(created, words, image.id, template, number) + PurePosixPath(image.blob.path).suffix


def check_folder(folder: Path) -> None:
    """Make a folder if it is missing and see that it takes a file; LibraryError when it does not."""
    trial = folder / f".{uuid4().hex}.new"
    with translated(f"The folder {folder} cannot be written"):
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch(exist_ok=False)
        trial.unlink()


def copy_into(source: Path, folder: Path, name: str | None = None) -> Path:
    """Copy a picture into a folder, made if it is missing, under a name or that name with a number; where it is now.

    Raises PictureMissing for the original, any other LibraryError for the folder.
    """
    wanted = folder / (name or source.name)
    with translated(f"The picture could not be saved in {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        with _whole(source, folder) as beside:
            return give_name(beside, wanted)


def copy_over(source: Path, target: Path) -> None:
    """Copy a picture to exactly this path; a file that is there is replaced in one step, once the copy is whole.

    Raises PictureMissing for the original, any other LibraryError for the target.
    """
    with translated(f"The picture could not be saved as {target}"):
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.samefile(source):
            return  # it is there already, and the original must not lose its place
        with _whole(source, target.parent) as beside:
            take_place(beside, target)


@contextmanager
def new_beside(folder: Path) -> Iterator[BinaryIO]:
    """A new file under a hidden name, open to be written; what has not been given another name at the end is gone."""
    beside = folder / f".{uuid4().hex}.new"
    try:
        with beside.open("xb") as file:
            yield file
    finally:
        beside.unlink(missing_ok=True)


def sync(file: BinaryIO) -> Path:
    """Force a file to the disk and close it; its path."""
    file.flush()
    sync_file(file.fileno())
    file.close()
    return Path(file.name)


def take_place(beside: Path, target: Path) -> None:
    """Put a synced file into the place of another in the same folder, which may be there or not."""
    beside.replace(target)
    _sync_names(target.parent)


@contextmanager
def _whole(source: Path, folder: Path) -> Iterator[Path]:
    """A synced copy under a hidden name; what has not been given another name at the end is gone."""
    with _original(source) as original, new_beside(folder) as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        yield sync(copy)


def _original(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        raise PictureMissing(
            f"The file of this picture cannot be read: {source} ({error.strerror}). Put it back in its place."
        ) from error


def give_name(beside: Path, wanted: Path) -> Path:
    """Give a synced file a name in the same folder, with a number where it is taken; where it is now."""
    number = 1
    while True:
        target = wanted if number == 1 else wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            _link(beside, target)
        except FileExistsError:
            number += 1
            continue
        _sync_names(target.parent)
        return target


def _sync_names(folder: Path) -> None:
    with suppress(OSError):  # not every stick or network drive can, and the copy is there
        fsync_folder(folder)


def _link(beside: Path, target: Path) -> None:
    """Give the file its name in one step; FileExistsError when there is one already."""
    try:
        os.link(beside, target)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, FileExistsError):
            raise
        _take_name(beside, target)


def _take_name(beside: Path, target: Path) -> None:
    """For a file system without hard links: the name is taken first, so that nothing of another's is replaced."""
    with target.open("xb"):
        pass
    try:
        beside.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise
