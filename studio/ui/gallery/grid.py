"""Where each picture of a gallery stands: squares of one size in rows, told without going through them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt

GAP = 6
MARGIN = 12  # at the sides; the scroll bar lies inside it, so that it moves nothing when it comes
TOP = 4


class Grid(NamedTuple):
    """`slot` pixels for a picture and the gap around it, in so many `columns`, `total` pictures."""

    slot: int
    columns: int
    total: int

    @classmethod
    def fitted(cls, width: int, side: int, total: int) -> Grid:
        """As many columns of about `side` pixels as a width takes, filling it."""
        room = max(1, width - 2 * MARGIN + GAP)
        columns = max(1, round(room / (side + GAP)))
        return cls(max(GAP + 1, room // columns), columns, total)

    @property
    def height(self) -> int:
        """Of all rows."""
        lines = -(-self.total // self.columns)
        return 2 * TOP + lines * self.slot if lines else 0

    def slot_of(self, row: int) -> QRect:
        """The square of one picture with half the gap around it."""
        line, column = divmod(row, self.columns)
        return QRect(MARGIN - GAP // 2 + column * self.slot, TOP + line * self.slot, self.slot, self.slot)

    def row_at(self, point: QPoint) -> int | None:
        """The picture at a point; None beside them and in the gaps."""
        column = (point.x() - MARGIN + GAP // 2) // self.slot
        line = (point.y() - TOP) // self.slot
        row = line * self.columns + column
        if line < 0 or not 0 <= column < self.columns or row >= self.total:
            return None
        return row if picture_in(self.slot_of(row)).contains(point) else None

    def lines_in(self, rect: QRect) -> range:
        """The rows of all lines that a rectangle touches, whatever its left and right."""
        first = max(0, (rect.top() - TOP) // self.slot) * self.columns
        last = ((rect.bottom() - TOP) // self.slot + 1) * self.columns
        return range(min(first, self.total), max(0, min(last, self.total)))

    def runs_in(self, rect: QRect) -> list[tuple[int, int]]:
        """The pictures that a rectangle touches, as runs from a first to a last row."""
        picture, top = self.slot - GAP, TOP + GAP // 2
        left = max(0, -((MARGIN + picture - 1 - rect.left()) // self.slot))
        right = min(self.columns - 1, (rect.right() - MARGIN) // self.slot)
        first = max(0, -((top + picture - 1 - rect.top()) // self.slot))
        last = min((self.total - 1) // self.columns, (rect.bottom() - top) // self.slot)
        if left > right or first > last or not self.total:
            return []
        if left == 0 and right == self.columns - 1:
            return [(first * self.columns, min(self.total, (last + 1) * self.columns) - 1)]
        starts = ((line * self.columns + left, line * self.columns + right) for line in range(first, last + 1))
        return [(start, min(end, self.total - 1)) for start, end in starts if start < self.total]

    def row_from(self, row: int, key: Qt.Key, page: int) -> int:
        """Where a key leads from a row; `page` is the height of what is in sight."""
        lines = max(1, page // self.slot) * self.columns
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
            Qt.Key.Key_PageUp: -lines,
            Qt.Key.Key_PageDown: lines,
            Qt.Key.Key_Home: -self.total,
            Qt.Key.Key_End: self.total,
        }
        wanted = row + steps[key]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not 0 <= wanted < self.total:
            is_above_last_line = row // self.columns < (self.total - 1) // self.columns
            return self.total - 1 if key == Qt.Key.Key_Down and is_above_last_line else row
        return max(0, min(self.total - 1, wanted))


def picture_in(slot: QRect) -> QRect:
    """The picture's own square."""
    return slot.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
