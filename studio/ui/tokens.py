"""The tokens of the design: every colour, length, text size and duration, by theme; the values are in resources/themes.

Greys are neutral, colour belongs to the pictures; there is one accent. Whatever paints itself asks `tokens_of` its own
palette, so that a change of theme reaches it as any palette change does.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from PySide6.QtGui import QColor, QPalette

from studio.resources import read_json


class Tokens(NamedTuple):
    """One theme: colours as Qt reads them, lengths in device-independent pixels, durations in milliseconds."""

    name: str  # of the file of resources/themes, and of the folder of resources/icons for the style sheet

    # Grounds, from the back to the front, and what becomes of them under the pointer.
    bg: str
    surface: str
    raised: str
    hover: str
    pressed: str
    field: str  # what is typed into
    # Lines, from what only divides to what has to be seen to be used.
    line: str
    edge: str  # of buttons, which are told by their words too
    border: str  # of fields
    # Text.
    text: str
    muted: str
    faint: str
    # The one accent, and what news are told in.
    accent: str
    accent_hover: str
    on_accent: str
    ok: str
    warn: str
    bad: str
    # Over pictures and over the window; the first two numbers are how dense they are.
    scrim: str
    plate: str
    on_picture: str
    shadow: str
    # Space: everything stands on a grid of this.
    space: int
    # Corners: of what is in a control, of a control, of what holds controls.
    radius_small: int
    radius: int
    radius_large: int
    # Text sizes.
    caption: int
    small: int
    body: int
    prompt: int
    title: int
    # Width of the ring around what has the focus of the keyboard.
    focus: int
    # Elevation: how far the shadow of what floats reaches, and falls.
    shadow_blur: int
    shadow_drop: int
    # Motion: of what answers a hand, of what explains a change.
    quick: int
    calm: int


NAMES = ("dark", "light", "dark-contrast", "light-contrast")


@cache
def tokens_named(name: str) -> Tokens:
    """The tokens of a theme, one of NAMES."""
    values: dict[str, Any] = {**read_json(f"themes/{name}.json"), **_measures()}
    return Tokens(name=name, **values)


def tokens_of(palette: QPalette) -> Tokens:
    """The tokens behind a palette that was made here; of any other, those it is nearest to."""
    # A style sheet that gives a control a ground of its own changes most roles of its palette, this one never.
    found = _by_mark().get(palette.color(QPalette.ColorRole.Shadow).rgb())
    if found is not None:
        return found
    return tokens_named("dark" if palette.color(QPalette.ColorRole.Window).lightness() < 128 else "light")


def mark_of(tokens: Tokens) -> QColor:
    """The colour by which a palette says which theme it is of."""
    return QColor(1, 2, NAMES.index(tokens.name))  # as good as black, which is what shadows are


@cache
def _measures() -> dict[str, int]:
    measures: dict[str, int] = read_json("themes/measures.json")
    return measures


@cache
def _by_mark() -> dict[int, Tokens]:
    return {mark_of(each).rgb(): each for each in map(tokens_named, NAMES)}
