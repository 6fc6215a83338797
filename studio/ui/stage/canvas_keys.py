"""Keys that move a canvas, wherever pictures are looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from studio.ui.actions import Action
from studio.ui.stage.canvas import Canvas

_NUDGE = 80


def canvas_acts(canvas: Canvas) -> dict[Action, Callable[[], object]]:
    """What each action of looking does to a canvas."""
    return {
        Action.FIT: canvas.fit,
        Action.ACTUAL_SIZE: partial(canvas.zoom_to, 1.0),
        Action.FILL: canvas.fill,
        Action.ZOOM_IN: partial(canvas.step, 1),
        Action.ZOOM_OUT: partial(canvas.step, -1),
        Action.PAN_UP: partial(canvas.pan, 0, _NUDGE),
        Action.PAN_DOWN: partial(canvas.pan, 0, -_NUDGE),
        Action.PAN_LEFT: partial(canvas.pan, _NUDGE, 0),
        Action.PAN_RIGHT: partial(canvas.pan, -_NUDGE, 0),
    }
