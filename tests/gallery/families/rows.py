"""Rows of a list, alone in their states and together where they scroll."""

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.library.records import Blob, Image
from studio.ui.icons import Tint
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.button import Button
from studio.ui.widgets.list_row import ROW, ListRow
from studio.ui.widgets.row_picture import RowPicture
from studio.ui.widgets.rows_area import RowsArea
from tests.gallery.cell import Cell, Family, Row, states
from tests.ui.staging import painted

_WIDTH = 440
_IMAGE = Image(
    "i", Blob("0", "images/i.png", "image/png", 1), None, None, "import", None, None, 640, 480, 0, None, None
)


class _Thumbnails(QObject):
    """All of one picture."""

    ready = Signal(str)

    def get(self, _: Image, side: int) -> QPixmap:
        pixmap = QPixmap.fromImage(QImage.fromData(painted(2)))
        return pixmap.scaled(side, side, mode=Qt.TransformationMode.SmoothTransformation)

    def nearest(self, _: Image) -> None:
        return None

    def has_failed(self, _: Image) -> bool:
        return False


def _row(prompt: str, facts: str, *, image: Image | None = None, sign: tuple[str, Tint] = ("info", "muted")) -> ListRow:
    thumbnails = AwaitedThumbnails(_Thumbnails())
    row = ListRow("row", RowPicture(image, sign, thumbnails))
    thumbnails.setParent(row)
    row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    row.setFixedWidth(_WIDTH)
    row.prompt.set_whole(prompt)
    row.facts.set_whole(facts)
    return row


def _with_cancel(*told: str, image: Image | None = _IMAGE) -> ListRow:
    row = _row(*told, image=image)
    row.add_end(Button("cancel", "Cancel", "close", "icon", row))
    return row


def _told() -> QWidget:
    """What became of it, in a colour, before the facts; two things that can be done."""
    row = _row("an otter in a top hat", "RouterHub · 14:05", sign=("warning", "warn"))
    fate = QLabel("May have been charged", row)
    fate.setProperty("role", "warn")
    row.facts_line.insertWidget(0, fate)
    for name, text in (("ask", "Ask again"), ("go", "Let go")):
        button = Button(name, text, role="chip", parent=row)
        button.set_compact()
        row.add_end(button)
    return row


def _list() -> QWidget:
    place = QWidget()
    place.setFixedWidth(_WIDTH)
    area: RowsArea[ListRow] = RowsArea("rows", ROW * 5 // 2, place)
    things = {str(number): f"an otter, number {number}" for number in range(1, 4)}
    area.arrange(things, lambda prompt: _with_cancel(prompt, "1 of 3 · Sandbox · Thinking"))
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(area)
    return place


def _rows() -> list[Row]:
    make = partial(_with_cancel, "an otter in a top hat", "2 of 4 · Sandbox · Thinking")
    long = partial(_with_cancel, "an otter in a top hat " * 5, "A connection of a very long name · " * 3, image=None)
    several = [Cell("told", _told), Cell("long", long), Cell("scrolls", _list)]
    return [Row("Row", states(make, "rest", "hover", "focused")), Row("More of it", several)]


FAMILY = Family("Rows", ["list_row", "row_picture", "rows_area"], _rows)
