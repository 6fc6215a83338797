"""Keys as caps."""

from functools import partial

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.key_hint import KeyHint
from tests.gallery.cell import Cell, Family, Row, disable


def _hint(keys: str) -> QWidget:
    return KeyHint(QKeySequence(keys))


def _rows() -> list[Row]:
    cells = [Cell(keys, partial(_hint, keys)) for keys in ("F1", "Ctrl+K", "Ctrl+Return", "Alt+Up", "Ctrl++")]
    return [Row("Cap", [*cells, Cell("disabled", partial(_hint, "Ctrl+K"), disable)])]


FAMILY = Family("Key hint", ["key_hint"], _rows)
