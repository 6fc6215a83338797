"""The tiles of a step: a grid whose shape depends on how many there are, on their ratio and on the width alone.

What a tile shows never changes its size, so that a result that arrives moves nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.stage.tile import Tile
from studio.ui.stage.tile_body import RING_ROOM

if TYPE_CHECKING:
    from studio.ui.stage.asked import Kit
    from studio.workbench.steps import Entry, Step

_GAP = 8
_LOWEST, _HIGHEST = 120, 400
_LOW = 140  # columns are given up rather than let tiles get lower than this
_NARROWEST = 168  # of a tile: words and buttons have to fit
_MOST_COLUMNS = 4


class Arrangement(NamedTuple):
    """How tiles stand: columns and rows, and the size of each in pixels."""

    columns: int
    rows: int
    width: int
    height: int

    @property
    def total(self) -> int:
        """The height of the whole grid."""
        return self.rows * (self.height + _GAP) - _GAP


class Shape(NamedTuple):
    """What the tiles of a step are made for: width over height, and whether only words stand in them."""

    aspect: float
    words_only: bool = False


def arrange(count: int, shape: Shape, width: int) -> Arrangement:
    """Stand `count` tiles in `width` pixels."""
    if shape.words_only:
        least, highest, aspect = 240.0, 150, 2.4
    else:
        aspect = shape.aspect
        least, highest = min(max(_LOW * aspect, float(_NARROWEST)), 260.0), _HIGHEST
    fit = max(1, int((width + _GAP) // (least + _GAP)))
    rows = math.ceil(count / min(count, fit, _MOST_COLUMNS))
    columns = math.ceil(count / rows)
    each = (width - _GAP * (columns - 1)) / columns
    height = min(each / aspect, float(highest))
    each = min(each, max(height * aspect, float(_NARROWEST)))
    return Arrangement(columns, rows, int(each), max(int(height), _LOWEST))


def shape_of(step: Step) -> Shape:
    """The shape of a step's tiles: as asked; where nothing was, as it came, or as the picture to be edited is."""
    images = [image for entry in step.entries for image in entry.images if image.role == "main"]
    over = all(entry.job is None or entry.job.is_over for entry in step.entries)
    asked = _ratio(step.settings.get("aspectRatio"))
    came = next((_aspect(image.width, image.height) for image in images), None)
    given = next((_aspect(given.image.width, given.image.height) for given in step.inputs), None)
    return Shape(asked or came or given or 1.0, words_only=over and not images)


def _ratio(asked: object) -> float | None:
    across, _, up = str(asked or "").partition(":")
    return int(across) / int(up) if across.isdecimal() and up.isdecimal() and int(across) and int(up) else None


def _aspect(width: int | None, height: int | None) -> float | None:
    return width / height if width and height else None


class TileGrid(QWidget):
    """The tiles of one step, kept by the id of their entry."""

    walked_out = Signal(int)
    """An arrow key led out of the grid: -1 upwards, 1 downwards."""
    told_more = Signal(str)
    """All of what went wrong with this turn is to be read."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._tiles: dict[str, Tile] = {}
        self._shape: Shape | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles, in order."""
        return tuple(self._tiles.values())

    def tile(self, turn_id: str) -> Tile | None:
        """The tile of a turn."""
        return self._tiles.get(turn_id)

    def show_step(self, step: Step) -> None:
        """Show the entries of a step."""
        if self._shape is None or not step.entries or step.entries[0].id not in self._tiles:
            self._shape = shape_of(step)  # and so it stays while it is looked at
        count = len(self._tiles)
        self._tiles = self._kept(step.entries)
        for place, entry in enumerate(step.entries):
            tile = self._tiles[entry.id]
            tile.show_entry(entry, step.prompt, place + 1, len(step.entries), chosen=place == step.chosen)
        if count != len(self._tiles):
            self.updateGeometry()
        self._arrange()

    def _kept(self, entries: Sequence[Entry]) -> dict[str, Tile]:
        """Tiles for these entries: those there are, new ones, and none of the others."""
        old = dict(self._tiles)
        tiles = {entry.id: old.pop(entry.id) if entry.id in old else self._make() for entry in entries}
        for tile in old.values():
            tile.hide()
            tile.deleteLater()
        return tiles

    def _make(self) -> Tile:
        tile = Tile(self._kit, self)
        tile.walked.connect(lambda key: self._walk(tile, key))
        tile.told_more.connect(self.told_more)
        tile.show()
        return tile

    def arrangement(self, width: int) -> Arrangement:
        """How the tiles stand in a width, which has room for a ring on either side."""
        return arrange(max(1, len(self._tiles)), self._shape or Shape(1.0), width - 2 * RING_ROOM)

    def hasHeightForWidth(self) -> bool:
        """The width decides how many tiles stand side by side."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows, and room for their rings."""
        return self.arrangement(width).total + 2 * RING_ROOM

    def sizeHint(self) -> QSize:
        """As wide as it may be."""
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        """One tile."""
        return QSize(_NARROWEST, _LOWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Stand the tiles where they belong; each has room for a ring around it."""
        _, _, width, height = found = self.arrangement(self.width())
        for place, tile in enumerate(self._tiles.values()):
            row, column = divmod(place, found.columns)
            left, top = column * (width + _GAP), row * (height + _GAP)
            tile.setGeometry(left, top, width + 2 * RING_ROOM, height + 2 * RING_ROOM)

    def _walk(self, tile: Tile, key: int) -> None:
        """Move the focus as an arrow key says."""
        tiles = list(self._tiles.values())
        place, columns = tiles.index(tile), self.arrangement(self.width()).columns
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns}.get(Qt.Key(key), columns)
        if 0 <= place + step < len(tiles):
            tiles[place + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.walked_out.emit(-1 if step < 0 else 1)
