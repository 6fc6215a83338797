"""Made things: a house, a lighthouse, a boat, a balloon, a robot, a cup and a bottle."""

import math
import random

from studio.sandbox.pictures.canvas import Brush, Point
from studio.sandbox.pictures.colours import Colour, Palette, darker, lighter, mix

_LAMP = (255, 214, 120)
_CREAM = (246, 236, 214)
_INK = (44, 38, 52)


def draw_house(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A small house with a chimney, one unit tall."""
    wall = palette.tint(colour or chance.choice([(238, 214, 178), (232, 232, 222), (214, 128, 104), (124, 160, 168)]))
    roof = palette.tint(chance.choice([(168, 78, 68), (84, 78, 104), (120, 84, 70)]))
    pane = _LAMP if palette.dark or palette.name == "sunset" else mix(palette.sky_top, (255, 255, 255), 0.35)
    brush.polygon([(0.16, -0.6), (0.16, -0.92), (0.27, -0.92), (0.27, -0.6)], darker(wall, 0.3))
    brush.polygon([(0.145, -0.92), (0.145, -0.96), (0.285, -0.96), (0.285, -0.92)], darker(roof, 0.2))
    brush.polygon([(-0.36, 0.0), (-0.36, -0.5), (0.0, -0.86), (0.36, -0.5), (0.36, 0.0)], wall, shade=0.14)
    brush.polygon(
        [(-0.44, -0.46), (0.0, -0.93), (0.44, -0.46), (0.385, -0.42), (0.0, -0.83), (-0.385, -0.42)], roof, shade=0.2
    )
    brush.polygon([(-0.075, 0.0), (-0.075, -0.26), (0.075, -0.26), (0.075, 0.0)], darker(roof, 0.12), shade=0.15)
    brush.ellipse(0.045, -0.13, 0.012, 0.012, _LAMP)
    for x, y in ((-0.22, -0.28), (0.22, -0.28), (0.0, -0.56)):
        _window(brush.at(x, y), pane, lit=palette.dark)
    for side in (-1, 1):
        for step in range(3):
            x, height = side * (0.2 + step * 0.075), 0.055 + 0.02 * (step % 2)
            brush.ellipse(x, -0.02, 0.06, height, palette.tint((88, 134, 92)))


def draw_lighthouse(brush: Brush, palette: Palette, colour: Colour | None, _chance: random.Random) -> None:
    """A striped lighthouse on a rock, one unit tall."""
    band, wall = palette.tint(colour or (200, 74, 66)), palette.tint(_CREAM)
    brush.blob(
        [(-0.36, 0.03), (-0.24, -0.09), (-0.05, -0.13), (0.16, -0.11), (0.34, 0.03)],
        palette.tint((110, 104, 108)),
        shade=0.2,
    )

    def half_width(y: float) -> float:
        return 0.135 - 0.075 * (-y - 0.08) / 0.64

    for index in range(6):
        low, high = -0.08 - index * 0.107, -0.08 - (index + 1) * 0.107
        shape: list[Point] = [
            (-half_width(low), low),
            (-half_width(high), high),
            (half_width(high), high),
            (half_width(low), low),
        ]
        brush.polygon(shape, band if index % 2 else wall)
        brush.polygon([(half_width(low) * 0.35, low), (half_width(high) * 0.35, high), *shape[2:]], _INK, opacity=0.12)
    if palette.dark or palette.name == "sunset":
        brush.polygon([(0, -0.79), (1.1, -0.97), (1.1, -0.66)], _LAMP, opacity=0.22)
        brush.glow(0, -0.79, 0.3, _LAMP, 0.9)
    brush.polygon([(-0.1, -0.715), (-0.1, -0.74), (0.1, -0.74), (0.1, -0.715)], _INK)
    brush.polygon([(-0.052, -0.74), (-0.052, -0.84), (0.052, -0.84), (0.052, -0.74)], _LAMP)
    brush.polygon([(-0.075, -0.84), (0.0, -0.93), (0.075, -0.84)], band)
    brush.stroke([(0, -0.92), (0, -0.97)], 0.012, _INK)


def draw_boat(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A sailing boat, one unit tall, its water line on the origin."""
    hull = palette.tint(colour or chance.choice([(190, 74, 66), (64, 96, 128), (150, 100, 70)]))
    sail, second = palette.tint(_CREAM), palette.tint(chance.choice([(236, 168, 96), (214, 108, 92), (120, 166, 176)]))
    brush.stroke([(0.0, -0.1), (0.0, -0.96)], 0.018, palette.tint((96, 70, 56)))
    brush.polygon([(0.0, -0.955), (0.09, -0.93), (0.0, -0.905)], palette.tint((214, 80, 70)))
    main: list[Point] = [(0.025, -0.2), (0.025, -0.88), (0.14, -0.66), (0.26, -0.42), (0.34, -0.2), (0.18, -0.185)]
    brush.polygon(main, sail, shade=0.16)
    brush.polygon([(-0.025, -0.22), (-0.025, -0.8), (-0.13, -0.54), (-0.27, -0.22)], second, shade=0.16)
    brush.polygon([(-0.4, -0.15), (0.44, -0.15), (0.3, 0.02), (-0.28, 0.02)], hull, shade=0.24)
    brush.polygon([(-0.4, -0.15), (0.44, -0.15), (0.422, -0.118), (-0.38, -0.118)], lighter(hull, 0.45))
    for reach, down in ((0.46, 0.03), (0.34, 0.065), (0.2, 0.1)):
        brush.stroke(
            [(-reach, down), (-reach * 0.3, down - 0.008), (reach * 0.3, down + 0.008), (reach, down)],
            0.012,
            sail,
            opacity=0.5,
        )


def draw_balloon(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A hot-air balloon, one unit tall."""
    base = palette.tint(colour or chance.choice([(220, 92, 80), (72, 130, 160), (236, 166, 78)]))
    stripe = palette.tint(_CREAM)
    bulb: list[Point] = [
        (0, -1.0),
        (0.22, -0.93),
        (0.33, -0.72),
        (0.26, -0.48),
        (0.1, -0.28),
        (-0.1, -0.28),
        (-0.26, -0.48),
        (-0.33, -0.72),
        (-0.22, -0.93),
    ]
    brush.blob(bulb, base, shade=0.2)
    for share in (0.62, 0.22):
        inner = [(x * share, y) for x, y in bulb]
        brush.blob(inner, stripe if share > 0.5 else base, shade=0.16)
    for side in (-1, 1):
        brush.stroke([(side * 0.09, -0.27), (side * 0.065, -0.11)], 0.007, _INK)
    brush.polygon(
        [(-0.075, -0.12), (0.075, -0.12), (0.06, 0.0), (-0.06, 0.0)], palette.tint((150, 104, 70)), shade=0.25
    )


def draw_robot(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A friendly robot, one unit tall."""
    metal = palette.tint(colour or chance.choice([(136, 164, 176), (214, 138, 96), (150, 150, 176)]))
    dark, glow = darker(metal, 0.35), (132, 236, 222)
    for side in (-1, 1):
        brush.stroke([(side * 0.11, -0.2), (side * 0.11, -0.04)], 0.075, dark)
        brush.blob(
            [(side * 0.03, 0.0), (side * 0.05, -0.07), (side * 0.17, -0.07), (side * 0.2, 0.0)], metal, shade=0.2
        )
        brush.stroke([(side * 0.23, -0.48), (side * 0.34, -0.38), (side * 0.31, -0.24)], 0.06, dark)
        brush.ellipse(side * 0.31, -0.22, 0.05, 0.05, metal, shade=0.2)
    brush.polygon(_rounded(0, -0.36, 0.23, 0.2), metal, shade=0.2)
    brush.polygon(_rounded(0, -0.35, 0.13, 0.095), darker(metal, 0.55))
    for index in range(3):
        tone = ((232, 110, 96), (246, 204, 98), glow)[index]
        brush.ellipse(-0.07 + index * 0.07, -0.35, 0.021, 0.021, tone)
    brush.stroke([(0, -0.57), (0, -0.62)], 0.09, dark)
    brush.stroke([(0, -0.88), (0, -0.96)], 0.018, dark)
    brush.ellipse(0, -0.97, 0.03, 0.03, (232, 110, 96))
    brush.polygon(_rounded(0, -0.74, 0.26, 0.16), metal, shade=0.16)
    brush.polygon(_rounded(0, -0.74, 0.2, 0.105), darker(metal, 0.7))
    for side in (-1, 1):
        brush.glow(side * 0.09, -0.75, 0.1, glow, 0.5)
        brush.ellipse(side * 0.09, -0.75, 0.036, 0.042, glow)
    brush.stroke([(-0.045, -0.69), (0, -0.675), (0.045, -0.69)], 0.014, glow)


def draw_cup(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A steaming cup on a saucer, three quarters of a unit tall."""
    clay = palette.tint(colour or chance.choice([(222, 108, 86), (92, 142, 150), (238, 226, 202), (228, 172, 92)]))
    brush.ellipse(0, -0.02, 0.42, 0.06, darker(clay, 0.22))
    brush.ellipse(0, -0.035, 0.42, 0.058, lighter(clay, 0.25))
    brush.ellipse(0, -0.04, 0.24, 0.03, darker(clay, 0.12))
    brush.stroke([(0.25, -0.38), (0.4, -0.36), (0.38, -0.2), (0.22, -0.16)], 0.05, darker(clay, 0.1))
    brush.blob(
        [(-0.29, -0.44), (-0.27, -0.22), (-0.15, -0.06), (0.15, -0.06), (0.27, -0.22), (0.29, -0.44)], clay, shade=0.2
    )
    brush.ellipse(0, -0.44, 0.293, 0.062, lighter(clay, 0.3))
    brush.ellipse(0, -0.436, 0.262, 0.049, (92, 58, 44))
    brush.polygon(
        [(-0.21, -0.34), (-0.2, -0.24), (-0.165, -0.16), (-0.15, -0.18), (-0.175, -0.26), (-0.18, -0.34)],
        (255, 255, 255),
        opacity=0.35,
    )
    for x, lean in ((-0.1, 1), (0.02, -1), (0.13, 1)):
        steam = [(x, -0.5), (x + 0.035 * lean, -0.58), (x - 0.03 * lean, -0.67), (x + 0.02 * lean, -0.78)]
        brush.stroke(steam, 0.022, (255, 255, 255), opacity=0.5)


def draw_bottle(brush: Brush, palette: Palette, colour: Colour | None, chance: random.Random) -> None:
    """A scent bottle, one unit tall."""
    glass = palette.tint(colour or chance.choice([(232, 164, 150), (150, 190, 186), (236, 196, 120)]))
    brush.polygon(_rounded(0, -0.31, 0.27, 0.31), lighter(glass, 0.3), shade=0.1)
    brush.polygon(_rounded(0, -0.25, 0.215, 0.205), glass, shade=0.24)
    brush.polygon([(-0.07, -0.6), (-0.07, -0.68), (0.07, -0.68), (0.07, -0.6)], palette.tint((214, 178, 110)))
    brush.polygon(_rounded(0, -0.8, 0.11, 0.13), darker(glass, 0.5), shade=0.2)
    brush.polygon(_rounded(0, -0.27, 0.12, 0.1), lighter(glass, 0.82))
    for index, reach in enumerate((0.075, 0.05)):
        brush.stroke([(-reach, -0.29 + index * 0.045), (reach, -0.29 + index * 0.045)], 0.012, darker(glass, 0.5))
    brush.polygon([(-0.22, -0.52), (-0.22, -0.14), (-0.19, -0.14), (-0.19, -0.52)], (255, 255, 255), opacity=0.45)


def _window(brush: Brush, pane: Colour, *, lit: bool) -> None:
    if lit:
        brush.glow(0, 0, 0.22, _LAMP, 0.55)
    brush.polygon([(-0.07, -0.075), (0.07, -0.075), (0.07, 0.075), (-0.07, 0.075)], _CREAM)
    brush.polygon([(-0.055, -0.06), (0.055, -0.06), (0.055, 0.06), (-0.055, 0.06)], pane)
    brush.stroke([(0, -0.06), (0, 0.06)], 0.012, _CREAM)
    brush.stroke([(-0.055, 0), (0.055, 0)], 0.012, _CREAM)


def _rounded(x: float, y: float, across: float, down: float) -> list[Point]:
    """A rectangle with very round corners about a point: a superellipse."""

    def eased(value: float) -> float:
        return math.copysign(abs(value) ** 0.32, value)

    angles = [math.tau * step / 80 for step in range(80)]
    return [(x + across * eased(math.cos(angle)), y + down * eased(math.sin(angle))) for angle in angles]
