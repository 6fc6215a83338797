"""Where the focus came from, to give it back there: what comes and goes by itself must not swallow it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget


class FocusReturn(QObject):
    """Remembers what had the focus before something in a group of widgets got it; `holds` knows the group."""

    moved = Signal()
    """The focus went somewhere else, in the group or out of it."""

    def __init__(self, holds: Callable[[QWidget], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._holds = holds
        self._came_from: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def give_back(self) -> bool:
        """Put the focus where it was, and say whether that is still there."""
        from shiboken6 import isValid

        if self._came_from is not None and isValid(self._came_from) and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and old is not None and self._holds(new) and not self._holds(old):
            self._came_from = old
        self.moved.emit()
