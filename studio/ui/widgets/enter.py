"""Enter presses a button as Space does, which Qt leaves to the buttons of dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from studio.ui.widgets.focus_ring import Ringed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    class _Button(Ringed, QAbstractButton): ...
else:
    _Button = Ringed  # it stands before the button's own class, which may be any


class PressedByEnter(_Button):
    """Pressed once however long the key is held: one press may cost money, or open a window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._use_by_keys()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()
