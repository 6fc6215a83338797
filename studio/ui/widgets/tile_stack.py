"""How what a tile tells stands in it: a ring or a drawing, the words below, and the buttons below those."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF

from studio.ui.icons import SIDE
from studio.ui.widgets.progress_ring import LARGE, SMALL
from studio.ui.widgets.tile_look import TileLook
from studio.ui.widgets.tile_words import Words

_GAP = 8
_HIGHEST = 8.0  # pixels from the top of the tile
_LOW = 150  # pixels; lower tiles have a smaller ring


class TileStack(NamedTuple):
    """The parts one above another in the middle of a tile `tile` pixels high; `above` and `buttons` include gaps."""

    words: Words = Words([], cut=False)
    above: float = 0.0
    buttons: float = 0.0
    is_signed: bool = False
    """Whether there is room for the drawing."""
    tile: float = 0.0

    @property
    def height(self) -> float:
        """Pixels from the first part to the end of the last."""
        return self.above + self.words.height + self.buttons

    @property
    def top(self) -> float:
        """Where the first part begins."""
        return float(round(max(_HIGHEST, (self.tile - self.height) / 2)))

    def card(self, centre: float, widest: float, padding: float) -> QRectF:
        """The ground of all of it, where it stands over a draft; `widest` is that of the ring and the buttons."""
        width = max(self.words.width, widest) + 2 * padding
        return QRectF(centre - width / 2, self.top - padding, width, self.height + 2 * padding)


def ring_side(tile: int) -> int:
    """The side of the ring in a tile of this height."""
    return LARGE if tile >= _LOW else SMALL


def height_above(look: TileLook, tile: int, signed: bool) -> float:
    """What stands above the words: a ring, a drawing, or nothing."""
    if look.ring:
        return float(ring_side(tile) + _GAP)
    return float(SIDE + _GAP) if signed else 0.0


def height_below(buttons: int) -> float:
    """What buttons of this height take below the words."""
    return float(buttons + _GAP) if buttons else 0.0
