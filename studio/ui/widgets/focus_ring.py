"""The ring around whatever has the focus of the keyboard: two pixels wide in the accent, seen beside any border."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter

from studio.ui.tokens import Tokens
from studio.ui.widgets.crisp import draw_frame

_GIVEN_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def shows_ring(event: QFocusEvent, before: bool) -> bool:
    """Whether a control that gets the focus is to show it.

    Not after a click, which was seen; as `before` where a menu or another window gives the focus back.
    """
    if event.reason() in _GIVEN_BACK:
        return before
    return event.reason() != Qt.FocusReason.MouseFocusReason


def draw_focus_ring(painter: QPainter, rect: QRectF, tokens: Tokens, radius: float) -> None:
    """Draw the ring just inside of a rounded rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw_frame(painter, rect, tokens.accent, tokens.focus, radius)
    painter.restore()
