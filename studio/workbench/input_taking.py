"""Taking the pictures of a draft into the library: in a worker, one after the other."""

from __future__ import annotations

from collections.abc import Container
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import DraftInput
from studio.workbench.sources import BytesSource, FileSource, LinkSource, Source

if TYPE_CHECKING:
    import asyncio

    from studio.library.library import Library
    from studio.workbench.tasks import Tasks


class InputTaking(QObject):
    """Takes in what it is given, and tells what became of each; what is stopped is told of no more."""

    changed = Signal(int, object)
    """The input with this id has other values: a mapping of them by name."""
    unfolded = Signal(int, str, object)
    """The input with this id is a folder, its name and its FolderContent."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._under_way: dict[int, tuple[asyncio.Task[None], Event]] = {}
        self._one_by_one: asyncio.Lock | None = None

    def start(self, library: Library, each: DraftInput) -> None:
        """Take a picture in, unless that is under way."""
        if each.id not in self._under_way:
            gone = Event()
            task = self._tasks.start(self._take(library, each.id, each.source, gone), "take in a picture")
            self._under_way[each.id] = (task, gone)

    def stop(self, input_id: int) -> None:
        """Let go of a picture, however far it is."""
        task, gone = self._under_way.pop(input_id, (None, None))
        if task is not None and gone is not None:
            gone.set()
            task.cancel()

    def stop_others(self, kept: Container[int] = ()) -> None:
        """Let go of all but these."""
        for input_id in [each for each in self._under_way if each not in kept]:
            self.stop(input_id)

    async def _take(self, library: Library, input_id: int, source: Source, gone: Event) -> None:
        """Take one picture in and say how that went; a failure nobody foresaw is shown, and told as a bug as well."""
        import asyncio

        from studio.workbench.taking_in import EXPECTED, Gone

        if self._one_by_one is None:
            self._one_by_one = asyncio.Lock()
        try:
            async with self._one_by_one:
                await self._take_one(library, input_id, source, gone)
        except Gone:
            pass
        except Exception as error:
            self.changed.emit(input_id, {"state": "refused", "failure": error})
            if not isinstance(error, EXPECTED):
                raise
        finally:
            if (begun := self._under_way.get(input_id)) is not None and begun[1] is gone:  # else it was begun anew
                del self._under_way[input_id]

    async def _take_one(self, library: Library, input_id: int, source: Source, gone: Event) -> None:
        from studio.workbench.taking_in import folder_content, take_in

        if isinstance(source, FileSource):
            content = await self._tasks.in_worker(folder_content, source.path)
            if content is not None:
                self.unfolded.emit(input_id, source.name, content)
                return
        if isinstance(source, LinkSource):
            source = await self._fetched(source)
        taken = await self._tasks.in_worker(take_in, library, source, gone)
        values = {"state": "ready", "image": taken.image, "notes": taken.notes, "name": taken.image.name or ""}
        self.changed.emit(input_id, values)

    async def _fetched(self, source: LinkSource) -> BytesSource:
        from importlib import import_module

        await self._tasks.in_worker(import_module, "studio.gemini.download")  # it takes a while, which nobody is to see
        from studio.gemini.download import download

        downloaded = await download(source.url)
        return BytesSource(downloaded.data, downloaded.name)
