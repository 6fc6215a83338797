"""Every drawing of resources/icons."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from studio.resources import resource
from studio.ui.icons import icon
from tests.gallery.cell import Cell, Family, Row

_SIDE = 16


def _drawing(name: str) -> QWidget:
    label = QLabel()
    label.setPixmap(icon(name, QApplication.palette(), "text").pixmap(QSize(_SIDE, _SIDE), label.devicePixelRatioF()))
    return label


def _rows() -> list[Row]:
    names = sorted(Path(each.name).stem for each in resource("icons").iterdir() if each.name.endswith(".svg"))
    return [Row("16 pixels", [Cell(name, partial(_drawing, name)) for name in names if name != "studio"])]


FAMILY = Family("Icons", [], _rows)
