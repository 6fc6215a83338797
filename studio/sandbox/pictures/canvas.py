"""Antialiased painting with Pillow: everything is painted larger than wanted and reduced at the end."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFilter

from studio.sandbox.pictures.colours import Colour, darker, lighter

Point = tuple[float, float]

_OVERSAMPLING = 2.0
_MOST_PAINTED = 17_000_000
_CURVE_STEPS = 10


class Canvas:
    """A picture being painted. Its unit is its shorter side; the origin is the upper left corner."""

    def __init__(self, pixels: tuple[int, int]) -> None:
        self._pixels = pixels
        factor = min(_OVERSAMPLING, math.sqrt(_MOST_PAINTED / (pixels[0] * pixels[1])))
        painted = (round(pixels[0] * factor), round(pixels[1] * factor))
        self.image = Image.new("RGB", painted)
        self.unit = min(painted)
        self.width = painted[0] / self.unit
        self.height = painted[1] / self.unit

    def brush(self, x: float = 0.0, y: float = 0.0, size: float = 1.0, *, mirrored: bool = False) -> "Brush":
        """A brush whose own origin is at (x, y) and whose unit is `size` of the canvas's."""
        return Brush(self, x, y, size, -1 if mirrored else 1)

    def sky(self, stops: Sequence[Colour]) -> None:
        """Fill everything with colours running evenly from top to bottom."""
        strip = Image.new("RGB", (1, len(stops)))
        strip.putdata([tuple(stop) for stop in stops])
        # Half a stop is cut off at both ends, so that the first and last colour stand at the very edges.
        box = (0, 0.5, 1, len(stops) - 0.5)
        self.image.paste(strip.resize(self.image.size, Image.Resampling.BILINEAR, box=box))

    def finish(self) -> Image.Image:
        """The picture at the wanted size."""
        if self.image.size == self._pixels:
            return self.image.filter(ImageFilter.GaussianBlur(0.6))
        return self.image.resize(self._pixels, Image.Resampling.LANCZOS)


@dataclass(frozen=True)
class Brush:
    """Paints in coordinates of its own: x to the right, y down, so a figure standing on its origin has negative y."""

    canvas: Canvas
    x: float
    y: float
    size: float
    direction: int = 1

    def at(self, x: float, y: float, size: float = 1.0) -> "Brush":
        """A brush inside this one's coordinates."""
        return Brush(
            self.canvas,
            self.x + x * self.size * self.direction,
            self.y + y * self.size,
            self.size * size,
            self.direction,
        )

    def polygon(self, points: Iterable[Point], colour: Colour, *, shade: float = 0.0, opacity: float = 1.0) -> None:
        """Fill a shape; with `shade` it runs from a lighter top to a darker bottom."""
        outline = [self._pixel(point) for point in points]
        if shade:
            self._shaded(outline, lighter(colour, shade * 0.6), darker(colour, shade), opacity)
        else:
            self._draw().polygon(outline, fill=(*colour, round(255 * opacity)))

    def blob(self, points: Sequence[Point], colour: Colour, *, shade: float = 0.0, opacity: float = 1.0) -> None:
        """Fill a closed smooth curve through the points."""
        self.polygon(smooth(points), colour, shade=shade, opacity=opacity)

    def ellipse(
        self,
        x: float,
        y: float,
        across: float,
        down: float,
        colour: Colour,
        *,
        shade: float = 0.0,
        opacity: float = 1.0,
    ) -> None:
        """Fill an ellipse about (x, y) with the given half axes."""
        if shade:
            self.polygon(ellipse_points(x, y, across, down), colour, shade=shade, opacity=opacity)
            return
        (left, top), (right, bottom) = self._pixel((x - across, y - down)), self._pixel((x + across, y + down))
        box = (min(left, right), top, max(left, right), bottom)
        self._draw().ellipse(box, fill=(*colour, round(255 * opacity)))

    def stroke(self, points: Sequence[Point], width: float, colour: Colour, *, opacity: float = 1.0) -> None:
        """A smooth line through the points with round ends."""
        line = [self._pixel(point) for point in smooth_line(points)]
        thick = max(1, round(width * self.size * self.canvas.unit))
        fill = (*colour, round(255 * opacity))
        draw = self._draw()
        draw.line(line, fill=fill, width=thick, joint="curve")
        for x, y in (line[0], line[-1]):
            radius = thick / 2
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0) -> None:
        """Soft light about a point."""
        centre, reach = self._pixel((x, y)), max(1, round(radius * self.size * self.canvas.unit))
        self._stamp(_falloff(1.6, strength), centre, (reach, reach), colour)

    def shadow(self, x: float, y: float, across: float, down: float, strength: float = 0.35) -> None:
        """A soft dark ellipse, as under something that stands on the ground."""
        reach = (across * self.size * self.canvas.unit, down * self.size * self.canvas.unit)
        size = (max(1, round(reach[0])), max(1, round(reach[1])))
        self._stamp(_falloff(0.9, strength), self._pixel((x, y)), size, (20, 16, 40))

    def _stamp(self, mask: Image.Image, centre: Point, reach: tuple[int, int], colour: Colour) -> None:
        stamp = mask.resize((2 * reach[0], 2 * reach[1]), Image.Resampling.BICUBIC)
        corner = (round(centre[0]) - reach[0], round(centre[1]) - reach[1])
        self.canvas.image.paste(colour, (*corner, corner[0] + stamp.width, corner[1] + stamp.height), stamp)

    def _shaded(self, outline: list[Point], top: Colour, bottom: Colour, opacity: float) -> None:
        frame = self.canvas.image.size
        left = max(0, math.floor(min(x for x, _ in outline)))
        high = max(0, math.floor(min(y for _, y in outline)))
        right = min(frame[0], math.ceil(max(x for x, _ in outline)) + 1)
        low = min(frame[1], math.ceil(max(y for _, y in outline)) + 1)
        if right <= left or low <= high:
            return
        size = (right - left, low - high)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - high) for x, y in outline], fill=round(255 * opacity))
        strip = Image.new("RGB", (1, 2))
        strip.putdata([top, bottom])
        fill = strip.resize(size, Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5))
        self.canvas.image.paste(fill, (left, high), mask)

    def _draw(self) -> ImageDraw.ImageDraw:
        # RGBA on an RGB picture: Pillow then blends what is painted.
        return ImageDraw.Draw(self.canvas.image, "RGBA")

    def _pixel(self, point: Point) -> Point:
        unit = self.canvas.unit
        return (
            (self.x + point[0] * self.size * self.direction) * unit,
            (self.y + point[1] * self.size) * unit,
        )


def _falloff(power: float, strength: float) -> Image.Image:
    """A round mask, strongest in the middle and nothing at the rim."""
    # Pillow's radial gradient is 0 in the middle and 181 where the circle touches the square's sides.
    return Image.radial_gradient("L").point(lambda value: round(255 * strength * max(0.0, 1 - value / 180) ** power))


def ellipse_points(x: float, y: float, across: float, down: float, turn: float = 0.0) -> list[Point]:
    """An ellipse as a polygon; `turn` in radians, clockwise."""
    cosine, sine = math.cos(turn), math.sin(turn)
    points = []
    for step in range(72):
        angle = math.tau * step / 72
        right, down_by = across * math.cos(angle), down * math.sin(angle)
        points.append((x + right * cosine - down_by * sine, y + right * sine + down_by * cosine))
    return points


def smooth(points: Sequence[Point]) -> list[Point]:
    """A closed curve through the points."""
    count = len(points)
    return [
        point
        for index in range(count)
        for point in _segment(*(points[(index + offset) % count] for offset in (-1, 0, 1, 2)))
    ]


def smooth_line(points: Sequence[Point]) -> list[Point]:
    """An open curve through the points."""
    padded = [points[0], *points, points[-1]]
    curve = [point for index in range(len(points) - 1) for point in _segment(*padded[index : index + 4])]
    return [*curve, points[-1]]


def _segment(before: Point, start: Point, end: Point, after: Point) -> list[Point]:
    """Points of a Catmull-Rom segment from `start` up to, not including, `end`."""

    def at(a: float, b: float, c: float, d: float, t: float) -> float:
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return [
        (
            at(before[0], start[0], end[0], after[0], step / _CURVE_STEPS),
            at(before[1], start[1], end[1], after[1], step / _CURVE_STEPS),
        )
        for step in range(_CURVE_STEPS)
    ]
