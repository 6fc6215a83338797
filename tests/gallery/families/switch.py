"""Switches, off and on."""

from functools import partial

from PySide6.QtWidgets import QWidget

from studio.ui.widgets.switch import Switch
from tests.gallery.cell import Family, Row, states


def _switch(on: bool) -> QWidget:
    switch = Switch("switch", "Send the key without encryption")
    switch.setChecked(on)
    return switch


def _rows() -> list[Row]:
    return [Row("Off", states(partial(_switch, False))), Row("On", states(partial(_switch, True)))]


FAMILY = Family("Switch", ["switch"], _rows)
