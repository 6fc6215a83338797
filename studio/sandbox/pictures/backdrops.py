"""What stands behind and under the figures: hills, meadow, mountains, sea, city, forest, a room, plain shapes."""

import math
import random
from collections.abc import Callable

from studio.sandbox.pictures.canvas import Brush, Canvas, Point
from studio.sandbox.pictures.colours import Colour, Palette, darker, lighter, mix
from studio.sandbox.pictures.nature import draw_pine

Backdrop = Callable[[Canvas, Palette, random.Random], float]


def hills(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Rolling hills; like every backdrop it answers with the height on which figures stand."""
    layers = 4
    for layer in range(layers):
        share = layer / (layers - 1)
        level = canvas.height * (0.56 + 0.13 * layer)
        _ridge(canvas, level, 0.055 - 0.006 * layer, mix(palette.far, palette.near, share), chance)
    return canvas.height * 0.86


def meadow(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Low hills and a field of small flowers."""
    for layer in range(3):
        level = canvas.height * (0.6 + 0.09 * layer)
        green = mix(palette.tint((128, 176, 112)), palette.near, layer * 0.3)
        _ridge(canvas, level, 0.03, green, chance)
    brush = canvas.brush()
    for _ in range(round(70 * canvas.width)):
        depth = chance.random() ** 0.7
        x, y = chance.uniform(0, canvas.width), canvas.height * (0.8 + 0.2 * depth)
        size = 0.004 + 0.009 * depth
        petal = palette.tint(chance.choice([(250, 240, 226), (246, 200, 92), (232, 120, 118), (214, 156, 206)]))
        brush.stroke([(x, y + size * 5), (x + size * 0.5, y)], size * 0.45, palette.near)
        brush.ellipse(x, y, size, size, petal)
    return canvas.height * 0.84


def mountains(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Two ranges with snow, and hills before them."""
    for layer, (base, rise) in enumerate(((0.74, 0.46), (0.78, 0.32))):
        tone = mix(palette.far, palette.near, 0.2 + 0.32 * layer)
        count = max(2, round(canvas.width * 1.9))
        for index in range(count):
            x = canvas.width * (index + 0.5 + chance.uniform(-0.25, 0.25) + 0.4 * layer) / count
            _peak(canvas, x, canvas.height * base, rise * chance.uniform(0.75, 1.1), tone, palette)
    for layer in range(2):
        _ridge(
            canvas,
            canvas.height * (0.7 + 0.13 * layer),
            0.035,
            mix(palette.far, palette.near, 0.7 + 0.3 * layer),
            chance,
        )
    return canvas.height * 0.88


def sea(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """A far shore, water with glints, and figures afloat or on its edge."""
    horizon = canvas.height * 0.58
    _ridge(canvas, horizon - 0.015, 0.022, palette.far, chance)
    brush = canvas.brush()
    corners = [(0, horizon), (canvas.width, horizon), (canvas.width, canvas.height), (0, canvas.height)]
    brush.polygon(corners, palette.water, shade=0.3)
    for _ in range(round(46 * canvas.width)):
        depth = chance.random()
        y = horizon + 0.01 + (canvas.height - horizon) * depth**1.4
        x, reach = chance.uniform(0, canvas.width), 0.02 + 0.07 * depth
        bend = 0.004 + 0.004 * depth
        wave = [(x - reach, y), (x - reach * 0.3, y - bend), (x + reach * 0.3, y + bend), (x + reach, y)]
        brush.stroke(wave, 0.002 + 0.005 * depth, lighter(palette.water, 0.5), opacity=0.45)
    return canvas.height * 0.82


def city(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Three rows of towers, lit when it is dark."""
    ground = canvas.height * 0.86
    for row in range(3):
        tone = mix(palette.far, palette.near, row * 0.45)
        x = -0.05
        while x < canvas.width:
            wide = chance.uniform(0.08, 0.16)
            high = chance.uniform(0.2, 0.5) * (1.12 - 0.3 * row) * min(1.4, canvas.height)
            _tower(canvas.brush(x, ground), wide, high, tone, palette, chance)
            x += wide + chance.uniform(-0.015, 0.03)
    corners = [(0, ground), (canvas.width, ground), (canvas.width, canvas.height), (0, canvas.height)]
    canvas.brush().polygon(corners, mix(palette.near, palette.mood, 0.15), shade=0.2)
    return canvas.height * 0.91


def forest(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Rows of firs fading into the distance."""
    for row in range(3):
        level = canvas.height * (0.66 + 0.09 * row)
        tone = mix(palette.far, palette.near, 0.15 + 0.35 * row)
        _ridge(canvas, level, 0.02, tone, chance)
        x = chance.uniform(-0.05, 0.05)
        while x < canvas.width:
            tall = chance.uniform(0.22, 0.36) * (1 + 0.25 * row)
            draw_pine(canvas.brush(x, level + 0.03, tall), palette, mix(tone, palette.near, 0.25), chance)
            x += tall * chance.uniform(0.28, 0.52)
    _ridge(canvas, canvas.height * 0.84, 0.02, palette.near, chance)
    return canvas.height * 0.92


def room(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """A plain wall with a window's light on it, and a table."""
    wall = palette.tint(chance.choice([(232, 214, 196), (206, 220, 212), (222, 206, 214), (238, 224, 190)]))
    canvas.sky([lighter(wall, 0.15), darker(wall, 0.06)])
    brush = canvas.brush()
    left, top = canvas.width * 0.12, canvas.height * 0.1
    for column in range(2):
        for line in range(2):
            x, y = left + column * 0.2 + line * 0.03, top + line * 0.23
            pane = [(x, y), (x + 0.17, y + 0.03), (x + 0.2, y + 0.23), (x + 0.03, y + 0.2)]
            brush.polygon(pane, palette.light, opacity=0.4)
    edge = canvas.height * 0.72
    table = [(0, edge), (canvas.width, edge), (canvas.width, canvas.height), (0, canvas.height)]
    brush.polygon(table, palette.tint((176, 124, 88)), shade=0.22)
    brush.stroke([(0, edge + 0.004), (canvas.width, edge + 0.004)], 0.008, palette.tint((214, 166, 122)))
    return canvas.height * 0.86


def shapes(canvas: Canvas, palette: Palette, chance: random.Random) -> float:
    """Overlapping discs, arcs and leaves on plain ground, for prompts that name nothing known."""
    tones = [palette.far, palette.near, palette.water, palette.mood, palette.sky_top, lighter(palette.mood, 0.5)]
    canvas.sky([lighter(palette.sky_low, 0.35), palette.sky_low])
    brush = canvas.brush()
    cells = max(2, round(canvas.width * 3)), max(2, round(canvas.height * 3))
    step = canvas.width / cells[0], canvas.height / cells[1]
    for column in range(cells[0]):
        for line in range(cells[1]):
            corner = brush.at(column * step[0], line * step[1])
            _tile(corner, step, chance.sample(tones, 2), chance)
    return canvas.height * 0.9


BACKDROPS: dict[str, Backdrop] = {
    "hills": hills,
    "meadow": meadow,
    "mountains": mountains,
    "sea": sea,
    "city": city,
    "forest": forest,
    "room": room,
    "abstract": shapes,
}


def _ridge(canvas: Canvas, level: float, swing: float, colour: Colour, chance: random.Random) -> None:
    """Land up to a wavy line, in layers a little darker towards the bottom."""
    waves = [
        (chance.uniform(0.5, 1.1), chance.uniform(0, math.tau)),
        (chance.uniform(1.4, 2.4), chance.uniform(0, math.tau)),
    ]
    steps = max(24, round(canvas.width * 40))
    line: list[Point] = []
    for step in range(steps + 1):
        x = canvas.width * step / steps
        height = sum(math.sin(x * math.pi * pace + start) / (index + 1) for index, (pace, start) in enumerate(waves))
        line.append((x, level + swing * height))
    outline = [*line, (canvas.width, canvas.height), (0.0, canvas.height)]
    canvas.brush().polygon(outline, colour, shade=0.14)


def _peak(canvas: Canvas, x: float, base: float, rise: float, colour: Colour, palette: Palette) -> None:
    brush = canvas.brush(x, base, rise)
    brush.polygon(
        [(-0.95, 0), (-0.3, -0.66), (-0.12, -0.8), (0, -1), (0.16, -0.78), (0.42, -0.55), (0.95, 0)], colour, shade=0.1
    )
    brush.polygon(
        [(0, -1), (0.16, -0.78), (0.42, -0.55), (0.95, 0), (0.1, 0), (0.16, -0.4), (0.02, -0.66)],
        palette.near,
        opacity=0.22,
    )
    snow = [
        (0, -1),
        (0.16, -0.78),
        (0.25, -0.7),
        (0.13, -0.7),
        (0.08, -0.62),
        (0, -0.71),
        (-0.08, -0.61),
        (-0.13, -0.71),
        (-0.24, -0.72),
        (-0.12, -0.8),
    ]
    brush.polygon(snow, mix((252, 252, 252), palette.mood, palette.strength * 0.7))


def _tower(brush: Brush, wide: float, high: float, tone: Colour, palette: Palette, chance: random.Random) -> None:
    brush.polygon([(0, 0.02), (0, -high), (wide, -high), (wide, 0.02)], tone, shade=0.12)
    if chance.random() < 0.3:
        brush.stroke([(wide / 2, -high), (wide / 2, -high - 0.06)], 0.006, tone)
    elif chance.random() < 0.4:
        brush.polygon(
            [(wide * 0.2, -high), (wide * 0.2, -high - 0.03), (wide * 0.8, -high - 0.03), (wide * 0.8, -high)], tone
        )
    lit = 0.55 if palette.dark else 0.25 if palette.name == "sunset" else 0.0
    for column in range(int(wide / 0.026) - 1):
        for line in range(int(high / 0.042) - 1):
            x, y = 0.014 + column * 0.026, -high + 0.02 + line * 0.042
            pane = (255, 214, 128) if chance.random() < lit else lighter(tone, 0.13)
            brush.polygon([(x, y), (x + 0.012, y), (x + 0.012, y + 0.02), (x, y + 0.02)], pane, opacity=0.9)


def _tile(brush: Brush, step: tuple[float, float], tones: list[Colour], chance: random.Random) -> None:
    wide, high = step
    if chance.random() < 0.5:
        brush.polygon([(0, 0), (wide, 0), (wide, high), (0, high)], tones[1], opacity=0.92)
    kind = chance.choice(("disc", "quarter", "leaf", "rings", "half", "empty"))
    corner = chance.randrange(4)
    turns = [(math.pi / 2) * (corner + quarter / 24) for quarter in range(25)]
    origin = [(0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high)][corner]
    if kind == "disc":
        brush.ellipse(wide / 2, high / 2, min(step) * 0.36, min(step) * 0.36, tones[0], shade=0.12)
    elif kind == "rings":
        for ring, tone in ((0.46, tones[0]), (0.33, lighter(tones[0], 0.5)), (0.19, tones[0])):
            brush.ellipse(wide / 2, high / 2, min(step) * ring, min(step) * ring, tone)
    elif kind == "quarter":
        arc = [(origin[0] + wide * math.cos(turn), origin[1] + high * math.sin(turn)) for turn in turns]
        brush.polygon([origin, *arc], tones[0], shade=0.1)
    elif kind == "leaf":
        one, other = ((0.0, 0.0), (wide, high)) if corner % 2 else ((wide, 0.0), (0.0, high))
        middle = [(one[0], other[1]), (other[0], one[1])]
        brush.blob([one, _between(one, middle[0]), other, _between(other, middle[1])], tones[0], shade=0.1)
    elif kind == "half":
        brush.polygon([(0, high / 2), (wide, high / 2), (wide, high), (0, high)], tones[0], shade=0.1)


def _between(one: Point, other: Point) -> Point:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
