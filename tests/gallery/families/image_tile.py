"""A tile of the stage: on its way, its picture, or why there is none."""

from functools import partial

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.image_tile import ImageTile, TilePicture
from studio.ui.widgets.motion import Ticker
from studio.ui.widgets.tile_look import TileButton, TileLook
from tests.gallery.cell import Cell, Family, Row, focus, hover
from tests.ui.staging import painted

_CANCEL = TileButton("cancel", "Cancel", "Cancel the request")
_AGAIN = TileButton("again", "Ask again", "Ask again for this picture")
_MORE = TileButton("more", "More…", "Read all that is said of it")
_TOOLS = (
    TileButton("edit", "Edit this", "Edit this picture", "edit"),
    TileButton("reference", "Add as reference", "Add this picture as a reference", "reference"),
    TileButton("open", "Open", "Open this picture large", "fit"),
)
_SIZE = QSizeF(400, 300)
_LOOKS = {
    "queued": TileLook("Queued", buttons=(_CANCEL,)),
    "thinking": TileLook("Thinking", ring=True, seconds=14, buttons=(_CANCEL,)),
    "arriving": TileLook("Receiving 3.2 MB", ring=True, share=0.6, seconds=18, buttons=(_CANCEL,)),
    "waiting": TileLook("Too many requests", "warn", ring=True, share=0.4, seconds=38, buttons=(_CANCEL,)),
    "words only": TileLook("The model answered in words only.", "warn", "warning", buttons=(_AGAIN,)),
    "failed": TileLook(
        "RouterHub failed with status 500.",
        "bad",
        "warning",
        second="It may have been charged.",
        buttons=(_AGAIN,),
        more=_MORE,
        tells_more=True,
    ),
}


def _tile() -> ImageTile:
    ticker = Ticker()
    tile = ImageTile(ticker, _TOOLS)
    ticker.setParent(tile)
    tile.setObjectName("tile")
    tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    tile.setFixedSize(248, 188)
    return tile


def _looking(look: TileLook) -> QWidget:
    tile = _tile()
    tile.show_look(look)
    return tile


def _picture(rating: int = 0, *, is_there: bool = True, is_lost: bool = False, chosen: bool = False) -> QWidget:
    pixmap = QPixmap.fromImage(QImage.fromData(painted(1))) if is_there else None
    tile = _tile()
    tile.show_picture(TilePicture(_SIZE, rating, lambda _: pixmap, lambda: is_lost))
    tile.set_chosen(chosen)
    return tile


def _rows() -> list[Row]:
    pictures = [
        Cell("rest", _picture),
        Cell("rated", partial(_picture, 4)),
        Cell("rejected", partial(_picture, -1)),
        Cell("chosen", partial(_picture, chosen=True)),
        Cell("hover", _picture, hover),
        Cell("focused", _picture, focus, is_ringed=True),
        Cell("not here yet", partial(_picture, is_there=False)),
        Cell("its file is lost", partial(_picture, is_there=False, is_lost=True)),
    ]
    looks = [Cell(label, partial(_looking, look)) for label, look in _LOOKS.items()]
    return [Row("Picture", pictures), Row("No picture", looks)]


FAMILY = Family("Image tile", ["image_tile", "tile_buttons", "tile_tools"], _rows)
