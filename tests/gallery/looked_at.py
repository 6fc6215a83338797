"""What can be measured of a cell: the contrast of all that is written in it, of its edge, of its focus ring."""

from typing import TypedDict

from PIL import Image
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from tests.gallery import contrast
from tests.gallery.cell import Host
from tests.gallery.texts import texts_of

SCALE = 3  # at which letters have cores of their whole colour


class Measured(TypedDict):
    """The findings of one cell in one theme."""

    theme: str
    family: str
    row: str
    label: str
    classes: list[str]  # of its widget and all in it, with the modules they are from
    texts: list[tuple[str, float]]
    edge: float | None  # None where it is told by its words
    ring: float | None  # None where the focus is not on it
    same_as: str  # the first cell of its row that looks just the same, if any does


def enlarged(host: Host) -> Image.Image:
    """The cell as a screen of that scale would show it."""
    picture = QImage(host.size() * SCALE, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(SCALE)
    host.render(picture)
    return contrast.as_pillow(picture)


def texts(host: Host, picture: Image.Image) -> list[tuple[str, float]]:
    """Each text and the contrast of its letters to their ground."""
    return [(each.text, round(contrast.of_text(picture, each.place, SCALE), 2)) for each in texts_of(host)]


def edge(host: Host, picture: Image.Image) -> float:
    """The contrast of the widget's edge to what it stands on."""
    return round(contrast.of_edge(picture, host.place(), SCALE), 2)


def ring(host: Host, before: Image.Image, picture: Image.Image) -> float:
    """The contrast of what the focus has brought: as much of it as goes half around the widget."""
    place = host.focused_place()
    return round(contrast.of_change(before, picture, round((place.width() + place.height()) * SCALE)), 2)


def classes(host: Host) -> list[str]:
    """Which classes of the program are in the cell."""
    every = [host.widget, *host.widget.findChildren(QObject)]
    found = {f"{base.__module__}.{base.__name__}" for each in every for base in type(each).__mro__}
    return sorted(name for name in found if name.startswith("studio."))
