"""Stars that are given, and words that lead somewhere."""

from functools import partial

from PySide6.QtWidgets import QWidget

from studio.ui.widgets.link_button import LinkButton
from studio.ui.widgets.stars import Stars
from tests.gallery.cell import Cell, Family, Row, focus, hover


def _stars(count: int) -> QWidget:
    stars = Stars("stars")
    stars.tell(count)
    return stars


def _link(width: int) -> QWidget:
    link = LinkButton("link")
    link.setFixedWidth(width)
    link.set_whole("2026-11-22_142530_make-it-night.jpg", "Show it in its folder")
    return link


def _rows() -> list[Row]:
    three = partial(_stars, 3)
    wide = partial(_link, 260)
    return [
        Row(
            "Stars",
            [Cell("none", partial(_stars, 0)), Cell("three", three), Cell("focused", three, focus, is_ringed=True)],
        ),
        Row("Link", [Cell("rest", wide), Cell("hover", wide, hover), Cell("cut", partial(_link, 140))]),
        Row("Link, by keys", [Cell("focused", wide, focus, is_ringed=True)]),
    ]


FAMILY = Family("Stars and links", ["stars", "link_button"], _rows)
