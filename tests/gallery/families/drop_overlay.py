"""Where a picture can be let go of."""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.drop_overlay import DropZones, ZoneWords
from tests.gallery.cell import Cell, Family, Row

_WORDS = (
    ZoneWords("edit", "edit", "Edit this", "The next prompt says what to change in it"),
    ZoneWords("reference", "reference", "Add as reference", "It goes along with the next prompt"),
)


def _zones(show: Callable[[DropZones], None]) -> QWidget:
    whole = QWidget()
    whole.setFixedSize(576, 280)
    zones = DropZones(_WORDS, whole)
    show(zones)
    return whole


def _offer(zones: DropZones) -> None:
    zones.offer()


def _mean(zones: DropZones) -> None:
    zones.offer()
    zones.point_at(QPoint(20, 100))


def _refuse(zones: DropZones) -> None:
    zones.refuse("“contract.pdf” is a PDF document.", "Export the page as a picture and drop that.")


def _rows() -> list[Row]:
    shown = {"offered": _offer, "one is meant": _mean, "refused": _refuse}
    return [Row("Zones", [Cell(label, lambda show=show: _zones(show)) for label, show in shown.items()])]


FAMILY = Family("Drop overlay", ["drop_overlay"], _rows)
