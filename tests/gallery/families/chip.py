"""Chips in each of their states."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.chip import Chip, State
from tests.gallery.cell import Cell, Family, Row, states


class _Chip(Chip):
    """With a picture, once it is ready."""

    def _pixmap(self) -> QPixmap | None:
        if self.state == "preparing":
            return None
        pixmap = QPixmap(48, 48)
        pixmap.fill(Qt.GlobalColor.darkCyan)
        return pixmap


def _chip(state: State, text: str = "@logo · palette.png") -> QWidget:
    chip = _Chip("chip")
    chip.setText(text)
    chip.set_state(state)
    chip.resize(chip.sizeHint())
    return chip


def _rows() -> list[Row]:
    long = partial(_chip, "ready", "a name that is far too long to be shown in whole.png")
    others = [Cell("preparing", partial(_chip, "preparing")), Cell("failed", partial(_chip, "failed"))]
    more = [*others, Cell("long", long)]
    return [Row("Chip", [*states(partial(_chip, "ready"), "rest", "hover", "focused", "disabled"), *more])]


FAMILY = Family("Chip", ["chip"], _rows)
