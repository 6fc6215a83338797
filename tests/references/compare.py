"""Whether a picture is what it was: within a tolerance, with a picture of the difference.

On one machine the same program draws the same pixels, so what is tolerated is what other processors and libraries do.
Blending by other instructions is off by a level or two, which is SLIGHT. Another rasteriser draws the rims of letters
softer or harder, so some pixels may be off by more: of a window of 1440 x 900 as many as a few words have (MANY), and
plainly no more than a caret has (FEW). A button that moves by one pixel changes its rims and all of its letters.
"""

from dataclasses import dataclass

from PIL import Image, ImageChops

SLIGHT = 3  # levels of 255 in the colour that is off most
PLAIN = 32
MANY = 0.0005  # of all pixels may be off by more than SLIGHT
FEW = 0.00002  # of all pixels may be off by more than PLAIN

_MARK, _FADE = (255, 0, 80), 0.35


@dataclass(frozen=True)
class Difference:
    """Shares of all pixels that are off, by a little and by much."""

    slight: float
    plain: float
    picture: Image.Image | None = None

    @property
    def is_tolerable(self) -> bool:
        """Whether nobody changed anything."""
        return self.slight <= MANY and self.plain <= FEW

    def __str__(self) -> str:
        by = f"by more than {SLIGHT} levels, {self.plain:.4%} by more than {PLAIN}"
        return f"{self.slight:.4%} of all pixels are off {by}"


def compare(expected: Image.Image, actual: Image.Image) -> Difference:
    """What of a picture is not as it is to be; of another size, all of it."""
    if expected.size != actual.size:
        return Difference(1.0, 1.0)
    off = _most_of(ImageChops.difference(expected.convert("RGB"), actual.convert("RGB")))
    counts, pixels = off.histogram(), off.width * off.height
    found = Difference(sum(counts[SLIGHT + 1 :]) / pixels, sum(counts[PLAIN + 1 :]) / pixels)
    return found if found.is_tolerable else Difference(found.slight, found.plain, _marked(actual, off))


def _most_of(difference: Image.Image) -> Image.Image:
    red, green, blue = difference.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _marked(actual: Image.Image, off: Image.Image) -> Image.Image:
    """The picture, faded, with what is off in a colour that the program has nowhere."""
    faded = Image.blend(Image.new("RGB", actual.size, (128, 128, 128)), actual.convert("L").convert("RGB"), _FADE)
    faded.paste(_MARK, (0, 0), off.point(lambda level: 255 * (level > SLIGHT)))
    return faded
