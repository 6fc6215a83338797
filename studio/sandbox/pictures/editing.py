"""A picture changed as the prompt says: which edits its words name, and the sentence that says what was done."""

import random
import re

from PIL import Image, ImageOps

from studio.sandbox.pictures import edits
from studio.sandbox.pictures.background import (
    BACKGROUND,
    background_colour,
    blurred_background,
    drawn_background,
    names_scene,
    plain_background,
)
from studio.sandbox.pictures.effects import Effect, flat_poster, line_drawing, pixel_art, watercolour
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.pictures.prompt_words import read_scene, unknown_styles, without_unknown_styles, words_of

_Step = tuple[Effect, str]
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
    (r"pixel art|pixelated|pixelate|8 bit", pixel_art, "made it pixel art"),
    (r"poster|screenprint", flat_poster, "made it a flat poster"),
    (r"water ?colou?r|aquarelle|painting|painted", watercolour, "painted it as a watercolour"),
)


def edit_picture(image: Image.Image, prompt: str, pixels: tuple[int, int], chance: random.Random) -> Picture:
    """The picture at exactly this width and height, changed; all chance comes from `chance`."""
    fitted = ImageOps.fit(image, pixels, Image.Resampling.LANCZOS)
    done = _resized(image.size, pixels)
    words = without_unknown_styles(" ".join(words_of(prompt)))
    effects = [(effect, says) for pattern, effect, says in _EDITS if _names(words, pattern)]
    if _names(words, BACKGROUND):
        changed, effects = _background(fitted, prompt, effects, chance)
        fitted = changed.image
        done.append(changed.words)
    elif not effects:
        effects = [(edits.restyled, "knew no edit for these words, so gave it a matte, grained look")]
    for effect, says in effects:
        fitted = effect(fitted, chance)
        done.append(says)
    return Picture(fitted, f"took the picture, {', '.join(done)}.{_not_done(prompt)}")


def _background(
    image: Image.Image, prompt: str, effects: list[_Step], chance: random.Random
) -> tuple[Picture, list[_Step]]:
    """The picture with its background blurred, drawn or made plain, as the words say, and the edits left to do."""
    words, scene = " ".join(words_of(prompt)), read_scene(prompt)
    if any(effect is edits.blur for effect, _ in effects):
        return blurred_background(image, chance), _without(effects, edits.blur)
    if names_scene(words, scene):
        # The scene is drawn in that light already.
        return drawn_background(image, scene, chance), _without(effects, edits.night, edits.sunset)
    colour = background_colour(words)
    # "grey background" is a colour of the background, not a wish for a grey picture.
    left = effects if colour is None else _without(effects, edits.grey)
    return plain_background(image, colour, chance), left


def _without(steps: list[_Step], *unwanted: Effect) -> list[_Step]:
    return [step for step in steps if step[0] not in unwanted]


def _not_done(prompt: str) -> str:
    styles = unknown_styles(prompt)
    return f" It knows no way to draw in this style: {', '.join(styles)}." if styles else ""


def _resized(before: tuple[int, int], after: tuple[int, int]) -> list[str]:
    scale = max(after[0] / before[0], after[1] / before[1])
    lost = max(before[0] * scale - after[0], before[1] * scale - after[1])
    if lost > 0.02 * max(after):
        return [f"cropped it at the centre from {before[0]}x{before[1]} to the wanted shape"]
    return []


def _names(words: str, pattern: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", words) is not None
