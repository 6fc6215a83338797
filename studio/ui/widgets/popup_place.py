"""Where something opens that belongs to a control: above or below it, within the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QWidget

_GAP = 4


def popup_place(control: QWidget, size: QSize, *, above: bool = False) -> QPoint:
    """Return where something of this size opens, in global pixels: on the wanted side, where there is room for it."""
    screen = control.screen().availableGeometry()
    top, bottom = control.mapToGlobal(QPoint()), control.mapToGlobal(QPoint(0, control.height()))
    over, under = top.y() - _GAP - size.height(), bottom.y() + _GAP
    has_room = {True: over >= screen.top(), False: under + size.height() <= screen.bottom() + 1}
    is_over = above if has_room[above] or not has_room[not above] else not above
    x = top.x()
    if control.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        x += control.width() - size.width()
    x = max(screen.left(), min(x, screen.right() + 1 - size.width()))
    y = max(screen.top(), min(over if is_over else under, screen.bottom() + 1 - size.height()))
    return QPoint(x, y)
