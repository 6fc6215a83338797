"""The pictures of a draft: taken in one after the other, in a worker, each with its own fate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import MOST_AT_ONCE, DraftInput, FolderCut, Role
from studio.workbench.sources import BytesSource, FileSource, ImageSource, LinkSource, Source

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

    from PySide6.QtCore import QMimeData

    from studio.library.library import Library
    from studio.library.records import Image
    from studio.workbench.taking_in import FolderContent
    from studio.workbench.tasks import Tasks


class DraftInputs(QObject):
    """An ordered list of pictures, those to be edited before those that only go along: models look at the first.

    Nothing in it is ever replaced: what is added comes behind what is there of its kind.
    """

    changed = Signal()
    """Inputs, parent or settings are other ones."""
    noticed = Signal(object)
    """Something a person should know: a `Notice`."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._inputs: list[DraftInput] = []
        self._under_way: dict[int, tuple[asyncio.Task[None], Event]] = {}
        self._one_by_one: asyncio.Lock | None = None
        self._last_id = 0

    @property
    def inputs(self) -> tuple[DraftInput, ...]:
        """The pictures in the order they are sent."""
        return tuple(self._inputs)

    @property
    def is_open(self) -> bool:
        """Whether there is a library to keep pictures in; until then they wait."""
        return self._library is not None

    @property
    def is_read_only(self) -> bool:
        """Whether the library can only be looked at."""
        return self._library is not None and self._library.read_only

    def take_into(self, library: Library) -> None:
        """Begin to take in what was added so far."""
        self._library = library
        for each in self._inputs:
            if each.state == "preparing":
                self._start(each)
        self.changed.emit()

    def close(self) -> None:
        """Let go of the library and of every picture; nothing is left on the disk outside of it."""
        self.clear_inputs()
        self._library = None
        self.changed.emit()

    def add_files(self, paths: Sequence[Path], role: Role) -> None:
        """Add files; a folder gives its pictures by name."""
        self.add_sources([FileSource(path) for path in paths], role)

    def add_mime(self, mime: QMimeData, role: Role) -> bool:
        """Add what a drag or the clipboard holds, read before this returns; False when there is no picture in it."""
        from studio.workbench.carrying import key_of
        from studio.workbench.intake import sources_in

        sources = sources_in(mime, key_of(self._library.folder.root) if self._library is not None else None)
        self.add_sources(sources, role)
        return bool(sources)

    def add_images(self, images: Sequence[Image], role: Role) -> None:
        """Add images of this library; they are ready at once unless their format cannot be sent."""
        self._append([self.ready_input(image, role) for image in images])

    def add_sources(self, sources: Sequence[Source], role: Role) -> None:
        """Add pictures from anywhere, in their order."""
        self._append([DraftInput(self._new_id(), role, source.name, source) for source in sources])

    def remove(self, input_id: int) -> None:
        """Take a picture out, and stop preparing it."""
        self._stop(input_id)
        before = len(self._inputs)
        self._inputs = [each for each in self._inputs if each.id != input_id]
        if len(self._inputs) != before:
            self.changed.emit()

    def clear_inputs(self) -> None:
        """Take all pictures out."""
        for input_id in list(self._under_way):
            self._stop(input_id)
        if self._inputs:
            self._inputs = []
            self.changed.emit()

    def move(self, input_id: int, to: int) -> None:
        """Put a picture at the place `to`, counted from 0 among the others; only as far as its kind goes."""
        place = self._place(input_id)
        if place is None:
            return
        before = list(self._inputs)
        moved = self._inputs.pop(place)
        self._inputs.insert(max(0, min(to, len(self._inputs))), moved)
        self._lead_with_edits()
        if self._inputs != before:
            self.changed.emit()

    def set_role(self, input_id: int, role: Role) -> None:
        """Say what a picture is for."""
        self._set(input_id, role=role)

    def set_label(self, input_id: int, label: str) -> None:
        """Call a picture by a short name (`@logo`), made fit to stand in a prompt and unlike the others; "" is none."""
        letters = "".join(letter if letter.isalnum() or letter in "-_" else " " for letter in label)
        plain = "-".join(letters.split())[:24].strip("-")
        taken = {(each.label or "").casefold() for each in self._inputs if each.id != input_id}
        unlike, number = plain, 1
        while plain and unlike.casefold() in taken:
            number += 1
            unlike = f"{plain}-{number}"
        self._set(input_id, label=unlike or None)

    def ready_input(self, image: Image, role: Role, label: str | None = None) -> DraftInput:
        """An image of the library as an input; one whose format cannot be sent is converted first."""
        from studio.workbench.taking_in import SENDABLE

        ready = image.blob.type in SENDABLE
        return DraftInput(
            self._new_id(),
            role,
            image.name or "",
            ImageSource(image.id),
            state="ready" if ready else "preparing",
            image=image if ready else None,
            label=label,
        )

    def _put_inputs(self, inputs: Sequence[DraftInput]) -> None:
        """Have these in the place of those there are; what was put aside while it was prepared is begun anew."""
        kept = {each.id for each in inputs}
        for input_id in self._under_way.keys() - kept:
            self._stop(input_id)
        self._inputs = list(inputs)
        self._lead_with_edits()
        for each in self._inputs:
            if each.state == "preparing" and self._library is not None and each.id not in self._under_way:
                self._start(each)
        self.changed.emit()

    def _append(self, added: Sequence[DraftInput]) -> None:
        if not added:
            return
        self._inputs += added
        self._lead_with_edits()
        if self._library is not None:
            for each in added:
                if each.state == "preparing":
                    self._start(each)
        self.changed.emit()

    def _start(self, each: DraftInput) -> None:
        gone = Event()
        task = self._tasks.start(self._take(each.id, each.source, gone), "take in a picture")
        self._under_way[each.id] = (task, gone)

    def _stop(self, input_id: int) -> None:
        task, gone = self._under_way.pop(input_id, (None, None))
        if task is not None and gone is not None:
            gone.set()
            task.cancel()

    async def _take(self, input_id: int, source: Source, gone: Event) -> None:
        """Take one picture in and say how that went; a failure nobody foresaw is shown, and told as a bug as well."""
        import asyncio

        from studio.workbench.taking_in import EXPECTED, Gone

        if self._one_by_one is None:
            self._one_by_one = asyncio.Lock()
        try:
            async with self._one_by_one:
                await self._take_one(input_id, source, gone)
        except Gone:
            pass
        except Exception as error:
            self._set(input_id, state="refused", failure=error)
            if not isinstance(error, EXPECTED):
                raise
        finally:
            self._under_way.pop(input_id, None)

    async def _take_one(self, input_id: int, source: Source, gone: Event) -> None:
        library = self._library
        if library is None:
            return
        from studio.workbench.taking_in import folder_content, take_in

        if isinstance(source, FileSource):
            content = await self._tasks.in_worker(folder_content, source.path)
            if content is not None:
                self._unfold(input_id, source.name, content)
                return
        if isinstance(source, LinkSource):
            source = await self._fetched(source)
        taken = await self._tasks.in_worker(take_in, library, source, gone)
        self._set(input_id, state="ready", image=taken.image, notes=taken.notes, name=taken.image.name or "")

    async def _fetched(self, source: LinkSource) -> BytesSource:
        from importlib import import_module

        await self._tasks.in_worker(import_module, "studio.gemini.download")  # it takes a while, which nobody is to see
        from studio.gemini.download import download

        downloaded = await download(source.url)
        return BytesSource(downloaded.data, downloaded.name)

    def _unfold(self, input_id: int, name: str, content: FolderContent) -> None:
        """Put the pictures of a folder where the folder was."""
        place = self._place(input_id)
        if place is None:
            return
        role = self._inputs[place].role
        sources = [FileSource(path) for path in content.pictures[:MOST_AT_ONCE]]
        unfolded = [DraftInput(self._new_id(), role, source.name, source) for source in sources]
        self._inputs[place : place + 1] = unfolded
        for each in unfolded:
            self._start(each)
        self.changed.emit()
        if content.found > len(sources):
            self.noticed.emit(FolderCut(name, content.found, len(sources)))

    def _set(self, input_id: int, **values: Any) -> None:
        place = self._place(input_id)
        if place is None:
            return
        other = replace(self._inputs[place], **values)
        if other != self._inputs[place]:
            self._inputs[place] = other
            self._lead_with_edits()
            self.changed.emit()

    def _lead_with_edits(self) -> None:
        self._inputs.sort(key=lambda each: each.role != "edit")

    def _place(self, input_id: int) -> int | None:
        return next((place for place, each in enumerate(self._inputs) if each.id == input_id), None)

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id
