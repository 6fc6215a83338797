"""Where something opens that belongs to a control: above or below it, within the screen or the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

_GAP, _EDGE = 4, 8


def popup_place(control: QWidget, size: QSize, *, above: bool = False) -> QPoint:
    """Return where a menu of this size opens, in global pixels: on the wanted side, where there is room for it."""
    return _place(control, size, control.screen().availableGeometry(), control.mapToGlobal(QPoint()), above)


def context_place(event: QContextMenuEvent, control: QWidget) -> QPoint:
    """Return where a context menu opens, in global pixels: at the pointer, for a key in the middle of the control."""
    by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
    return control.mapToGlobal(control.rect().center()) if by_keys else event.globalPos()


def place_in_window(control: QWidget, size: QSize, *, above: bool = False) -> QPoint:
    """Return where a part of the window of this size opens, in pixels of the window."""
    window = control.window()
    room = window.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
    return _place(control, size, room, control.mapTo(window, QPoint()), above)


def _place(control: QWidget, size: QSize, room: QRect, at: QPoint, above: bool) -> QPoint:
    over, under = at.y() - _GAP - size.height(), at.y() + control.height() + _GAP
    has_room = {True: over >= room.top(), False: under + size.height() <= room.bottom() + 1}
    is_over = above if has_room[above] or not has_room[not above] else not above
    x = at.x()
    if control.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        x += control.width() - size.width()
    x = max(room.left(), min(x, room.right() + 1 - size.width()))
    y = max(room.top(), min(over if is_over else under, room.bottom() + 1 - size.height()))
    return QPoint(x, y)
