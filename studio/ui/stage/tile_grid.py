"""The tiles of a step: a grid whose shape depends on how many there are, on their ratio and on the width alone.

What a tile shows does not change its size, so that a result that arrives moves nothing; only where no picture comes at
all, the room that was kept for pictures is given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from studio.ui.stage.arrangement import (
    GAP,
    LOWEST,
    NARROWEST,
    Arrangement,
    Shape,
    arrange,
    aspects_of,
    shape_of,
    trimmed,
)
from studio.ui.stage.tile import Tile
from studio.ui.widgets.image_tile import RING_ROOM

if TYPE_CHECKING:
    from studio.ui.stage.asked import Kit
    from studio.workbench.steps import Entry, Step


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
        self._aspects: list[float] = []
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

    def tile_at(self, place: QPoint) -> Tile | None:
        """The tile at a place of the step around the grid."""
        here = self.mapFromParent(place)
        return next((tile for tile in self._tiles.values() if tile.geometry().contains(here)), None)

    def show_step(self, step: Step, before: Step | None = None) -> None:
        """Show the entries of a step that follows another."""
        was = len(self._tiles), self._aspects, self._shape
        if self._shape is None or not step.entries or step.entries[0].id not in self._tiles:
            self._shape = shape_of(step, before)  # and so it stays while it is looked at
        self._aspects = aspects_of(step)
        gone = self._keep(step.entries)
        for place, entry in enumerate(step.entries):
            tile = self._tiles[entry.id]
            tile.show_entry(entry, step.prompt, place + 1, len(step.entries), chosen=place == step.chosen)
        self._let_go(gone, step.through.id)
        self._settle(step, before)
        if was != (len(self._tiles), self._aspects, self._shape):
            self.updateGeometry()
        self._arrange()

    def look_again(self, step: Step, entry_id: str) -> None:
        """Show how the job of one entry of the same step stands now."""
        if entry_id in self._tiles:
            self._tiles[entry_id].look_again()
        if self._settle(step):
            self.updateGeometry()
            self._arrange()

    def _settle(self, step: Step, before: Step | None = None) -> bool:
        """Take no more room than words need once it is known that no picture comes; whether this changed anything."""
        faces = [tile.face for tile in self._tiles.values()]
        words_only = all(face is not None and face.is_over and face.image is None for face in faces)
        words_only = words_only and not any(face is not None and face.state == "trashed" for face in faces)
        if self._shape is None or self._shape.words_only == words_only:
            return False
        settled = self._shape._replace(words_only=True) if words_only else shape_of(step, before)
        if words_only and self._total(settled) >= self._total(self._shape):
            return False
        self._shape = settled
        return True

    def _total(self, shape: Shape) -> int:
        """How high the tiles would be all together."""
        return arrange(max(1, len(self._tiles)), shape, self.width() - 2 * RING_ROOM).total

    def _keep(self, entries: Sequence[Entry]) -> list[Tile]:
        """Have tiles for these entries, those there are and new ones; return the others."""
        old = dict(self._tiles)
        self._tiles = {entry.id: old.pop(entry.id) if entry.id in old else self._make() for entry in entries}
        return list(old.values())

    def _let_go(self, tiles: Sequence[Tile], chosen: str) -> None:
        """Take tiles away; the focus goes from them to the chosen one."""
        focus = QApplication.focusWidget()
        for tile in tiles:
            if focus is not None and (tile is focus or tile.isAncestorOf(focus)):
                self._tiles[chosen].setFocus(Qt.FocusReason.OtherFocusReason)
            tile.hide()
            tile.deleteLater()

    def _make(self) -> Tile:
        tile = Tile(self._kit, self)
        tile.walked.connect(lambda key: self._walk(tile, key))
        tile.told_more.connect(self.told_more)
        tile.show()
        return tile

    def arrangement(self, width: int) -> Arrangement:
        """How the tiles stand in a width, which has room for a ring on either side."""
        found = arrange(max(1, len(self._tiles)), self._shape or Shape(1.0), width - 2 * RING_ROOM)
        return trimmed(found, self._aspects)

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
        return QSize(NARROWEST, LOWEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Stand the tiles where they belong; each has room for a ring around it."""
        _, _, width, height = found = self.arrangement(self.width())
        for place, tile in enumerate(self._tiles.values()):
            row, column = divmod(place, found.columns)
            left, top = column * (width + GAP), row * (height + GAP)
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
