"""The single edits: each takes an RGB picture and returns a changed one that visibly started from it.

How far each goes, and in which tint, is left to `chance`: two seeds are two readings of the same wish.
"""

import random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from studio.sandbox.pictures.curves import bent, contrasted, light_from
from studio.sandbox.pictures.effects import cloudy_noise, grained, toned, vertical

_NIGHTS = ((96, 122, 196), (116, 108, 196), (84, 132, 178), (104, 116, 168))
_SUNSETS = (
    ((214, 168, 214), (255, 218, 170), (255, 156, 76)),
    ((226, 150, 176), (255, 206, 168), (255, 120, 84)),
    ((186, 170, 224), (255, 226, 176), (255, 184, 92)),
)
# Shares of red, green and blue in the grey, as behind no, an orange, a green and a blue filter.
_FILTERS = ((0.3, 0.59, 0.11), (0.42, 0.5, 0.08), (0.18, 0.72, 0.1), (0.3, 0.36, 0.34))
_MATTES = ((255, 236, 210), (232, 244, 226), (255, 226, 226), (224, 234, 252))


def night(image: Image.Image, chance: random.Random) -> Image.Image:
    """Dark and blue, small bright places still glowing, a few stars where the top is plain, moonlight from one side."""
    tint = chance.choice(_NIGHTS)
    dim = ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(0.65)).enhance(chance.uniform(0.6, 0.82))
    blue = ImageChops.multiply(dim, vertical(image.size, tint, (112, 128, tint[2])))
    moon = light_from(image.size, chance.choice((0.08, 0.92)), chance.uniform(0.0, 0.2), 0.5)
    blue = ImageChops.screen(blue, ImageOps.colorize(moon, (0, 0, 0), (104, 128, 176)))
    lamps = _lamps(image)
    halo = lamps.filter(ImageFilter.GaussianBlur(_unit(image) / 30))
    lit = Image.composite(Image.new("RGB", image.size, (236, 214, 160)), blue, ImageChops.lighter(halo, lamps))
    return _vignette(ImageChops.screen(lit, _stars(image, chance)), 0.45)


def sunset(image: Image.Image, chance: random.Random) -> Image.Image:
    """Purple above, orange towards the horizon, and a low sun's glow from one side."""
    high, low, sun = chance.choice(_SUNSETS)
    warm = toned(ImageEnhance.Contrast(image).enhance(1.05), (255, 186, 124), chance.uniform(0.4, 0.6))
    sky = ImageChops.multiply(warm, vertical(image.size, high, low))
    glow = light_from(image.size, chance.choice((0.12, 0.25, 0.75, 0.88)), chance.uniform(0.4, 0.65), 0.55)
    return ImageChops.screen(sky, ImageOps.colorize(glow, (0, 0, 0), sun))


def blur(image: Image.Image, chance: random.Random) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(_unit(image) / chance.choice((34, 50, 75, 110))))


def grey(image: Image.Image, chance: random.Random) -> Image.Image:
    """Black and white, as behind one of the filters photographers use; white paper stays just white."""
    red, green, blue = chance.choice(_FILTERS)
    lift = chance.uniform(-0.3, 0.3)
    mixed = bent(image.convert("L", (red, green, blue, 0)).convert("RGB"), (lift, lift, lift))
    return contrasted(mixed, chance.uniform(0.2, 0.95))


def warmer(image: Image.Image, chance: random.Random) -> Image.Image:
    """More red, less blue."""
    strength = chance.uniform(0.6, 1.5)
    return bent(image, (0.3 * strength, chance.uniform(-0.05, 0.09), -0.42 * strength))


def colder(image: Image.Image, chance: random.Random) -> Image.Image:
    """More blue, less red."""
    strength = chance.uniform(0.6, 1.5)
    return bent(image, (-0.42 * strength, chance.uniform(-0.09, 0.07), 0.3 * strength))


def brighter(image: Image.Image, chance: random.Random) -> Image.Image:
    """The middle tones lifted, the colours kept as strong."""
    lift = chance.uniform(0.35, 0.9)
    return ImageEnhance.Color(bent(image, (lift, lift, lift))).enhance(1.1)


def darkened(image: Image.Image, chance: random.Random) -> Image.Image:
    """The middle tones lowered."""
    lift = -chance.uniform(0.35, 0.9)
    return ImageEnhance.Color(bent(image, (lift, lift, lift))).enhance(0.94)


def mirrored(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Left and right exchanged."""
    return ImageOps.mirror(image)


def restyled(image: Image.Image, chance: random.Random) -> Image.Image:
    """For a wish that names no edit we know: softly glowing, matte and grained, plainly the same picture."""
    soft = ImageChops.soft_light(image, image.filter(ImageFilter.GaussianBlur(_unit(image) / 90)))
    black = chance.randint(12, 34)
    matte = soft.point(lambda value: black + round(value * 0.88))
    tinted = toned(matte, chance.choice(_MATTES), chance.uniform(0.5, 0.9))
    return _vignette(grained(tinted, chance), chance.uniform(0.15, 0.4))


def _unit(image: Image.Image) -> int:
    return min(image.size)


def _lamps(image: Image.Image) -> Image.Image:
    """How much of its light each place keeps at night: small bright places do, white walls and paper do not."""
    # Softened first, so that the grain of paper or film does not light up in specks.
    light = image.convert("L").filter(ImageFilter.GaussianBlur(_unit(image) / 120))
    bright = light.point(lambda value: min(255, max(0, value - 216) * 10))
    wide = bright.filter(ImageFilter.GaussianBlur(_unit(image) / 5))
    small = wide.point(lambda value: max(0, round(220 - value * 1.35)))
    return ImageChops.multiply(bright, small)


def _vignette(image: Image.Image, strength: float) -> Image.Image:
    rim = Image.radial_gradient("L").point(lambda value: round(max(0, value - 90) * strength))
    mask = rim.resize(image.size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", image.size, (10, 8, 24)), image, mask)


def _stars(image: Image.Image, chance: random.Random) -> Image.Image:
    """Points of light over the plain part of the upper half, on black."""
    stars = Image.new("L", image.size)
    radius = max(1, _unit(image) // 600)
    dot = Image.new("L", (2 * radius, 2 * radius), 220).filter(ImageFilter.GaussianBlur(radius / 2))
    for _ in range(chance.randint(40, 90)):
        stars.paste(dot, (chance.randrange(image.width), round(image.height * 0.5 * chance.random() ** 1.4)))
    busy = image.convert("L").filter(ImageFilter.FIND_EDGES).filter(ImageFilter.BoxBlur(_unit(image) / 30))
    plain = busy.point(lambda value: 255 if value < 10 else 0)
    dim = cloudy_noise(image.size, _unit(image) / 8, chance).point(lambda value: 120 + value // 2)
    return ImageChops.multiply(ImageChops.multiply(stars, plain), dim).convert("RGB")
