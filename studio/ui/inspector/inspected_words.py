"""What is known of pictures, as lines with a name and a value each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from studio.profile.saved_connection import SANDBOX

if TYPE_CHECKING:
    from studio.library.records import Image, Json
    from studio.ui.words import Words
    from studio.workbench.costs import Cost
    from studio.workbench.inspection import Inspected, Origin, Several

_SHORTEST = 0.5  # seconds worth telling


class Row(NamedTuple):
    """One line; `tip` says more, and `warns` that it is not as was asked."""

    key: str
    label: str
    value: str
    tip: str = ""
    warns: bool = False


class InspectedWords(QObject):
    """Puts what is known into words; `model_name` turns a model id into the name people know."""

    def __init__(self, words: Words, model_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._model_name = model_name

    def of_one(self, found: Inspected) -> tuple[Row, ...]:
        """The lines about one picture; those without a value are left out."""
        image, origin = found.image, found.origin
        made = self._of_origin(image, origin) if origin is not None else [self._pixels(image)]
        blob = image.blob
        kind = blob.type.removeprefix("image/").upper()
        weight = self.tr("{kind}, {bytes}").format(kind=kind, bytes=self._words.bytes(blob.size))
        when = self._words.at(image.created), self._words.moment(image.created)
        rows = (
            *made,
            Row("made", self.tr("Made") if origin is not None else self.tr("Brought in"), *when),
            Row("weight", self.tr("Format"), weight),
        )
        return tuple(row for row in rows if row.value)

    def of_several(self, found: Several) -> tuple[Row, ...]:
        """The lines about several pictures: what they cost, and what is the same of all."""
        asked = " ".join(part for part in (found.ratio, found.size) if part)
        rows = [
            Row("cost", self.tr("Cost"), self.cost(found.cost) if found.cost is not None else ""),
            Row("model", self.tr("Model"), self._model_name(found.model) if found.model else ""),
            Row("connection", self.tr("Connection"), self._connection(found.connection)),
            Row("asked", self.tr("Asked"), asked),
        ]
        return tuple(row for row in rows if row.value)

    def title(self, found: Several) -> str:
        """How many there are."""
        return self.tr("{count} images").format(count=len(found.images))

    def lineage(self, origin: Origin) -> str:
        """Where in its conversation a picture was made: "Turn 3, from turn 2"."""
        text = self.tr("Turn {number}, from turn {parent}") if origin.number > 1 else self.tr("Turn {number}")
        return text.format(number=origin.number, parent=origin.number - 1)

    def lineage_tip(self, origin: Origin) -> str:
        """Where it leads."""
        return self.tr("Show it in “{title}”").format(title=origin.conversation)

    def cost(self, cost: Cost) -> str:
        """An amount, marked where it is an estimate."""
        if cost.micros is None:
            return self.tr("not known")
        return self._words.money(cost.micros, cost.is_estimate, free=cost.is_free)

    def _of_origin(self, image: Image, origin: Origin) -> list[Row]:
        turn = origin.turn
        seed = turn.settings.get("seed")
        seconds = self._words.seconds(origin.seconds) if origin.seconds >= _SHORTEST else ""
        tip = self.tr("Expected by the list price") if origin.cost.is_estimate else ""
        return [
            Row("model", self.tr("Model"), self._model_name(turn.model), turn.model),
            Row("connection", self.tr("Connection"), self._connection(turn.connection)),
            self._pixels(image, turn.settings),
            Row("seed", self.tr("Seed"), "" if seed is None else str(seed)),
            self._finer(turn.settings),
            Row("took", self.tr("Took"), seconds),
            Row("cost", self.tr("Cost"), self.cost(origin.cost), tip),
        ]

    def _finer(self, settings: Json) -> Row:
        """What else was asked for; what an instruction says is for whoever points at it."""
        said = self._words.tunings.asked(settings)
        return Row("settings", self.tr("Settings"), ", ".join(said), str(settings.get("systemInstruction") or ""))

    def _connection(self, name: str) -> str:
        return self.tr("Sandbox") if name == SANDBOX else name

    def _pixels(self, image: Image, settings: Json | None = None) -> Row:
        """What came, behind what was asked for."""
        got = self._words.pixels(image.width, image.height) if image.width and image.height else ""
        settings = settings or {}
        asked = " ".join(str(value) for name in ("aspectRatio", "imageSize") if (value := settings.get(name)))
        if not asked or not got:
            return Row("pixels", self.tr("Pixels"), got)
        difference = self._words.difference(settings, image)
        value = self.tr("{asked} → {got}").format(asked=asked, got=got)
        return Row("pixels", self.tr("Asked, got"), value, difference, bool(difference))
