"""Tone curves that leave black black and white white, so that neither paper nor lamps lose their own colour."""

from PIL import Image


def bent(image: Image.Image, bends: tuple[float, float, float]) -> Image.Image:
    """The middle tones of red, green and blue lifted or lowered; a bend is between -1 and 1, 0 changes nothing."""
    bands = [
        band.point([round(255 * _bend(value / 255, bend)) for value in range(256)])
        for band, bend in zip(image.split(), bends, strict=True)
    ]
    return Image.merge("RGB", bands)


def contrasted(image: Image.Image, strength: float) -> Image.Image:
    """Every band of the picture steeper in its middle tones and flatter at both ends; strength between 0 and 1."""
    curve = [round(255 * _steepen(value / 255, strength)) for value in range(256)]
    return image.point(curve * len(image.getbands()))


def light_from(size: tuple[int, int], x: float, y: float, strength: float) -> Image.Image:
    """A grey mask of soft light about a place, x and y as shares of width and height."""
    falloff = Image.radial_gradient("L").point(lambda value: round(max(0, 180 - value) * strength))
    width, height = size
    glow = Image.new("L", size)
    glow.paste(
        falloff.resize((2 * width, 2 * height), Image.Resampling.BICUBIC),
        (round(width * (x - 1)), round(height * (y - 1))),
    )
    return glow


def _bend(tone: float, bend: float) -> float:
    return tone + bend * tone * (1 - tone)


def _steepen(tone: float, strength: float) -> float:
    return tone + strength * 2 * (tone - 0.5) * tone * (1 - tone)
