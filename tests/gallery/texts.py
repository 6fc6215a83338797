"""Where a widget writes: it is asked to paint itself as SVG, in which every text is an element with its place."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Written:
    """A text and the rectangle it takes, in pixels of the widget."""

    text: str
    place: QRectF


def texts_of(widget: QWidget) -> list[Written]:
    """Every text that a widget and all in it paint."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    generator.setResolution(96)
    widget.render(generator)
    found: list[Written] = []
    _walk(ET.fromstring(bytes(buffer.data().data())), QTransform(), found)
    inside = QRectF(widget.rect())
    return [each for each in found if each.text.strip() and inside.contains(each.place.center())]


def _walk(element: ET.Element, outer: QTransform, found: list[Written]) -> None:
    transform = _transform(element.get("transform", "")) * outer
    if element.tag == f"{_SVG}text":
        found.append(_written(element, transform))
    for child in element:
        _walk(child, transform, found)


def _written(element: ET.Element, transform: QTransform) -> Written:
    font = QFont(element.get("font-family", ""))
    font.setPixelSize(max(1, round(float(element.get("font-size", "13")))))
    font.setWeight(QFont.Weight(int(element.get("font-weight", "400"))))
    metrics, text = QFontMetricsF(font), element.text or ""
    base = QPointF(float(element.get("x", "0")), float(element.get("y", "0")))
    # From the top of small letters to the line they stand on: what all letters have.
    place = QRectF(base.x(), base.y() - metrics.xHeight(), metrics.horizontalAdvance(text), metrics.xHeight())
    return Written(text, transform.mapRect(place))


def _transform(text: str) -> QTransform:
    if not text.startswith("matrix("):
        return QTransform()
    return QTransform(*(float(number) for number in text[7:-1].split(",")))
