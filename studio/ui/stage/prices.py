"""What the pictures of a step cost, as it is said beside them and when they are done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.stage.tile_face import main_image
from studio.workbench.costs import charges_of

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.steps import Entry


class Prices(QObject):
    """Says what is known or expected to have been paid."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def of(self, entries: Sequence[Entry]) -> str:
        """An amount; of pictures without one, whether they were free or nobody knows; "" where there is none of all."""
        costs = [cost for entry in entries for cost in charges_of(entry.turn, entry.attempts)]
        if costs:
            return self._words.money(sum(micros for micros, _ in costs), any(estimated for _, estimated in costs))
        attempts = [attempt for entry in entries if main_image(entry) is not None for attempt in entry.attempts]
        if not attempts:
            return ""
        if any(attempt.charge != "none" for attempt in attempts):
            return self.tr("price unknown")
        return self._words.money(0, free=True)
