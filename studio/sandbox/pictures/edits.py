"""The single edits: each takes an RGB picture and returns a changed one that visibly started from it."""

import random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from studio.sandbox.pictures.colours import Colour, darker, lighter
from studio.sandbox.pictures.effects import cloudy_noise, grained, toned, vertical
from studio.sandbox.pictures.subject import subject_mask

_STUDIO_GREY = (206, 204, 200)


def night(image: Image.Image, chance: random.Random) -> Image.Image:
    """Dark and blue, the brightest places still glowing, a few stars where the top is plain."""
    dim = ImageEnhance.Brightness(ImageEnhance.Color(image).enhance(0.65)).enhance(0.78)
    blue = ImageChops.multiply(dim, vertical(image.size, (96, 122, 196), (112, 132, 196)))
    # Softened first, so that the grain of paper or film does not light up in specks.
    light = image.convert("L").filter(ImageFilter.GaussianBlur(_unit(image) / 120))
    lamps = light.point(lambda value: min(120, max(0, value - 216) * 5))
    halo = lamps.filter(ImageFilter.GaussianBlur(_unit(image) / 30))
    lit = Image.composite(Image.new("RGB", image.size, (228, 212, 170)), blue, ImageChops.lighter(halo, lamps))
    return _vignette(ImageChops.screen(lit, _stars(image, chance)), 0.45)


def sunset(image: Image.Image, chance: random.Random) -> Image.Image:
    """Purple above, orange towards the horizon, and a low sun's glow from one side."""
    warm = toned(ImageEnhance.Contrast(image).enhance(1.05), (255, 186, 124), 0.5)
    sky = ImageChops.multiply(warm, vertical(image.size, (214, 168, 214), (255, 218, 170)))
    glow = (
        Image.radial_gradient("L").point(lambda value: max(0, 150 - value)).resize(image.size, Image.Resampling.BICUBIC)
    )
    side = round(image.width * chance.choice((-0.3, 0.3)))
    return ImageChops.screen(sky, ImageOps.colorize(ImageChops.offset(glow, side, 0), (0, 0, 0), (255, 156, 76)))


def blur(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Out of focus."""
    return image.filter(ImageFilter.GaussianBlur(_unit(image) / 70))


def grey(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Black and white, with a little more contrast."""
    return ImageOps.autocontrast(image.convert("L"), cutoff=0.5).convert("RGB")


def warmer(image: Image.Image, _chance: random.Random) -> Image.Image:
    """More red, less blue."""
    return _balanced(image, (1.1, 0.99, 0.84))


def colder(image: Image.Image, _chance: random.Random) -> Image.Image:
    """More blue, less red."""
    return _balanced(image, (0.86, 0.98, 1.1))


def brighter(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Lifted, the dark places most."""
    return image.point(lambda value: round(255 * (value / 255) ** 0.68))


def darkened(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Lowered, the bright places least."""
    return image.point(lambda value: round(255 * (value / 255) ** 1.5))


def mirrored(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Left and right exchanged."""
    return ImageOps.mirror(image)


def restyled(image: Image.Image, chance: random.Random) -> Image.Image:
    """For a wish that names no edit we know: softly glowing, matte and grained, plainly the same picture."""
    soft = ImageChops.soft_light(image, image.filter(ImageFilter.GaussianBlur(_unit(image) / 90)))
    matte = soft.point(lambda value: 22 + round(value * 0.88))
    return _vignette(grained(toned(matte, (255, 236, 210), 0.7), chance), 0.3)


def plain_background(image: Image.Image, colour: Colour | None) -> Image.Image:
    """What stands in the middle, before a plain wall and floor."""
    base = colour or _STUDIO_GREY
    scene = vertical(image.size, lighter(base, 0.28), base)
    floor = round(image.height * 0.74)
    scene.paste(vertical((image.width, image.height - floor), lighter(base, 0.12), darker(base, 0.22)), (0, floor))
    scene = scene.filter(ImageFilter.GaussianBlur(_unit(image) / 40))
    mask = subject_mask(image)
    shadow = ImageChops.offset(mask, 0, _unit(image) // 60).filter(ImageFilter.GaussianBlur(_unit(image) / 35))
    scene = Image.composite(toned(scene, (96, 92, 104), 0.8), scene, shadow.point(lambda value: round(value * 0.5)))
    return Image.composite(image, scene, mask)


def blurred_background(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Only what stands in the middle stays sharp."""
    return Image.composite(image, image.filter(ImageFilter.GaussianBlur(_unit(image) / 45)), subject_mask(image))


def _unit(image: Image.Image) -> int:
    return min(image.size)


def _balanced(image: Image.Image, gains: tuple[float, float, float]) -> Image.Image:
    bands = [
        band.point(lambda value, gain=gain: min(255, round(value * gain)))
        for band, gain in zip(image.split(), gains, strict=True)
    ]
    return Image.merge("RGB", bands)


def _vignette(image: Image.Image, strength: float) -> Image.Image:
    rim = Image.radial_gradient("L").point(lambda value: round(max(0, value - 90) * strength))
    mask = rim.resize(image.size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", image.size, (10, 8, 24)), image, mask)


def _stars(image: Image.Image, chance: random.Random) -> Image.Image:
    """Points of light over the plain part of the upper half, on black."""
    stars = Image.new("L", image.size)
    radius = max(1, _unit(image) // 600)
    dot = Image.new("L", (2 * radius, 2 * radius), 220).filter(ImageFilter.GaussianBlur(radius / 2))
    for _ in range(70):
        stars.paste(dot, (chance.randrange(image.width), round(image.height * 0.5 * chance.random() ** 1.4)))
    busy = image.convert("L").filter(ImageFilter.FIND_EDGES).filter(ImageFilter.BoxBlur(_unit(image) / 30))
    plain = busy.point(lambda value: 255 if value < 10 else 0)
    dim = cloudy_noise(image.size, _unit(image) / 8, chance).point(lambda value: 120 + value // 2)
    return ImageChops.multiply(ImageChops.multiply(stars, plain), dim).convert("RGB")
