"""Looking at what a widget paints."""

from collections import Counter

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def colours_in(widget: QWidget) -> Counter[str]:
    """The colours of a widget's pixels as "#rrggbb", and how many pixels have each."""
    widget.resize(widget.sizeHint().expandedTo(widget.size()) if widget.isHidden() else widget.size())
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return Counter({f"#{pixel & 0xFFFFFF:06x}": count for pixel, count in Counter(image.constBits().cast("I")).items()})
