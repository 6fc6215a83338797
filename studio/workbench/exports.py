"""Pictures saved outside the library: one to a path of the user's choice, or many to a folder, with progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studio.library.export import Export, Exporting
    from studio.library.library import Library
    from studio.library.records import Image


@dataclass(frozen=True, slots=True)
class Saved:
    """How saving to a folder ended: `files` are whole, `missing` are names of pictures whose originals are not there.

    `failure` is what ended it early, as a rule a LibraryError; `total` counts the pictures that were to be saved.
    """

    folder: Path
    files: tuple[Path, ...]
    missing: tuple[str, ...]
    total: int
    cancelled: bool
    failure: Exception | None


class Saving(QObject):
    """Pictures on their way to a folder."""

    progressed = Signal(int, int)
    """How many are done, of how many."""
    ended = Signal(object)
    """Saved."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.done = 0
        self.total = 0
        self.result: Saved | None = None
        self.is_cancelled = False

    def cancel(self) -> None:
        """Stop after the picture that is being written; what is there stays, and is whole."""
        self.is_cancelled = True

    def tell(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total
        self.progressed.emit(done, total)

    def end(self, saved: Saved) -> None:
        """Note how it ended."""
        self.result = saved
        self.ended.emit(saved)


class Exports(QObject):
    """Saves pictures of the open library."""

    started = Signal(object)
    """Saving: pictures are on their way to a folder."""
    changed = Signal()
    """Something began, or ended."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._under_way: list[Saving] = []

    @property
    def under_way(self) -> tuple[Saving, ...]:
        """What has not ended."""
        return tuple(self._under_way)

    def open(self, library: Library) -> None:
        """Save from this library from now on."""
        self._library = library

    def close(self) -> None:
        """Stop what is under way after its present picture, and let go of the library."""
        for saving in self._under_way:
            saving.cancel()
        self._library = None

    async def name_of(self, image: Image, template: str) -> str:
        """The file name a template gives a picture; LibraryError."""
        (planned,) = await self._tasks.in_worker(self._exporting().plan, [image], template)
        return planned.name

    async def save_as(self, image: Image, path: Path, replace: bool) -> Path:
        """Copy one picture to a path; a file there is replaced when that was asked for, else a number is added.

        Returns where it is; raises LibraryError.
        """
        from studio.library.export import copy_into, copy_over

        source = self._open_library().images.absolute_path(image)
        if replace:
            await self._tasks.in_worker(copy_over, source, path)
            return path
        return await self._tasks.in_worker(copy_into, source, path.parent, path.name)

    def to_folder(self, images: Sequence[Image], folder: Path, template: str) -> Saving:
        """Begin to copy pictures into a folder, named by a template, in this order."""
        chosen = tuple(images)
        return self._start(lambda _: chosen, folder, template)

    def conversation_to_folder(self, conversation_id: str, folder: Path, template: str) -> Saving:
        """Begin to copy the finished pictures of a conversation into a folder, oldest first."""
        return self._start(lambda exporting: exporting.of_conversation(conversation_id), folder, template)

    def _start(self, find: Callable[[Exporting], Sequence[Image]], folder: Path, template: str) -> Saving:
        saving = Saving(folder)
        self._under_way.append(saving)
        self._tasks.start(self._run(saving, self._exporting(), find, template), "save pictures to a folder")
        self.started.emit(saving)
        self.changed.emit()
        return saving

    async def _run(
        self, saving: Saving, exporting: Exporting, find: Callable[[Exporting], Sequence[Image]], template: str
    ) -> None:
        import asyncio

        from studio.library.errors import LibraryError
        from studio.library.export import check_folder

        files: list[Path] = []
        missing: list[str] = []
        failure: Exception | None = None
        try:
            planned = await self._tasks.in_worker(lambda: exporting.plan(find(exporting), template))
            saving.tell(0, len(planned))
            await self._tasks.in_worker(check_folder, saving.folder)
            await self._copy(saving, planned, files, missing)
        except LibraryError as error:
            failure = error
        except asyncio.CancelledError:
            saving.cancel()
            raise
        except Exception as error:
            failure = error
            raise  # nobody expected it: `Tasks.failed` tells it too
        finally:
            self._under_way.remove(saving)
            stopped = saving.is_cancelled and (saving.done < saving.total or not saving.total)
            saving.end(Saved(saving.folder, tuple(files), tuple(missing), saving.total, stopped, failure))
            self.changed.emit()

    async def _copy(self, saving: Saving, planned: Sequence[Export], files: list[Path], missing: list[str]) -> None:
        from studio.library.errors import PictureMissing
        from studio.library.export import copy_into

        for number, each in enumerate(planned, 1):
            if saving.is_cancelled:
                return
            try:
                files.append(await self._tasks.in_worker(copy_into, each.source, saving.folder, each.name))
            except PictureMissing:
                missing.append(each.name)
            saving.tell(number, len(planned))

    def _exporting(self) -> Exporting:
        from studio.library.export import Exporting

        library = self._open_library()
        return Exporting(library.images, library.turns)

    def _open_library(self) -> Library:
        assert self._library is not None, "pictures are chosen from an open library"
        return self._library
