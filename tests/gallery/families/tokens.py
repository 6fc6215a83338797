"""The colours of the theme, each on the ground that everything stands on."""

from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.crisp import draw_frame
from tests.gallery.cell import Cell, Family, Row

_GROUPS = {
    "Grounds": ("bg", "surface", "raised", "hover", "pressed", "field"),
    "Lines": ("line", "edge", "border"),
    "Text": ("text", "muted", "faint"),
    "Accent and news": ("accent", "accent_hover", "on_accent", "ok", "warn", "bad"),
}


class _Swatch(QWidget):
    """One colour, with a line around it that shows it where it is the ground's own."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(88, 32)

    def paintEvent(self, _: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(getattr(tokens, self._name)))
        draw_frame(painter, QRectF(self.rect()), tokens.line, 1, tokens.radius)


def _rows() -> list[Row]:
    return [
        Row(title, [Cell(name.replace("_", " "), partial(_Swatch, name)) for name in names], are_states=False)
        for title, names in _GROUPS.items()
    ]


FAMILY = Family("Colours", [], _rows)
