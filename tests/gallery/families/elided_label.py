"""A line that ends where its room does."""

from functools import partial

from PySide6.QtWidgets import QWidget

from studio.ui.widgets.elided_label import ElidedLabel
from tests.gallery.cell import Cell, Family, Row


def _label(text: str) -> QWidget:
    label = ElidedLabel()
    label.setFixedWidth(200)
    label.set_whole(text)
    return label


def _rows() -> list[Row]:
    long = partial(_label, "A cute baby otter wearing a tiny top hat")
    return [Row("One line", [Cell("fits", partial(_label, "Otter campaign")), Cell("longer than its room", long)])]


FAMILY = Family("Elided label", ["elided_label"], _rows)
