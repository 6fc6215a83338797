"""Looking at what a widget paints."""

from collections import Counter

from PySide6.QtWidgets import QWidget


def colours_in(widget: QWidget) -> Counter[str]:
    """The colours of a widget's pixels as "#rrggbb", and how many pixels have each."""
    widget.resize(widget.sizeHint().expandedTo(widget.size()) if widget.isHidden() else widget.size())
    image = widget.grab().toImage()
    return Counter(image.pixelColor(x, y).name() for y in range(image.height()) for x in range(image.width()))
