"""Choosing one of several: menu buttons, selects, segments, and what opens for them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.widgets.menu import Menu
from studio.ui.widgets.menu_button import Glyph, MenuButton
from studio.ui.widgets.popover import Popover
from studio.ui.widgets.ratio_shape import draw_ratio
from studio.ui.widgets.segmented import Option, Segmented
from studio.ui.widgets.select import Select
from tests.gallery.cell import Cell, Family, Row, at, disable, focus, hover, states


def _shape(ratio: str | None) -> Glyph:
    return lambda painter, place, colour: draw_ratio(painter, QRectF(place), ratio, colour)


def _menu_button(bare: bool = False) -> QWidget:
    button = MenuButton("menuButton")
    if bare:
        button.set_drawing("more")
        button.show_bare(True)
    else:
        button.show_chosen("4:3", "4:3", _shape("4:3"))
    return button


def _select() -> QWidget:
    select = Select("select")
    select.add("dark", "Dark")
    select.setMinimumWidth(160)
    return select


def _segments() -> QWidget:
    segments = Segmented("sizes")
    segments.offer([Option(None, "Auto"), *(Option(each, each) for each in ("1K", "2K", "4K"))])
    segments.choose("2K")
    return segments


def _tiles() -> QWidget:
    tiles = Segmented("ratios", columns=4)
    tiles.offer([Option(each, each or "Auto", glyph=_shape(each)) for each in (None, "1:1", "4:3", "9:16", "21:9")])
    tiles.choose("4:3")
    return tiles


def _menu() -> QWidget:
    menu = Menu("menu")
    menu.addAction("Edit this").setCheckable(True)
    menu.addAction("Short name…")
    menu.addSeparator()
    menu.addAction("Remove").setEnabled(False)
    menu.actions()[0].setChecked(True)
    return menu


def _popover() -> QWidget:
    """It lies over a window, so it is shown on one."""
    window = QWidget()
    popover = Popover("popover", window)
    QVBoxLayout(popover).addWidget(_tiles())
    popover.adjustSize()
    window.setFixedSize(popover.size())
    popover.show()
    return window


def _of_group(make: Callable[[], QWidget], part: str) -> list[Cell]:
    return [
        Cell("rest", make),
        Cell("hover", make, at(part, hover)),
        Cell("focused", make, focus, is_ringed=True),
        Cell("disabled", make, disable),
    ]


def _rows() -> list[Row]:
    return [
        Row("Menu button", states(_menu_button)),
        Row("Menu button without words", states(partial(_menu_button, True))),
        Row("Select", states(_select)),
        Row("Segments", _of_group(_segments, "sizes1")),
        Row("Tiles", _of_group(_tiles, "ratios1")),
        Row("Menu", [Cell("rest", _menu)]),
        Row("Popover", [Cell("rest", _popover)]),
    ]


FAMILY = Family("Choices", ["menu_button", "select", "segmented", "segment", "menu", "popover", "floating"], _rows)
