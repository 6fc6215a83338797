"""What is known of the pictures that are looked at: how one was made and of what, or what several have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from pathlib import Path

    from studio.library.library import Library
    from studio.library.records import Image, Input, Turn
    from studio.workbench.costs import Cost

_MOST = 2000  # pictures that are read to be summed up


class Origin(NamedTuple):
    """The turn that made a picture, its `number` from 1 at the root of its branch, and what it took and cost."""

    turn: Turn
    number: int
    conversation: str
    inputs: tuple[Input, ...]
    seconds: float
    cost: Cost


@dataclass(frozen=True, slots=True)
class Inspected:
    """One picture; `origin` is None for one that was brought in."""

    image: Image
    path: Path
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """Some pictures: what the turns that made them cost, and what is the same of all, "" where it is not.

    `cost` is None when nobody made them here, or there are too many to be summed up.
    """

    images: tuple[Image, ...]
    cost: Cost | None = None
    prompt: str = ""
    model: str = ""
    connection: str = ""
    ratio: str = ""
    size: str = ""


class Inspection(QObject):
    """Reads about pictures away from the painting thread; what was asked for last is shown last."""

    changed = Signal()
    """`subject` is another, or more is known of it."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._images: tuple[Image, ...] = ()
        self._conversation_id: str | None = None
        self._is_stale = False
        self._is_reading = False
        self.subject: Inspected | Several | None = None

    def open(self, library: Library) -> None:
        """Read from this library from now on."""
        self._library = library

    def close(self) -> None:
        """Show nothing, and let go of the library."""
        self._library = None
        self.show(())

    def show(self, images: Sequence[Image]) -> None:
        """Find out about these pictures; what is shown stays until that is known."""
        self._images = tuple(images)
        if self._images:
            self.refresh()
        else:
            self._is_stale = False
            self._tell(None)

    def look_from(self, conversation_id: str | None) -> None:
        """Tell of the turns of this conversation where it shows a picture, though it may have been made in another."""
        if conversation_id != self._conversation_id:
            self._conversation_id = conversation_id
            self.refresh()

    def is_of(self, images: Sequence[Image]) -> bool:
        """Whether these are the pictures that were asked about last."""
        return [image.id for image in images] == [image.id for image in self._images]

    def refresh(self) -> None:
        """Read again what is shown: something may have changed."""
        self._is_stale = bool(self._images)
        if self._is_stale and not self._is_reading and self._library is not None:
            self._is_reading = True
            self._tasks.start(self._read(self._library), "inspect pictures")

    async def _read(self, library: Library) -> None:
        from studio.library.errors import LibraryClosed

        try:
            while self._is_stale and library is self._library:
                self._is_stale, images = False, self._images
                found = await self._tasks.in_worker(_read, library, images, self._conversation_id)
                if images is self._images and library is self._library:
                    self._tell(found)
        except LibraryClosed:
            if library is self._library:
                raise
        finally:
            self._is_reading = False
            if self._is_stale and library is not self._library:
                self.refresh()  # asked for in the library that was opened meanwhile

    def _tell(self, found: Inspected | Several | None) -> None:
        if found != self.subject:
            self.subject = found
            self.changed.emit()


def _read(library: Library, images: Sequence[Image], conversation_id: str | None) -> Inspected | Several | None:
    """Read about pictures; blocks on the disk. Those that are gone from the record are left out."""
    if len(images) > _MOST:
        return Several(tuple(images))
    found = tuple(image for each in images if (image := library.images.find(each.id)) is not None)
    if len(found) > 1:
        return _read_several(library, found)
    return _read_one(library, found[0], conversation_id) if found else None


def _read_one(library: Library, image: Image, conversation_id: str | None) -> Inspected:
    path, shown_by = library.images.absolute_path(image), library.turns.showing(image, conversation_id)
    if shown_by is None:
        return Inspected(image, path)
    from studio.workbench.costs import cost_of, seconds_of

    way = library.turns.path(shown_by.id)
    turn, attempts = way[-1], library.turns.attempts(shown_by.id)
    conversation = library.conversations.find(turn.conversation_id)
    inputs = tuple(given for given in library.turns.inputs(turn.id) if given.role != "carried")
    title = conversation.title if conversation is not None else ""
    cost = cost_of([(turn, attempts)])
    return Inspected(image, path, Origin(turn, len(way), title, inputs, seconds_of(attempts), cost))


def _read_several(library: Library, images: tuple[Image, ...]) -> Several:
    from studio.workbench.costs import cost_of

    ids = dict.fromkeys(image.turn_id for image in images)
    made = [(library.turns.get(each), library.turns.attempts(each)) for each in ids if each is not None]
    if not made:
        return Several(images)
    cost = cost_of(made)
    if None in ids:  # some were brought in, so nothing is common to all
        return Several(images, cost)
    return _in_common(images, [turn for turn, _ in made], cost)


def _in_common(images: tuple[Image, ...], turns: Sequence[Turn], cost: Cost) -> Several:
    def common(values: Sequence[object]) -> str:
        return str(values[0]) if values[0] is not None and len(set(values)) == 1 else ""

    return Several(
        images,
        cost,
        prompt=common([turn.prompt for turn in turns]),
        model=common([turn.model for turn in turns]),
        connection=common([turn.connection for turn in turns]),
        ratio=common([turn.settings.get("aspectRatio") for turn in turns]),
        size=common([turn.settings.get("imageSize") for turn in turns]),
    )
