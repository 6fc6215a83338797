"""Buttons with a drawing and words."""

from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.icons import icon
from studio.ui.widgets.icon_button import IconButton
from tests.gallery.cell import Family, Row, states


def _button() -> QWidget:
    return IconButton(icon("plus", QApplication.palette()), "New conversation")


FAMILY = Family("Icon button", ["icon_button"], lambda: [Row("Drawing and words", states(_button))])
