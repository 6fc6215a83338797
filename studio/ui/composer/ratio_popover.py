"""The ratios that a model takes, as shapes to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.widgets.menu_button import Glyph
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.ratio_shape import draw_ratio
from studio.ui.widgets.segmented import Option, Segmented

_COLUMNS = 4


class RatioPopover(Popover):
    """Chosen with the arrows it stays open; with a click, Enter or Space it has done its work."""

    chosen = Signal(object)

    def __init__(self, ratios: Sequence[str], chosen: str | None, parent: QWidget) -> None:
        super().__init__("ratioPopover", parent)
        self.setAccessibleName(self.tr("Ratio"))
        self.choice = Segmented("ratioChoice", self, columns=_COLUMNS)
        self.choice.setAccessibleName(self.tr("Ratio"))
        auto = Option(None, self.tr("Auto", "ratio"), self.tr("Auto: the model chooses"), shape_of_ratio(None))
        self.choice.offer([auto, *(Option(each, each, self._name(each), shape_of_ratio(each)) for each in ratios)])
        self.choice.choose(chosen)
        self.choice.chosen.connect(self.chosen)
        self.choice.settled.connect(self.dismiss)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.choice)

    def _name(self, ratio: str) -> str:
        """What a screen reader calls a ratio: "4:3, landscape"."""
        across, _, up = ratio.partition(":")
        try:
            wide = float(across) / float(up)
        except (ValueError, ZeroDivisionError):
            return ratio
        if wide == 1:
            form = self.tr("square")
        elif wide >= 2:
            form = self.tr("panorama")
        elif wide <= 0.5:
            form = self.tr("tall strip")
        else:
            form = self.tr("landscape") if wide > 1 else self.tr("portrait")
        return self.tr("{ratio}, {form}").format(ratio=ratio, form=form)


def shape_of_ratio(ratio: str | None) -> Glyph:
    """Return what draws the outline of a ratio; of None, that the model chooses."""
    return lambda painter, place, colour: draw_ratio(painter, QRectF(place), ratio, colour)
