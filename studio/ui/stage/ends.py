"""How sends ended, said once each: with the number of pictures, what failed, and the money."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.stage.column import key_of
from studio.ui.stage.prices import Prices
from studio.ui.stage.tile_face import main_image

if TYPE_CHECKING:
    from studio.ui.stage.tile_face import Faces
    from studio.ui.words import Words
    from studio.workbench.steps import Entry, Step


class Ends(QObject):
    """Watches what is under way in the steps shown; a send is over when all of it is, and its money is known."""

    told = Signal(str)
    """What is to be said."""

    def __init__(self, faces: Faces, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces = faces
        self._prices = Prices(words, self)
        self._watched: dict[str, set[str]] = {}  # ids of entries by the step that they were seen under way in

    def look(self, steps: Sequence[Step]) -> None:
        """Look at how everything stands now."""
        for step in steps:
            entries = {entry.id: entry for entry in step.entries}
            under_way = {entry.id for entry in step.entries if entry.job is not None and not entry.job.is_over}
            send = key_of(step)
            if under_way:
                self._watched.setdefault(send, set()).update(under_way)
                continue
            watched = [entries[each] for each in entries if each in self._watched.get(send, ())]
            if watched and all(_is_settled(entry) for entry in watched):
                del self._watched[send]
                self.told.emit(self._said(step, watched))

    def forget(self) -> None:
        """Watch nothing of what was shown before: news of another conversation would confuse."""
        self._watched.clear()

    def _said(self, step: Step, ended: list[Entry]) -> str:
        if len(ended) == 1:
            place = next(place for place, entry in enumerate(step.entries, 1) if entry is ended[0])
            state = self._faces.of(ended[0], time.monotonic()).sentence
            text = self.tr("Image {place} of {places}: {state}")
            return self._with_price(text.format(place=place, places=len(step.entries), state=state), ended)
        done = [entry for entry in ended if main_image(entry) is not None]
        if len(done) == len(ended):
            return self._with_price(self.tr("{count} images are done").format(count=len(done)), ended)
        failed = next(entry for entry in ended if main_image(entry) is None)
        why = self._faces.of(failed, time.monotonic()).sentence
        text = self.tr("{done} of {count} images are done; {why}").format(done=len(done), count=len(ended), why=why)
        return self._with_price(text, ended)

    def _with_price(self, text: str, ended: list[Entry]) -> str:
        price = self._prices.of(ended)
        return self.tr("{text}, {price}").format(text=text.rstrip("."), price=price) if price else text


def _is_settled(entry: Entry) -> bool:
    """Whether the record has told how it ended, as far as there is anything in the record."""
    job = entry.job
    return job is None or job.finished is None or entry.turn is not None
