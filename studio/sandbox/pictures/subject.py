"""Where the subject of a picture is: what differs from its border, the middle before the rim."""

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

_SMALL = 192
_RIM = 0.07
_LEAST_SHARE = 0.08
_DIFFERENT = 26
_FOUND = 128
_SHIFTS = (-0.05, -0.025, 0.0, 0.025, 0.05)


def subject_mask(image: Image.Image) -> Image.Image:
    """A soft mask of the picture's size, white on the subject. A guess by colour, not an understanding."""
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    small = small.filter(ImageFilter.MedianFilter(3))
    middle = _middle(small.size)
    likely = ImageChops.multiply(_difference(small), middle.point(lambda value: min(255, value * 3)))
    figure = _whole(likely.point(lambda value: 255 if value > _DIFFERENT else 0).filter(ImageFilter.MedianFilter(5)))
    if figure.histogram()[255] < _LEAST_SHARE * small.width * small.height:
        # Too little stands out to be sure of it: the middle itself is the subject then.
        figure = middle
    return figure.filter(ImageFilter.GaussianBlur(1.0)).resize(image.size, Image.Resampling.BICUBIC)


def _whole(figure: Image.Image) -> Image.Image:
    """The figure without notches and holes, and without specks beside it."""
    closed = figure.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.MinFilter(13)).filter(ImageFilter.MaxFilter(5))
    around = ImageOps.expand(closed, 1, 0)
    ImageDraw.floodfill(around, (0, 0), _FOUND)
    return ImageOps.crop(around, 1).point(lambda value: 0 if value == _FOUND else 255)


def _difference(image: Image.Image) -> Image.Image:
    """How far each pixel is from what the left and right rim show at about its height, as grey.

    Backgrounds change from top to bottom (sky, land, floor) far more than from side to side.
    """
    rim = max(2, round(image.width * _RIM))
    nearest = Image.new("L", image.size, 255)
    for left in (0, image.width - rim):
        strip = image.crop((left, 0, left + rim, image.height)).resize((1, image.height), Image.Resampling.BOX)
        ground = strip.resize(image.size)
        for shift in _SHIFTS:
            moved = ImageChops.offset(ground, 0, round(shift * image.height))
            red, green, blue = ImageChops.difference(image, moved).split()
            nearest = ImageChops.darker(nearest, ImageChops.lighter(ImageChops.lighter(red, green), blue))
    return nearest


def _middle(size: tuple[int, int]) -> Image.Image:
    """A soft white ellipse about the middle, a little below it."""
    ellipse = Image.new("L", size)
    box = (size[0] * 0.2, size[1] * 0.14, size[0] * 0.8, size[1] * 0.96)
    ImageDraw.Draw(ellipse).ellipse(box, fill=255)
    return ellipse.filter(ImageFilter.GaussianBlur(min(size) / 14))
