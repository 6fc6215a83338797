"""The pictures of a draft: taken in one after the other, in a worker, each with its own fate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_input import MOST_AT_ONCE, DraftInput, FolderCut, Role
from studio.workbench.input_taking import InputTaking
from studio.workbench.sources import FileSource, ImageSource, Source

if TYPE_CHECKING:
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
        self._taking = InputTaking(tasks, self)
        self._taking.changed.connect(lambda input_id, values: self._set(input_id, **values))
        self._taking.unfolded.connect(self._unfold)
        self._library: Library | None = None
        self._inputs: list[DraftInput] = []
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
        self._take_in(self._inputs)
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
        self._taking.stop(input_id)
        before = len(self._inputs)
        self._inputs = [each for each in self._inputs if each.id != input_id]
        if len(self._inputs) != before:
            self.changed.emit()

    def clear_inputs(self) -> None:
        """Take all pictures out."""
        self._taking.stop_others()
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
        self._taking.stop_others({each.id for each in inputs})
        self._inputs = list(inputs)
        self._lead_with_edits()
        self._take_in(self._inputs)
        self.changed.emit()

    def _append(self, added: Sequence[DraftInput]) -> None:
        if not added:
            return
        self._inputs += added
        self._lead_with_edits()
        self._take_in(added)
        self.changed.emit()

    def _take_in(self, inputs: Sequence[DraftInput]) -> None:
        if self._library is not None:
            for each in inputs:
                if each.state == "preparing":
                    self._taking.start(self._library, each)

    def _unfold(self, input_id: int, name: str, content: FolderContent) -> None:
        """Put the pictures of a folder where the folder was."""
        place = self._place(input_id)
        if place is None:
            return
        role = self._inputs[place].role
        sources = [FileSource(path) for path in content.pictures[:MOST_AT_ONCE]]
        unfolded = [DraftInput(self._new_id(), role, source.name, source) for source in sources]
        self._inputs[place : place + 1] = unfolded
        self._take_in(unfolded)
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
