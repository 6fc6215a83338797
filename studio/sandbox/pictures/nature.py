"""Living things other than the sitting animals: trees, flowers, a bird, a fish."""

import math
import random

from studio.sandbox.pictures.canvas import Brush, Point, ellipse_points
from studio.sandbox.pictures.colours import Colour, Palette, darker, lighter, mix

_LEAF = (84, 140, 92)
_TRUNK = (110, 76, 56)
_INK = (38, 30, 40)


def draw_tree(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A round tree, one unit tall."""
    leaf = palette.tint(colour or _LEAF)
    trunk = palette.tint(_TRUNK)
    brush.blob(
        [(-0.05, 0.01), (-0.035, -0.2), (-0.03, -0.5), (0.03, -0.5), (0.035, -0.2), (0.06, 0.01)], trunk, shade=0.15
    )
    brush.stroke([(0, -0.3), (0.08, -0.4), (0.13, -0.5)], 0.025, trunk)
    crown = [(-0.17, -0.5, 0.19), (0.17, -0.5, 0.19), (0.0, -0.56, 0.24), (-0.11, -0.72, 0.2), (0.12, -0.73, 0.19)]
    crown.append((0.0, -0.84, 0.16))
    for x, y, radius in crown:
        sway = chance.uniform(-0.02, 0.02)
        brush.ellipse(x + sway, y + 0.02, radius, radius * 0.92, darker(leaf, 0.16))
    for x, y, radius in crown:
        sway = chance.uniform(-0.015, 0.015)
        brush.ellipse(
            x - 0.02 + sway, y - 0.02, radius * 0.86, radius * 0.8, mix(leaf, palette.light, 0.12 * (1 - y)), shade=0.12
        )


def draw_pine(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A fir in four tiers, one unit tall."""
    leaf = palette.tint(colour or (58, 110, 92))
    brush.polygon([(-0.03, 0.01), (-0.025, -0.2), (0.025, -0.2), (0.03, 0.01)], palette.tint(_TRUNK))
    for tier in range(4):
        base, wide = -0.12 - tier * 0.2, 0.27 - tier * 0.055
        droop = chance.uniform(0.015, 0.03)
        shape: list[Point] = [(-wide, base + droop), (0, base + 0.01), (wide, base + droop), (0.0, base - 0.3)]
        brush.polygon(shape, lighter(leaf, tier * 0.05), shade=0.22)


def draw_flower(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A tall flower between leaves, one unit tall."""
    petal = palette.tint(colour or chance.choice([(232, 98, 92), (240, 168, 80), (196, 120, 190), (238, 140, 160)]))
    leaf = palette.tint(_LEAF)
    brush.stroke([(0.0, 0.0), (0.03, -0.3), (-0.01, -0.68)], 0.03, darker(leaf, 0.1))
    for side, height in ((1, -0.16), (-1, -0.3)):
        root = 0.02
        shape = [
            (root, height),
            (side * 0.14, height - 0.13),
            (side * 0.27, height - 0.15),
            (side * 0.17, height - 0.02),
        ]
        brush.blob(shape, leaf, shade=0.16)
    turn = chance.uniform(0, math.tau)
    for ring, (count, reach, length) in enumerate(((9, 0.14, 0.12), (7, 0.085, 0.09))):
        for index in range(count):
            angle = turn + math.tau * index / count + ring * 0.3
            x, y = reach * math.cos(angle), -0.74 + reach * math.sin(angle)
            tone = lighter(petal, 0.18 * ring + 0.06 * (index % 2))
            brush.polygon(ellipse_points(x, y, length, 0.058, angle), tone)
    brush.ellipse(0, -0.74, 0.062, 0.062, palette.tint((246, 202, 92)), shade=0.2)


def draw_bird(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A plump bird on thin legs, half a unit tall."""
    coat = palette.tint(colour or chance.choice([(86, 138, 178), (214, 106, 84), (232, 176, 82)]))
    ink = _INK
    for x in (-0.03, 0.07):
        brush.stroke([(x, -0.12), (x + 0.005, -0.005)], 0.012, ink)
        brush.stroke([(x - 0.03, 0.0), (x + 0.035, 0.0)], 0.012, ink)
    brush.polygon([(-0.2, -0.26), (-0.44, -0.2), (-0.43, -0.13), (-0.16, -0.18)], darker(coat, 0.22))
    body = [
        (-0.24, -0.24),
        (-0.1, -0.38),
        (0.03, -0.5),
        (0.16, -0.52),
        (0.235, -0.43),
        (0.22, -0.26),
        (0.08, -0.11),
        (-0.12, -0.12),
    ]
    brush.blob(body, coat, shade=0.12)
    brush.blob([(0.2, -0.4), (0.215, -0.28), (0.08, -0.13), (-0.04, -0.14), (0.06, -0.26)], lighter(coat, 0.62))
    brush.blob(
        [(-0.22, -0.24), (-0.08, -0.35), (0.07, -0.32), (0.03, -0.2), (-0.1, -0.17)], darker(coat, 0.18), shade=0.1
    )
    brush.polygon([(0.222, -0.455), (0.32, -0.42), (0.228, -0.395)], palette.tint((240, 168, 62)))
    brush.ellipse(0.155, -0.44, 0.021, 0.023, ink)
    brush.ellipse(0.161, -0.448, 0.007, 0.008, (255, 255, 250))


def draw_fish(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A fish leaping in an arc above its origin, half a unit tall."""
    coat = palette.tint(colour or chance.choice([(238, 128, 84), (94, 160, 176), (228, 182, 90)]))
    brush.blob([(-0.27, -0.26), (-0.45, -0.4), (-0.42, -0.25), (-0.46, -0.1)], darker(coat, 0.18))
    brush.blob([(-0.05, -0.36), (0.02, -0.5), (0.14, -0.46), (0.16, -0.35)], darker(coat, 0.14))
    brush.blob(
        [(-0.3, -0.26), (-0.1, -0.39), (0.14, -0.4), (0.32, -0.27), (0.14, -0.14), (-0.1, -0.14)], coat, shade=0.16
    )
    for index, x in enumerate((-0.12, 0.0, 0.1)):
        stripe = [(x, -0.37 + 0.01 * index), (x + 0.035, -0.26), (x, -0.165)]
        brush.stroke(stripe, 0.035, lighter(coat, 0.5), opacity=0.85)
    brush.blob([(0.0, -0.22), (0.08, -0.24), (0.02, -0.1), (-0.06, -0.09)], darker(coat, 0.1))
    brush.ellipse(0.21, -0.295, 0.028, 0.03, (255, 253, 246))
    brush.ellipse(0.216, -0.295, 0.015, 0.017, _INK)
    for step in range(3):
        brush.ellipse(0.4 + 0.05 * step, -0.3 - 0.08 * step, 0.022, 0.022, palette.light, opacity=0.55)
