"""Ways to treat a whole RGB picture; shared by the styles of new pictures and by edits. Each returns a new one."""

import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps, ImageStat

from studio.sandbox.pictures.colours import Colour

Effect = Callable[[Image.Image, random.Random], Image.Image]

_PAPER = (250, 246, 236)
_WASHES = ((104, 100, 92), (124, 96, 84), (84, 104, 118), (110, 112, 76))
_INKS = ((58, 54, 70), (74, 50, 38), (36, 48, 84), (40, 40, 42))
_NOISE_TILE = 512


def watercolour(image: Image.Image, chance: random.Random) -> Image.Image:
    """Washes with uneven pigment and darker edges, on paper that is left bare along the border."""
    small = _working_copy(image)
    unit = min(small.size)
    washed = _wobbled(small.filter(ImageFilter.MedianFilter(3)), unit * chance.uniform(0.005, 0.01), chance)
    washed = ImageEnhance.Color(washed).enhance(chance.uniform(0.95, 1.5))
    contours = washed.filter(ImageFilter.FIND_EDGES).convert("L").filter(ImageFilter.GaussianBlur(unit / 700))
    darkest = chance.randint(50, 120)
    rims = ImageOps.invert(contours.point(lambda value: min(darkest, value)))
    pigment = ImageChops.multiply(washed, rims.convert("RGB"))
    thin = ImageChops.screen(pigment, Image.new("RGB", small.size, chance.choice(_WASHES)))
    wet = ImageChops.add(
        cloudy_noise(small.size, unit * 0.22, chance), cloudy_noise(small.size, unit * 0.05, chance), 2
    )
    painted = Image.composite(thin, pigment, wet.point(lambda value: max(0, min(120, round((value - 70) * 0.9)))))
    grain = cloudy_noise(small.size, 1.6, chance).point(lambda value: 228 + value * 0.1)
    painted = ImageChops.multiply(painted, grain.convert("RGB"))
    painted = Image.composite(painted, Image.new("RGB", small.size, _PAPER), _ragged_frame(small.size, chance))
    return painted.resize(image.size, Image.Resampling.LANCZOS)


def line_drawing(image: Image.Image, chance: random.Random) -> Image.Image:
    """Ink lines along the contours over a pale wash of the colours, on paper."""
    small = _working_copy(image)
    unit = min(small.size)
    grey = small.convert("L").filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(unit / 900))
    soft = grey.filter(ImageFilter.GaussianBlur(unit / chance.choice((160, 220, 300))))
    contrast = ImageChops.difference(soft, grey)
    # The grain of paper or film is everywhere: what half of the picture shows is no contour.
    grain = 2 + 2 * ImageStat.Stat(contrast).median[0]
    lines = contrast.point(lambda value: max(0, min(215, round((value - grain) * 34))))
    ink = ImageOps.invert(lines.filter(ImageFilter.GaussianBlur(unit / 1400)))
    colours = small.filter(ImageFilter.GaussianBlur(unit / 250))
    wash = Image.blend(Image.new("RGB", small.size, _PAPER), colours, chance.uniform(0.1, 0.42))
    drawn = ImageOps.colorize(_wobbled(ink, unit * 0.002, chance), chance.choice(_INKS), (255, 255, 255))
    return ImageChops.multiply(wash, drawn).resize(image.size, Image.Resampling.LANCZOS)


def flat_poster(image: Image.Image, _chance: random.Random) -> Image.Image:
    """A handful of flat inks with clean edges and a paper border."""
    small = ImageEnhance.Contrast(_working_copy(image)).enhance(1.1)
    inks = small.filter(ImageFilter.MedianFilter(7)).quantize(9, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat = inks.convert("RGB").filter(ImageFilter.MedianFilter(5)).resize(image.size, Image.Resampling.LANCZOS)
    border = round(min(image.size) * 0.045)
    inner = ImageOps.fit(flat, (image.width - 2 * border, image.height - 2 * border), Image.Resampling.LANCZOS)
    return ImageOps.expand(inner, border, _PAPER)


def pixel_art(image: Image.Image, _chance: random.Random) -> Image.Image:
    """Large square pixels in few colours."""
    scale = 96 / min(image.size)
    small = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX)
    few = small.quantize(28, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    return few.resize(image.size, Image.Resampling.NEAREST)


def grained(image: Image.Image, chance: random.Random) -> Image.Image:
    """A breath of grain, which hides the steps of long gradients."""
    noise = _noise(image.size, chance).point(lambda value: 124 + value * 8 / 255)
    return ImageChops.overlay(image, noise.convert("RGB"))


def toned(image: Image.Image, colour: Colour, share: float) -> Image.Image:
    """Part of the way to the picture seen through coloured glass."""
    return Image.blend(image, ImageChops.multiply(image, Image.new("RGB", image.size, colour)), share)


def vertical(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    """A gradient of two colours."""
    strip = Image.new("RGB", (1, 2))
    strip.putdata([top, bottom])
    return strip.resize(size, Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5))


def cloudy_noise(size: tuple[int, int], grain: float, chance: random.Random) -> Image.Image:
    """Soft grey noise over the whole range, its blots about `grain` pixels across."""
    columns, lines = (max(2, round(length / max(1.0, grain))) for length in size)
    columns, lines = min(columns, 1024), min(lines, 1024)
    noise = Image.frombytes("L", (columns, lines), chance.randbytes(columns * lines))
    return ImageOps.autocontrast(noise.resize(size, Image.Resampling.BICUBIC), cutoff=1)


def _noise(size: tuple[int, int], chance: random.Random) -> Image.Image:
    tile = Image.frombytes("L", (_NOISE_TILE, _NOISE_TILE), chance.randbytes(_NOISE_TILE**2))
    noise = Image.new("L", size)
    for left in range(0, size[0], _NOISE_TILE):
        for top in range(0, size[1], _NOISE_TILE):
            noise.paste(tile, (left, top))
    return noise


def _working_copy(image: Image.Image) -> Image.Image:
    """Brush strokes have a size of their own: a large picture is treated at a modest one."""
    copy = image.copy()
    copy.thumbnail((1536, 1536), Image.Resampling.LANCZOS)
    return copy


def _wobbled(image: Image.Image, reach: float, chance: random.Random) -> Image.Image:
    """Every contour moved a little, as by an unsteady hand; `reach` in pixels."""
    cells = 24
    width, height = image.size

    def corner(column: int, line: int) -> tuple[float, float]:
        return shifts[column, line]

    shifts = {
        (column, line): (
            width * column / cells + (chance.uniform(-reach, reach) if 0 < column < cells else 0),
            height * line / cells + (chance.uniform(-reach, reach) if 0 < line < cells else 0),
        )
        for column in range(cells + 1)
        for line in range(cells + 1)
    }
    mesh = []
    for column in range(cells):
        for line in range(cells):
            box = (
                round(width * column / cells),
                round(height * line / cells),
                round(width * (column + 1) / cells),
                round(height * (line + 1) / cells),
            )
            corners = (
                corner(column, line),
                corner(column, line + 1),
                corner(column + 1, line + 1),
                corner(column + 1, line),
            )
            mesh.append((box, tuple(value for point in corners for value in point)))
    return image.transform(image.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC)


def _ragged_frame(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """White where there is paint: all but an uneven border."""
    unit = min(size)
    border = round(unit * 0.05)
    inside = Image.new("L", size, 0)
    inside.paste(255, (border, border, size[0] - border, size[1] - border))
    soft = inside.filter(ImageFilter.GaussianBlur(unit * 0.02))
    edge = Image.blend(cloudy_noise(size, unit * 0.09, chance), cloudy_noise(size, unit * 0.012, chance), 0.25)
    rough = ImageChops.add(soft, edge.point(lambda value: value * 0.35), scale=1.35)
    return rough.point(lambda value: max(0, min(255, round((value - 110) * 7))))
