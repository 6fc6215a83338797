"""Another background: a plain studio, a scene the drawing program knows, or the old one out of focus."""

import random
import re
from dataclasses import replace

from PIL import Image, ImageChops, ImageFilter, ImageOps

from studio.sandbox.pictures.colours import NAMED, Colour, darker, lighter
from studio.sandbox.pictures.curves import bent, light_from
from studio.sandbox.pictures.drawing import make_plan, paint_scene
from studio.sandbox.pictures.effects import toned, vertical
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.pictures.prompt_words import SceneWords
from studio.sandbox.pictures.subject import Subject, find_subject

BACKGROUND = r"background|backdrop"
_STUDIO = ((206, 204, 200), (212, 200, 188), (192, 202, 208), (204, 198, 210), (196, 206, 192))
_SKY = r"sky|sunset|sunrise|dusk|dawn|night|midnight|moonlight|moonlit|moon|star|starry|cloud|cloudy|snow|snowy|rain"


def background_colour(words: str) -> Colour | None:
    """The colour that the words give to the background."""
    colours = {**NAMED, "dark": NAMED["black"], "light": NAMED["white"]}
    colour = "|".join(colours)
    found = re.search(rf"\b({colour}) (?:\w+ )?(?:{BACKGROUND})|(?:{BACKGROUND}) (?:\w+ ){{0,4}}({colour})\b", words)
    return colours[found[1] or found[2]] if found else None


def names_scene(words: str, scene: SceneWords) -> bool:
    """Whether the words ask for a background that can be drawn."""
    if background_colour(words) or re.search(r"\b(?:plain|studio)\b", words):
        return False
    return scene.backdrop is not None or re.search(rf"\b(?:{_SKY})\b", words) is not None


def drawn_background(image: Image.Image, scene: SceneWords, chance: random.Random) -> Picture:
    """What stands in the middle, in the light of a newly drawn scene."""
    weather = scene.extras - {"hat", "scarf", "bow tie", "glasses"}
    words = replace(scene, figures=(), colours=(), style=None, extras=weather, backdrop=scene.backdrop or "hills")
    plan = make_plan(words, chance)
    subject = find_subject(image)
    behind = paint_scene(plan, image.size, chance)
    lit = toned(image, plan.palette.mood, plan.palette.strength * 1.2)
    return Picture(Image.composite(lit, behind, subject.mask), _says(plan.scene, subject))


def plain_background(image: Image.Image, colour: Colour | None, chance: random.Random) -> Picture:
    """What stands in the middle, before a plain wall and floor, lit from one side."""
    base = colour or chance.choice(_STUDIO)
    unit = min(image.size)
    scene = vertical(image.size, lighter(base, 0.2), base)
    floor = round(image.height * chance.uniform(0.7, 0.8))
    scene.paste(vertical((image.width, image.height - floor), lighter(base, 0.12), darker(base, 0.22)), (0, floor))
    scene = scene.filter(ImageFilter.GaussianBlur(unit / 40))
    light = light_from(image.size, chance.choice((0.1, 0.9)), 0.2, 0.3)
    scene = ImageChops.screen(scene, ImageOps.colorize(light, (0, 0, 0), lighter(base, 0.4)))
    subject = find_subject(image)
    shadow = ImageChops.offset(subject.mask, 0, unit // 60).filter(ImageFilter.GaussianBlur(unit / 35))
    shaded = toned(scene, (96, 92, 104), 0.8)
    scene = Image.composite(shaded, scene, shadow.point(lambda value: round(value * 0.5)))
    return Picture(Image.composite(image, scene, subject.mask), _says("a plain scene", subject))


def blurred_background(image: Image.Image, chance: random.Random) -> Picture:
    """Only what stands in the middle stays sharp."""
    subject = find_subject(image)
    soft = _emptied(image, subject.mask).filter(
        ImageFilter.GaussianBlur(min(image.size) / chance.choice((18, 28, 44, 64)))
    )
    # As with a spot of light on the subject: what is behind falls back a little.
    fall = -chance.uniform(0.0, 0.4)
    soft = bent(soft, (fall, fall, fall))
    says = "blurred its background" if subject.found else "blurred all but its middle"
    return Picture(Image.composite(image, soft, subject.mask), says)


def _emptied(image: Image.Image, mask: Image.Image) -> Image.Image:
    """The picture with what stands at its sides drawn across the subject, so that this leaves no halo when blurred."""
    width, height = image.size
    left, right = (
        image.crop((start, 0, max(start + 1, end), height)).resize((1, height), Image.Resampling.BOX).resize(image.size)
        for start, end in ((width // 12, width // 6), (width - width // 6 - 1, width - width // 12))
    )
    across = Image.linear_gradient("L").rotate(90).resize(image.size)
    wide = mask.filter(ImageFilter.GaussianBlur(min(image.size) / 60)).point(lambda value: min(255, value * 4))
    return Image.composite(Image.composite(right, left, across), image, wide)


def _says(behind: str, subject: Subject) -> str:
    if subject.found:
        return f"put {behind} behind what stands in its middle"
    return f"put {behind} around a soft oval of its middle, as nothing there stood out clearly"
