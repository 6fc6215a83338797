"""The ring around whatever has the focus of the keyboard, two pixels wide in the accent, and when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter

from studio.ui.tokens import Tokens
from studio.ui.widgets.crisp import draw_frame

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # it stands before the widget's own class, which may be any

_GIVEN_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def shows_ring(event: QFocusEvent, before: bool) -> bool:
    """Whether a control that gets the focus is to show it.

    Not after a click, which was seen; as `before` where a menu or another window gives the focus back.
    """
    if event.reason() in _GIVEN_BACK:
        return before
    return event.reason() != Qt.FocusReason.MouseFocusReason


class Ringed(_Widget):
    """A widget that paints itself, and shows the ring if it got the focus by keys or was used by them since."""

    _used_by_keys = False

    @property
    def is_ringed(self) -> bool:
        """Whether it has the focus and shows that."""
        return self._used_by_keys and self.hasFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._use_by_keys()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._used_by_keys = shows_ring(event, self._used_by_keys)
        super().focusInEvent(event)

    def _use_by_keys(self) -> None:
        """Show the ring from now on."""
        if not self._used_by_keys:
            self._used_by_keys = True
            self.update()


def draw_focus_ring(painter: QPainter, rect: QRectF, tokens: Tokens, radius: float) -> None:
    """Draw the ring just inside of a rounded rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    draw_frame(painter, rect, tokens.accent, tokens.focus, radius)
    painter.restore()
