"""A panel and the line that it is drawn by."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.side_panel import SidePanel
from studio.ui.widgets.splitter import Splitter
from tests.gallery.cell import Cell, Family, Row, at, focus, hover

_WIDTH, _HEIGHT, _PANEL = 200, 72, 88


def _frame(words: str, role: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", role)
    QVBoxLayout(frame).addWidget(QLabel(words), 0, Qt.AlignmentFlag.AlignTop)
    return frame


def _sides() -> QWidget:
    whole = QWidget()
    whole.setFixedSize(_WIDTH, _HEIGHT)
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    panel = SidePanel(_frame("Panel", "surface"), first=_PANEL, least=_PANEL, parent=whole)
    panel.setFixedWidth(panel.wanted)
    row.addWidget(panel)
    row.addWidget(_frame("Stage", ""))
    line = Splitter("line", "Width of the panel", Qt.Orientation.Horizontal, 1, whole)
    line.lie(_PANEL, _HEIGHT)
    return whole


def _rows() -> list[Row]:
    cells = [Cell("rest", _sides), Cell("hover", _sides, at("line", hover))]
    return [Row("Line", [*cells, Cell("focused or drawn", _sides, at("line", focus), is_ringed=True)])]


FAMILY = Family("Side panel and splitter", ["side_panel", "splitter"], _rows)
