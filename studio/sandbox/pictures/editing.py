"""A picture changed as the prompt says: which edits its words name, and the sentence that says what was done."""

import random
import re

from PIL import Image, ImageOps

from studio.sandbox.pictures import edits
from studio.sandbox.pictures.colours import NAMED, Colour
from studio.sandbox.pictures.effects import Effect, line_drawing, watercolour
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.pictures.prompt_words import words_of

# In the order in which they are applied: shape, light, colour, paint.
_EDITS: tuple[tuple[str, Effect, str], ...] = (
    (r"mirror(ed|ing)?|flip(ped)?|reversed", edits.mirrored, "mirrored it"),
    (r"blur(red|ry)?|defocus(ed)?|out of focus|soft focus", edits.blur, "blurred it"),
    (r"bright(er|en|ened)?|lighter|lighten", edits.brighter, "made it brighter"),
    (r"darker|darken(ed)?|dimmer", edits.darkened, "made it darker"),
    (r"warm(er|th)?", edits.warmer, "made it warmer"),
    (r"cold(er)?|cool(er)?|chilly|frosty", edits.colder, "made it colder"),
    (r"sunset|sunrise|dusk|dawn|evening|golden hour", edits.sunset, "turned it into a sunset"),
    (r"night(time)?|midnight|moonlit|moonlight", edits.night, "turned it into night"),
    (r"gr[ea]y|gr[ea]yscale|black and white|monochrome|desaturated?|b w", edits.grey, "made it black and white"),
    (r"sketch|line drawing|line art|pencil|ink", line_drawing, "drew its lines"),
    (r"water ?colou?r|aquarelle|painting|painted", watercolour, "painted it as a watercolour"),
)
_BACKGROUND = r"background|backdrop"


def edit_picture(image: Image.Image, prompt: str, pixels: tuple[int, int], chance: random.Random) -> Picture:
    """The picture at exactly this width and height, changed; all chance comes from `chance`."""
    fitted = ImageOps.fit(image, pixels, Image.Resampling.LANCZOS)
    done = _resized(image.size, pixels)
    words = " ".join(words_of(prompt))
    effects = [(effect, says) for pattern, effect, says in _EDITS if _names(words, pattern)]
    if _names(words, _BACKGROUND):
        fitted, effects = _background(fitted, words, effects, done)
    for effect, says in effects:
        fitted = effect(fitted, chance)
        done.append(says)
    if not effects and not _names(words, _BACKGROUND):
        fitted = edits.restyled(fitted, chance)
        done.append("knew no edit for these words, so gave it a matte, grained look")
    return Picture(fitted, f"took the picture, {', '.join(done)}.")


def _background(
    image: Image.Image, words: str, effects: list[tuple[Effect, str]], done: list[str]
) -> tuple[Image.Image, list[tuple[Effect, str]]]:
    """The background is blurred where the words say so, and otherwise replaced; what is left to do comes back."""
    others = [(effect, says) for effect, says in effects if effect is not edits.blur]
    if len(others) < len(effects):
        done.append("blurred its background")
        return edits.blurred_background(image, random.Random(0)), others  # noqa: S311 - no chance is used
    colour = _background_colour(words)
    if colour is not None:
        # "grey background" is a colour of the background, not a wish for a grey picture.
        others = [(effect, says) for effect, says in others if effect is not edits.grey]
    done.append("put a plain scene behind what stands in its middle")
    return edits.plain_background(image, colour), others


def _background_colour(words: str) -> Colour | None:
    colour = "|".join(NAMED)
    found = re.search(rf"\b({colour}) (?:\w+ )?(?:{_BACKGROUND})|(?:{_BACKGROUND}) (?:\w+ ){{0,4}}({colour})\b", words)
    return NAMED[found[1] or found[2]] if found else None


def _resized(before: tuple[int, int], after: tuple[int, int]) -> list[str]:
    scale = max(after[0] / before[0], after[1] / before[1])
    lost = max(before[0] * scale - after[0], before[1] * scale - after[1])
    if lost > 0.02 * max(after):
        return [f"cropped it at the centre from {before[0]}x{before[1]} to the wanted shape"]
    return []


def _names(words: str, pattern: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", words) is not None
