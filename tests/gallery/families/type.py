"""The sizes of text, and what each is for."""

from functools import partial

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from tests.gallery.cell import Cell, Family, Row

_SIZES = {11: "headings, facts", 12: "rows, labels", 13: "all else", 14: "what is asked", 15: "titles"}
_WEIGHTS = {"Regular": QFont.Weight.Normal, "Semibold": QFont.Weight.DemiBold}


def _label(pixels: int, weight: QFont.Weight) -> QWidget:
    label = QLabel("Otter campaign")
    label.setStyleSheet(f"font-size: {pixels}px; font-weight: {weight.value}")
    return label


def _rows() -> list[Row]:
    return [
        Row(name, [Cell(f"{pixels} px: {use}", partial(_label, pixels, weight)) for pixels, use in _SIZES.items()])
        for name, weight in _WEIGHTS.items()
    ]


FAMILY = Family("Type", [], _rows)
