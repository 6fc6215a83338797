"""Pixels of the tree: where the square of a spot is, and what stands at a point."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

SIDE = 44
"""Pixels of the square of a turn."""
ACROSS, DOWN = 68, 52
"""From a turn to what follows it, and from one row to the next."""
PAD = 12
"""Left and right of all of them."""
EDGE = DOWN - SIDE
"""Above and below them: as much as between rows, so that whole rows show nothing of those beside them."""


def size_of(columns: int, rows: int) -> QSize:
    """How large a tree with so many columns and rows is."""
    return QSize(columns * ACROSS - (ACROSS - SIDE) + 2 * PAD, height_of(rows))


def height_of(rows: int) -> int:
    """How high so many rows are."""
    return rows * DOWN + EDGE


def whole_rows(height: int) -> int:
    """How many rows a height has room for, one at least."""
    return max(1, (height - EDGE) // DOWN)


def square_at(column: int, row: int) -> QRect:
    """The square of a place."""
    return QRect(PAD + column * ACROSS, EDGE + row * DOWN, SIDE, SIDE)


def columns_in(rect: QRect) -> range:
    """The columns that have something in a part of the tree, be it the line to what follows."""
    return _range(rect.left() - PAD, rect.right() - PAD, ACROSS)


def rows_in(rect: QRect) -> range:
    """The rows that have something in a part of the tree."""
    return _range(rect.top() - EDGE, rect.bottom() - EDGE, DOWN)


def place_at(point: QPoint) -> tuple[int, int] | None:
    """The column and the row whose square is at a point; None between them."""
    column, x = divmod(point.x() - PAD, ACROSS)
    row, y = divmod(point.y() - EDGE, DOWN)
    return (column, row) if column >= 0 and row >= 0 and x < SIDE and y < SIDE else None


def _range(first: int, last: int, step: int) -> range:
    return range(max(0, first // step), max(0, last // step + 1))
