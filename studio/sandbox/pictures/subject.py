"""Where the subject of a picture is: the largest connected part in the middle that differs from the sides."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

_SMALL = 256
# Strips at the left and right, as shares of the width: the rim, and what is inside a painted frame.
_STRIPS = ((0.0, 0.06), (0.08, 0.15), (0.15, 0.22))
_SHIFTS = (-0.05, -0.025, 0.0, 0.025, 0.05)
_DIFFERENT = (12, 17, 24, 34)  # where it takes more than this to part them, the parts are torn
_CENTRE = (0.32, 0.3, 0.68, 0.8)
_LEAST_SHARE = 0.03
_LARGEST_SHARE = 0.45
_FOUND = 128


@dataclass(frozen=True)
class Subject:
    """A soft mask of the picture's size, white on the subject; not `found` means an ellipse in the middle instead."""

    mask: Image.Image
    found: bool


def find_subject(image: Image.Image) -> Subject:
    """The subject as far as colours show it. A guess, not an understanding."""
    small = image.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    difference = _difference(small.filter(ImageFilter.MedianFilter(5)))
    for least in _DIFFERENT:
        figure = _figure(difference, least)
        share = figure.histogram()[255] / (small.width * small.height)
        if _LEAST_SHARE <= share <= _LARGEST_SHARE:
            # A little narrower than found, so that no seam of the old background stays.
            soft = figure.filter(ImageFilter.MinFilter(3)).filter(ImageFilter.GaussianBlur(1.0))
            return Subject(soft.resize(image.size, Image.Resampling.BICUBIC), found=True)
    return Subject(_middle(small.size).resize(image.size, Image.Resampling.BICUBIC), found=False)


def _figure(difference: Image.Image, least: int) -> Image.Image:
    different = difference.point(lambda value: 255 if value > least else 0).filter(ImageFilter.MedianFilter(5))
    closed = different.filter(ImageFilter.MaxFilter(7)).filter(ImageFilter.MinFilter(7))
    # What hangs on by a thread, such as a horizon, is cut off before the parts are told apart.
    return _filled(_largest_in_centre(closed.filter(ImageFilter.MinFilter(5)))).filter(ImageFilter.MaxFilter(5))


def _largest_in_centre(figure: Image.Image) -> Image.Image:
    """Of the connected parts that reach into the centre, the largest; all black where none does."""
    box = (
        round(figure.width * _CENTRE[0]),
        round(figure.height * _CENTRE[1]),
        max(1, round(figure.width * _CENTRE[2])),
        max(1, round(figure.height * _CENTRE[3])),
    )
    rest, largest = figure.copy(), Image.new("L", figure.size)
    while (first := rest.crop(box).tobytes().find(b"\xff")) >= 0:
        down, right = divmod(first, box[2] - box[0])
        before = rest.copy()
        ImageDraw.floodfill(rest, (box[0] + right, box[1] + down), 0)
        part = ImageChops.difference(before, rest)
        largest = max(largest, part, key=lambda image: image.histogram()[255])
    return largest


def _filled(figure: Image.Image) -> Image.Image:
    """The figure without holes."""
    around = ImageOps.expand(figure, 1, 0)
    ImageDraw.floodfill(around, (0, 0), _FOUND)
    return ImageOps.crop(around, 1).point(lambda value: 0 if value == _FOUND else 255)


def _difference(image: Image.Image) -> Image.Image:
    """How far each pixel is from what the sides show at about its height, as grey.

    Backgrounds change from top to bottom (sky, land, floor) far more than from side to side.
    """
    nearest = Image.new("L", image.size, 255)
    for near, far in _STRIPS:
        for start, end in ((near, far), (1 - far, 1 - near)):
            left = min(image.width - 1, round(start * image.width))
            strip = image.crop((left, 0, max(left + 1, round(end * image.width)), image.height))
            ground = strip.resize((1, image.height), Image.Resampling.BOX).resize(image.size)
            for shift in _SHIFTS:
                moved = ImageChops.offset(ground, 0, round(shift * image.height))
                nearest = ImageChops.darker(nearest, _distance(image, moved))
    return nearest


def _distance(image: Image.Image, ground: Image.Image) -> Image.Image:
    """The largest difference of the channels, less where all are darker alike: that is mostly a shadow."""
    red, green, blue = ImageChops.difference(image, ground).split()
    largest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    red, green, blue = ImageChops.subtract(ground, image).split()
    shadow = ImageChops.darker(ImageChops.darker(red, green), blue)
    return ImageChops.subtract(largest, shadow.point(lambda value: value * 2 // 3))


def _middle(size: tuple[int, int]) -> Image.Image:
    """A soft white ellipse about the middle, a little below it."""
    ellipse = Image.new("L", size)
    box = (size[0] * 0.22, size[1] * 0.16, size[0] * 0.78, size[1] * 0.94)
    ImageDraw.Draw(ellipse).ellipse(box, fill=255)
    return ellipse.filter(ImageFilter.GaussianBlur(min(size) / 16))
