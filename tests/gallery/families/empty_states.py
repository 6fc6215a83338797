"""What stands where nothing is, and the cards that offer a beginning."""

from functools import partial

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.empty_state import EmptyState
from studio.ui.widgets.picture_card import LYING, PictureCard
from tests.gallery.cell import Cell, Family, Row, states
from tests.ui.staging import painted

_NOTHING = ("image", "No pictures yet", "Every picture you make or bring in is shown here, the newest first.")
_UNFOUND = ("search", "Nothing found", "No picture was asked for in these words.")
_WIDTH = 184


def _empty(drawing: str, title: str, advice: str, *actions: str) -> QWidget:
    empty = EmptyState("empty")
    empty.show_words(drawing, title, advice, actions)
    empty.setFixedSize(320, 176)
    return empty


def _card(*, with_picture: bool = True, lies: bool = False) -> QWidget:
    card = PictureCard("A lighthouse by the sea at sunset", "Try: A lighthouse by the sea at sunset")
    if with_picture:
        card.show_picture(QImage.fromData(painted(4)))
    card.set_lies(lies)
    width = 2 * _WIDTH if lies else _WIDTH
    card.setFixedSize(width, LYING if lies else card.heightForWidth(width))
    return card


def _rows() -> list[Row]:
    upright = [*states(_card, "rest", "hover", "pressed", "focused")]
    return [
        Row(
            "Empty state",
            [
                Cell("words", partial(_empty, *_NOTHING)),
                Cell("one way on", partial(_empty, *_UNFOUND, "Clear the search")),
                Cell("two ways on", partial(_empty, *_NOTHING, "Open a folder", "Try an example")),
            ],
        ),
        Row("Picture card", [*upright, Cell("on its way", partial(_card, with_picture=False))]),
        Row("Lying card", [Cell("with a picture", partial(_card, lies=True))]),
    ]


FAMILY = Family("Empty states", ["empty_state", "sign", "picture_card"], _rows)
