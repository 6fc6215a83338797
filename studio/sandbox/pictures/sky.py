"""What is above the land: sun or moon, stars, clouds, birds, rain and snow."""

import random

from studio.sandbox.pictures.canvas import Canvas
from studio.sandbox.pictures.colours import Palette, lighter, mix


def paint_sky(canvas: Canvas, palette: Palette, extras: frozenset[str], chance: random.Random) -> None:
    """The whole sky, behind everything else."""
    canvas.sky([palette.sky_top, mix(palette.sky_top, palette.sky_low, 0.55), palette.sky_low, palette.sky_low])
    if palette.dark or "stars" in extras:
        _stars(canvas, chance)
    _light(canvas, palette, extras, chance)
    if "clouds" in extras or (not palette.dark and chance.random() < 0.6):
        _clouds(canvas, palette, chance)
    if not palette.dark and chance.random() < 0.5:
        _birds(canvas, palette, chance)


def paint_weather(canvas: Canvas, palette: Palette, extras: frozenset[str], chance: random.Random) -> None:
    """Snow or rain, before everything else."""
    brush = canvas.brush()
    amount = round(150 * canvas.width * canvas.height)
    if "snow" in extras:
        for _ in range(amount):
            radius = chance.choice((0.003, 0.0045, 0.007))
            place = chance.uniform(0, canvas.width), chance.uniform(0, canvas.height)
            brush.ellipse(*place, radius, radius, (255, 255, 255), opacity=0.85)
    elif "rain" in extras:
        for _ in range(amount):
            x, y = chance.uniform(-0.05, canvas.width), chance.uniform(-0.05, canvas.height)
            brush.stroke([(x, y), (x + 0.012, y + 0.045)], 0.0022, lighter(palette.sky_low, 0.4), opacity=0.55)


def _light(canvas: Canvas, palette: Palette, extras: frozenset[str], chance: random.Random) -> None:
    big = bool(extras & {"moon", "sun"})
    radius = chance.uniform(0.13, 0.16) if big else chance.uniform(0.075, 0.11)
    x = canvas.width * chance.choice((chance.uniform(0.16, 0.34), chance.uniform(0.66, 0.84)))
    y = canvas.height * chance.uniform(0.17, 0.34)
    brush = canvas.brush(x, y, radius)
    brush.glow(0, 0, 4.2, palette.light, 0.5)
    brush.ellipse(0, 0, 1, 1, palette.light)
    if palette.dark or "moon" in extras:
        for crater_x, crater_y, size in ((-0.35, -0.25, 0.2), (0.3, 0.32, 0.26), (0.35, -0.4, 0.12), (-0.2, 0.5, 0.13)):
            brush.ellipse(crater_x, crater_y, size, size, mix(palette.light, palette.sky_low, 0.22))


def _stars(canvas: Canvas, chance: random.Random) -> None:
    brush = canvas.brush()
    for _ in range(round(110 * canvas.width)):
        x, y = chance.uniform(0, canvas.width), canvas.height * 0.7 * chance.random() ** 1.3
        radius = chance.choice((0.0012, 0.0018, 0.0018, 0.003))
        brush.ellipse(x, y, radius, radius, (255, 250, 232), opacity=chance.uniform(0.4, 0.95))


def _clouds(canvas: Canvas, palette: Palette, chance: random.Random) -> None:
    tone = lighter(palette.sky_low, 0.5)
    for _ in range(max(2, round(canvas.width * 2.2))):
        x, y = chance.uniform(0, canvas.width), canvas.height * chance.uniform(0.08, 0.4)
        brush = canvas.brush(x, y, chance.uniform(0.07, 0.13))
        opacity = chance.uniform(0.45, 0.8)
        outline = [(-1.5, 0.3), (-1.3, -0.05), (-0.75, -0.12), (-0.45, -0.5), (0.1, -0.58), (0.5, -0.25)]
        outline += [(0.95, -0.28), (1.3, -0.02), (1.5, 0.3), (0, 0.34)]
        brush.blob(outline, tone, opacity=opacity)


def _birds(canvas: Canvas, palette: Palette, chance: random.Random) -> None:
    x, y = canvas.width * chance.uniform(0.25, 0.7), canvas.height * chance.uniform(0.14, 0.36)
    for _ in range(chance.randint(2, 4)):
        brush = canvas.brush(
            x + chance.uniform(-0.12, 0.12), y + chance.uniform(-0.05, 0.05), chance.uniform(0.014, 0.022)
        )
        brush.stroke([(-1, -0.35), (-0.45, -0.45), (0, 0), (0.45, -0.45), (1, -0.35)], 0.16, palette.near, opacity=0.7)
