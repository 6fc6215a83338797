"""What is said of a step in one line: model, shape, size, seconds, price; and what came otherwise than asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from studio.ui.stage.prices import Prices
from studio.ui.stage.tile_face import images_of, main_image
from studio.workbench.costs import charges_of, seconds_of

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.steps import Entry, Step


_SHORTEST = 0.5  # seconds worth telling


class Facts(NamedTuple):
    """The parts of the line; `warnings` are what differs from what was asked."""

    plain: tuple[str, ...]
    warnings: tuple[str, ...]


class StepFacts(QObject):
    """Reads steps into facts; `model_name` turns a model id into the name people know."""

    def __init__(self, words: Words, model_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._prices = Prices(words, self)
        self._model_name = model_name

    def of(self, step: Step) -> Facts:
        """The facts of a step as it stands now."""
        pictures = sum(main_image(entry) is not None for entry in step.entries)
        ratio, size, seed = (step.settings.get(name) for name in ("aspectRatio", "imageSize", "seed"))
        turn = step.through.turn
        best = self.tr("★ the best") if turn is not None and turn.starred is not None else ""
        parts = [best, self._model_name(step.model), str(ratio or ""), str(size or "")]
        if seed is not None:
            parts.append(self.tr("seed {seed}").format(seed=seed))
        if pictures > 1:
            parts.append(self.tr("{count} images").format(count=pictures))
        parts += [self._time(step), self._price(step)]
        return Facts(tuple(part for part in parts if part), self._warnings(step))

    def sides(self, drafts: int, thoughts: int) -> str:
        """What came along with a picture, "1 draft · 2 thoughts"."""
        parts = []
        if drafts:
            parts.append(self.tr("1 draft") if drafts == 1 else self.tr("{count} drafts").format(count=drafts))
        if thoughts:
            parts.append(self.tr("1 thought") if thoughts == 1 else self.tr("{count} thoughts").format(count=thoughts))
        return " · ".join(parts)

    def _time(self, step: Step) -> str:
        """How long the slowest one took, once all have ended."""
        if any(_is_under_way(entry) for entry in step.entries):
            return ""
        took = max((seconds_of(entry.attempts) for entry in step.entries), default=0.0)
        return self._words.seconds(took) if took >= _SHORTEST else ""

    def _price(self, step: Step) -> str:
        """What is known or expected to have been paid, by attempt."""
        price = self._prices.of(step.entries)
        is_paid = any(charges_of(entry.turn, entry.attempts) for entry in step.entries)
        under_way = any(_is_under_way(entry) for entry in step.entries)
        return self.tr("{price} so far").format(price=price) if under_way and is_paid else price

    def _warnings(self, step: Step) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for entry in step.entries:
            for image in images_of(entry):
                if image.role == "main" and (said := self._words.difference(step.settings, image)):
                    found[said] = None
            if main_image(entry) is not None and (said := self._words.remark(entry.facts)):
                found[said] = None
            has_image = main_image(entry) is not None
            for said in self._words.beside.notices(step.model, entry.facts, has_image=has_image):
                found[said] = None
            if entry.turn is not None and entry.turn.outcome == "cut off" and entry.images:
                found[self.tr("the reply broke off; what had arrived is kept")] = None
        return tuple(found)


def _is_under_way(entry: Entry) -> bool:
    return entry.job is not None and not entry.job.is_over
