"""Contrasts of what is seen: of letters and of edges, from pixels, by the formula of WCAG 2."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from PIL import Image
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

Colour = tuple[int, int, int]

_INK = 0.02  # of the pixels between the lines of a text: what the cores of its letters cover at least


def as_pillow(image: QImage) -> Image.Image:
    """The same pixels, to be counted."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    return Image.frombytes("RGB", size, bytes(rgb.constBits()), "raw", "RGB", rgb.bytesPerLine(), 1)


@cache
def luminance(colour: Colour) -> float:
    """How bright a colour looks, from 0 to 1."""
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Between 1 and 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def of_text(picture: Image.Image, place: QRectF, scale: float) -> float:
    """Of the letters in a place to what most of the place is."""
    colours = _colours(picture.crop(_box(place, scale)))
    if not colours:
        return 1.0
    ground = max(colours, key=lambda each: each[0])[1]
    return _strongest(colours, ground, round(_INK * sum(count for count, _ in colours)))


def of_edge(picture: Image.Image, place: QRect, scale: float) -> float:
    """Of the lines around a widget to what is outside, along its weakest side."""
    ground = picture.getpixel((1, 1))
    reach = 6
    across = QRectF(place.center().x(), place.top() - 2, 4, reach)
    down = QRectF(place.left() - 2, place.center().y(), reach, 4)
    sides = [
        across,
        across.translated(0, place.height() + 4 - reach),
        down,
        down.translated(place.width() + 4 - reach, 0),
    ]
    return min(_strongest(_colours(picture.crop(_box(side, scale))), ground, 1) for side in sides)


def of_change(before: Image.Image, after: Image.Image, least: int) -> float:
    """What at least so many changed pixels have to what they were or to what is around, as a ring around a focus."""
    ground = after.getpixel((1, 1))
    pairs = Counter(zip(_pixels(before), _pixels(after), strict=True))
    changed = [
        (count, max(contrast(new, old), contrast(new, ground))) for (old, new), count in pairs.items() if new != old
    ]
    return _reached(changed, least)


def _strongest(colours: Iterable[tuple[int, Colour]], ground: Colour, least: int) -> float:
    """The contrast to the ground that the `least` strongest pixels reach."""
    return _reached(((count, contrast(colour, ground)) for count, colour in colours), least)


def _reached(counted: Iterable[tuple[int, float]], least: int) -> float:
    """The contrast that the `least` strongest pixels reach."""
    seen = 0
    for count, reached in sorted(counted, key=lambda each: -each[1]):
        seen += count
        if seen >= least:
            return reached
    return 1.0


def _box(place: QRectF, scale: float) -> tuple[int, int, int, int]:
    return (
        round(place.left() * scale),
        round(place.top() * scale),
        round(place.right() * scale),
        round(place.bottom() * scale),
    )


def _pixels(picture: Image.Image) -> Iterator[Colour]:
    parts = iter(picture.tobytes())
    return zip(parts, parts, parts, strict=True)


def _colours(picture: Image.Image) -> list[tuple[int, Colour]]:
    """Each colour and how often it is there."""
    return picture.getcolors(picture.width * picture.height) or []
