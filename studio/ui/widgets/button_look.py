"""The colours of a button: what it is for, and what is being done with it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyle

from studio.ui.icons import Tint
from studio.ui.tokens import Tokens

Role = Literal["plain", "primary", "quiet", "danger", "icon", "chip", "dashed", "field"]

_CLEAR = "#00000000"


class Look(NamedTuple):
    """Colours of the ground, of the line around it, and of what stands on it: as such, and as a drawing's tint."""

    ground: str
    edge: str
    ink: str
    tint: Tint


class Doing(NamedTuple):
    """What is being done with a control."""

    hovered: bool = False
    pressed: bool = False
    checked: bool = False
    enabled: bool = True


def doing_of(state: QStyle.StateFlag) -> Doing:
    """Read it from the state of a style's option."""
    flag = QStyle.StateFlag
    return Doing(
        hovered=bool(state & flag.State_MouseOver),
        pressed=bool(state & flag.State_Sunken),
        checked=bool(state & flag.State_On),
        enabled=bool(state & flag.State_Enabled),
    )


def look_of(role: Role, tokens: Tokens, doing: Doing) -> Look:
    """Return the colours of a button of this role."""
    if not doing.enabled:
        ground = tokens.hover if role in ("primary", "chip", "field") else _CLEAR
        return Look(ground, _CLEAR if role in ("quiet", "icon", "chip") else tokens.line, tokens.faint, "faint")
    if role == "primary":
        return _primary(tokens, doing)
    if role == "danger":
        ground = mixed(tokens.raised, tokens.bad, 0.24 if doing.pressed else 0.12 if doing.hovered else 0.0)
        # On a ground with so much of its own colour in it, red could not be read.
        tint: Tint = "text" if doing.pressed else "bad"
        return Look(ground, tokens.bad, getattr(tokens, tint), tint)
    if role in ("quiet", "icon"):
        lit = doing.hovered or doing.pressed or doing.checked
        return _tinted(_ground(_CLEAR, tokens, doing), _CLEAR, tokens, "text" if lit else "muted")
    if role == "chip":
        edge = tokens.border if doing.hovered else _CLEAR
        return Look(tokens.pressed if doing.pressed or doing.checked else tokens.hover, edge, tokens.text, "muted")
    if role == "dashed":
        return _tinted(_ground(_CLEAR, tokens, doing), tokens.border, tokens, "text" if doing.hovered else "muted")
    if role == "field":
        edge = tokens.text if doing.hovered else tokens.border
        return _tinted(tokens.hover if doing.pressed else tokens.field, edge, tokens, "text")
    edge = tokens.border if doing.hovered else tokens.edge
    return _tinted(_ground(tokens.raised, tokens, doing), edge, tokens, "text")


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour with so much of another one in it."""
    a, b = QColor(one), QColor(other)
    parts = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return QColor(*(round(x + (y - x) * share) for x, y in parts)).name()


def _primary(tokens: Tokens, doing: Doing) -> Look:
    lit = tokens.accent_hover if doing.hovered or doing.checked else tokens.accent
    ground = mixed(tokens.accent, tokens.text, 0.16) if doing.pressed else lit
    return _tinted(ground, ground, tokens, "on_accent")


def _tinted(ground: str, edge: str, tokens: Tokens, tint: Tint) -> Look:
    return Look(ground, edge, getattr(tokens, tint), tint)


def _ground(still: str, tokens: Tokens, doing: Doing) -> str:
    if doing.pressed:
        return tokens.pressed
    return tokens.hover if doing.hovered or doing.checked else still
