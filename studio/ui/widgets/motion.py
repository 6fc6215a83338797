"""Whether things may move, and one clock for all that show time passing."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStyle, QWidget

_TURNING_MS = 50
_STILL_MS = 250


def moves(widget: QWidget) -> bool:
    """Whether the system (or the style) lets widgets be animated."""
    return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


class Ticker(QObject):
    """One timer for every widget that shows something under way; it stands still while there is none."""

    ticked = Signal()
    """It is time to look again, twenty times a second, four where nothing may move."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._members: weakref.WeakSet[QWidget] = weakref.WeakSet()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def runs(self) -> bool:
        """Whether there is anything to tick for."""
        return self._timer.isActive()

    def join(self, widget: QWidget) -> None:
        """Tick as long as this widget is shown and has not left."""
        self._members.add(widget)
        if not self._timer.isActive():
            self._timer.start(_TURNING_MS if moves(widget) else _STILL_MS)

    def leave(self, widget: QWidget) -> None:
        """Tick no longer for this widget."""
        self._members.discard(widget)
        if not self._members:
            self._timer.stop()

    def _tick(self) -> None:
        if self._members:
            self.ticked.emit()
        else:
            self._timer.stop()
