"""What was asked for each picture, read once and away from the painting thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Image

_MOST = 1000


class Prompts(QObject):
    """The prompts of turns by picture; an imported picture has its file name instead."""

    ready = Signal(str)
    """The prompt of the turn with this id is there."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._known: OrderedDict[str, str] = OrderedDict()
        self._asked: set[str] = set()

    def open(self, library: Library) -> None:
        """Read from this library from now on."""
        self.close()
        self._library = library

    def close(self) -> None:
        """Let go of the library."""
        self._library = None
        self._known.clear()
        self._asked.clear()

    def get(self, image: Image) -> str | None:
        """The prompt; None while it is being read, and `ready` follows."""
        if image.turn_id is None:
            return image.name or ""
        known = self._known.get(image.turn_id)
        if known is None and self._library is not None and image.turn_id not in self._asked:
            self._asked.add(image.turn_id)
            self._tasks.start(self._read(self._library, image.turn_id), "read a prompt")
        return known

    async def _read(self, library: Library, turn_id: str) -> None:
        try:
            turn = await self._tasks.in_worker(library.turns.get, turn_id)
        finally:
            if self._library is library:
                self._asked.discard(turn_id)  # what failed can be asked for again
        if self._library is not library:
            return
        self._known[turn_id] = turn.prompt
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        self.ready.emit(turn_id)
