"""The lines of the tree: from a turn to what follows it, thin and faint; the path over them in the accent."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from studio.ui.tokens import Tokens
from studio.ui.tree.geometry import ACROSS, SIDE, columns_in, rows_in, square_at

if TYPE_CHECKING:
    from studio.workbench.tree_plan import Plan

_BEND = 6.0  # pixels of the radius where a line turns
_FAINT, _LIT = 1.5, 2.0


def paint_lines(painter: QPainter, plan: Plan, lit: Collection[int], part: QRect, tokens: Tokens) -> None:
    """Paint the lines in a part of the tree; those that lead to spots that are `lit` lie on top."""
    columns, rows = columns_in(part), rows_in(part)
    faint, path = QPainterPath(), QPainterPath()
    for trunk in plan.trunks_between(columns, rows):
        spot = plan.spots[trunk.spot]
        in_sight = range(max(rows.start, trunk.first), rows.stop)
        for child in plan.children[trunk.spot]:
            row = plan.spots[child].row
            if child in lit:
                _add(path, spot.column, trunk.first, row)
            elif row in in_sight:
                _add(faint, spot.column, trunk.first, row)
        if trunk.last >= rows.stop:  # it goes on below what is in sight
            _add(faint, spot.column, trunk.first, trunk.last)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for lines, colour, width in ((faint, tokens.edge, _FAINT), (path, tokens.accent, _LIT)):
        painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.FlatCap))
        painter.drawPath(lines)


def _add(lines: QPainterPath, column: int, first: int, last: int) -> None:
    """A line from the right edge of a spot to the left edge of one in the next column."""
    here, there = square_at(column, first), square_at(column + 1, last)
    start = QPointF(here.left() + SIDE, here.center().y() + 0.5)
    end = QPointF(there.left(), there.center().y() + 0.5)
    lines.moveTo(start)
    if first != last:
        x = start.x() + (ACROSS - SIDE) / 2
        lines.lineTo(x - _BEND, start.y())
        lines.quadTo(x, start.y(), x, start.y() + _BEND)
        lines.lineTo(x, end.y() - _BEND)
        lines.quadTo(x, end.y(), x + _BEND, end.y())
    lines.lineTo(end)
