"""Keys of a place where pictures are looked at: those that move its canvas, and more of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.ui.stage.canvas import Canvas

Keys = dict[tuple[int, bool, bool], Callable[[], object]]
"""What is done for a key, with Ctrl, with Shift."""

_NUDGE = 80


def canvas_keys(canvas: Canvas) -> Keys:
    """What each key does: zoom with +, - and Ctrl, all of it, 100 %, and a nudge with Ctrl and an arrow."""
    keys: Keys = {
        (Qt.Key.Key_0, True, False): canvas.fit,
        (Qt.Key.Key_1, True, False): partial(canvas.zoom_to, 1.0),
        (Qt.Key.Key_2, True, False): canvas.fill,
        (Qt.Key.Key_Up, True, False): partial(canvas.pan, 0, _NUDGE),
        (Qt.Key.Key_Down, True, False): partial(canvas.pan, 0, -_NUDGE),
        (Qt.Key.Key_Left, True, False): partial(canvas.pan, _NUDGE, 0),
        (Qt.Key.Key_Right, True, False): partial(canvas.pan, -_NUDGE, 0),
    }
    for control in (False, True):  # + is a shifted key on some keyboards and = is it without on others
        for shift in (False, True):
            keys |= {(key, control, shift): partial(canvas.step, 1) for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal)}
            keys |= {
                (key, control, shift): partial(canvas.step, -1) for key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
            }
    return keys


class HasKeys(QWidget):
    """Keys that are this widget's while the focus is in it, whatever they are in the window."""

    def keys(self) -> Keys:
        """What each key does: what a subclass is for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = _act_of(event, self.keys())
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def event(self, event: QEvent) -> bool:
        is_claimed = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_claimed and _act_of(cast("QKeyEvent", event), self.keys()):
            event.accept()
            return True
        return super().event(event)


def _act_of(event: QKeyEvent, keys: Keys) -> Callable[[], object] | None:
    """What a key does; None with Alt or a key of the system, which are others'."""
    modifiers = event.modifiers()
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    return keys.get((event.key(), control, bool(modifiers & Qt.KeyboardModifier.ShiftModifier)))
