"""Differences of prompts, kept for a while; long ones are compared away from the painting thread."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.workbench.word_diff import Piece

_SHORT = 1000  # letters of both that are looked through within a frame
_QUICK = 10_000  # pairs of words that are compared within a frame: some milliseconds
_KEPT = 64


class Differences(QObject):
    """What changed from one text to another."""

    ready = Signal()
    """One that was asked for is there."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._known: OrderedDict[tuple[str, str], tuple[Piece, ...]] = OrderedDict()
        self._asked: set[tuple[str, str]] = set()

    def of(self, old: str, new: str) -> tuple[Piece, ...] | None:
        """The pieces of a difference; None while it is being found, `ready` follows."""
        from studio.workbench.word_diff import pairs_between, word_diff

        found = self._known.get((old, new))
        if found is None and len(old) + len(new) <= _SHORT and pairs_between(old, new) <= _QUICK:
            found = self._keep(old, new, word_diff(old, new))
        if found is None and (old, new) not in self._asked:
            self._asked.add((old, new))
            self._tasks.start(self._find(old, new), "difference")
        return found

    async def _find(self, old: str, new: str) -> None:
        from studio.workbench.word_diff import word_diff

        try:
            self._keep(old, new, await self._tasks.in_worker(word_diff, old, new))
        finally:
            self._asked.discard((old, new))
        self.ready.emit()

    def _keep(self, old: str, new: str, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        self._known[old, new] = pieces
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        return pieces
