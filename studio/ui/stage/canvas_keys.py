"""The keys that move a canvas, the same wherever pictures are looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

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


def act_of(event: QKeyEvent, keys: Keys) -> Callable[[], object] | None:
    """What a key does; None with Alt or a key of the system, which are others'."""
    modifiers = event.modifiers()
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    return keys.get((event.key(), control, bool(modifiers & Qt.KeyboardModifier.ShiftModifier)))
