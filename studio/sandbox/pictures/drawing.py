"""A new picture from the words of a prompt: backdrop, light, figures, style, and the sentence that says so."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from studio.sandbox.pictures import nature, things
from studio.sandbox.pictures.animals import ANIMALS, draw_animal
from studio.sandbox.pictures.backdrops import BACKDROPS
from studio.sandbox.pictures.canvas import Brush, Canvas
from studio.sandbox.pictures.colours import PALETTES, Palette, mix
from studio.sandbox.pictures.effects import Effect, flat_poster, grained, line_drawing, pixel_art, watercolour
from studio.sandbox.pictures.picture import Picture
from studio.sandbox.pictures.prompt_words import Figure, SceneWords, read_scene
from studio.sandbox.pictures.sky import paint_sky, paint_weather
from studio.sandbox.pictures.wardrobe import Wardrobe

_PAINTERS = {
    "house": things.draw_house,
    "lighthouse": things.draw_lighthouse,
    "boat": things.draw_boat,
    "balloon": things.draw_balloon,
    "robot": things.draw_robot,
    "cup": things.draw_cup,
    "bottle": things.draw_bottle,
    "tree": nature.draw_tree,
    "pine": nature.draw_pine,
    "flower": nature.draw_flower,
    "bird": nature.draw_bird,
    "fish": nature.draw_fish,
}
_STYLES: dict[str, Effect] = {
    "watercolour": watercolour,
    "line drawing": line_drawing,
    "flat poster": flat_poster,
    "pixel art": pixel_art,
}
_USUAL_BACKDROPS = {
    "otter": ("sea", "hills"),
    "boat": ("sea",),
    "lighthouse": ("sea",),
    "fish": ("sea",),
    "cup": ("room",),
    "bottle": ("room",),
    "flower": ("meadow",),
    "balloon": ("hills", "mountains"),
    "fox": ("forest", "hills"),
    "bear": ("forest", "mountains"),
    "robot": ("city", "hills"),
}
# What each backdrop is called alone, and behind figures.
_BACKDROP_WORDS = {
    "hills": ("rolling hills", "before rolling hills"),
    "meadow": ("a meadow", "in a meadow"),
    "mountains": ("mountains", "before mountains"),
    "sea": ("the sea", "by the sea"),
    "city": ("a city", "before a city"),
    "forest": ("a forest", "in a forest"),
    "room": ("an empty room", "in a room"),
    "abstract": ("a pattern of plain shapes", "over plain shapes"),
}
_STYLE_WORDS = {
    "watercolour": "as a watercolour",
    "line drawing": "as a line drawing",
    "flat poster": "as a flat poster",
    "pixel art": "as pixel art",
}
_LIGHT_WORDS = {
    "day": "by day",
    "sunset": "at sunset",
    "night": "at night",
    "dawn": "at dawn",
    "golden": "in golden light",
    "spring": "in spring light",
}
_WORN = {"hat": "a top hat", "scarf": "a scarf", "bow tie": "a bow tie", "glasses": "glasses"}
_UNKNOWN_STYLE = "It knows no way to draw in this style: {}."
_OFFER = " It draws simple scenes: animals, houses, boats, flowers, cups, the sea, hills, forests and cities."
# Places of one, two and three figures: x as a share of the width, size as a share of the main one's.
_PLACES = {1: ((0.5, 1.0),), 2: ((0.36, 1.0), (0.69, 0.82)), 3: ((0.5, 1.0), (0.21, 0.72), (0.79, 0.72))}
_MAIN_HEIGHT = 0.58
_WIDEST = 0.62


@dataclass(frozen=True)
class Plan:
    """All choices of one scene, the prompt's and those of chance."""

    words: SceneWords
    backdrop: str
    palette: Palette

    def sentence(self) -> str:
        """What will be seen, in words."""
        _, behind = _BACKDROP_WORDS[self.backdrop]
        figures = [_article(figure.name) for figure in self.words.figures]
        if self.wears:
            figures[0] += " wearing " + _listed([_WORN[item] for item in _WORN if item in self.wears])
        style = f", {_STYLE_WORDS[self.words.style]}" if self.words.style else ""
        drawn = f"{_listed(figures)} {behind} {_LIGHT_WORDS[self.palette.name]}" if figures else self.scene
        unknown = f" {_UNKNOWN_STYLE.format(_listed(self.words.unknown_styles))}" if self.words.unknown_styles else ""
        return f"{self._understood()}drew {drawn}{style}.{unknown}{_OFFER if self.words.says_nothing else ''}"

    @property
    def scene(self) -> str:
        """The backdrop and its light, in words; a pattern has no light."""
        alone, _ = _BACKDROP_WORDS[self.backdrop]
        return alone if self.backdrop == "abstract" else f"{alone} {_LIGHT_WORDS[self.palette.name]}"

    def _understood(self) -> str:
        if self.words.figures or self.words.backdrop:
            return ""
        return f"knew {'none of these words' if self.words.says_nothing else 'no subject in these words'}, so it "

    @property
    def wears(self) -> frozenset[str]:
        """What the first figure wears; a robot takes a hat only."""
        first = self.words.figures[0].name if self.words.figures else ""
        fitting = frozenset(_WORN) if first in ANIMALS else frozenset({"hat"}) if first == "robot" else frozenset()
        return self.words.extras & fitting


def draw_picture(prompt: str, pixels: tuple[int, int], chance: random.Random) -> Picture:
    """A picture of exactly this width and height; all chance comes from `chance`."""
    plan = make_plan(read_scene(prompt), chance)
    return Picture(paint_scene(plan, pixels, chance), plan.sentence())


def paint_scene(plan: Plan, pixels: tuple[int, int], chance: random.Random) -> Image.Image:
    """The scene of a plan, painted in its style."""
    canvas = Canvas(pixels)
    if plan.backdrop not in ("room", "abstract"):
        paint_sky(canvas, plan.palette, plan.words.extras, chance)
    ground = BACKDROPS[plan.backdrop](canvas, plan.palette, chance)
    _paint_figures(canvas, plan, ground, chance)
    paint_weather(canvas, plan.palette, plan.words.extras, chance)
    treat = _STYLES.get(plan.words.style or "", grained)
    return treat(canvas.finish(), chance)


def make_plan(words: SceneWords, chance: random.Random) -> Plan:
    """Choices for everything the words leave open."""
    usual = _USUAL_BACKDROPS.get(words.figures[0].name, ("hills", "meadow", "hills")) if words.figures else ()
    if words.backdrop:
        backdrop = words.backdrop
    elif usual:
        backdrop = chance.choice(usual)
    else:
        named = words.time or words.extras & {"moon", "sun", "stars", "clouds", "snow", "rain"}
        backdrop = "hills" if named else "abstract"
    dark = words.extras & {"moon", "stars"}
    time = words.time or ("night" if dark else chance.choice(("day", "dawn", "golden", "spring", "sunset")))
    return Plan(words, backdrop, _coloured(PALETTES[time], words))


def _coloured(palette: Palette, words: SceneWords) -> Palette:
    """The palette leaning towards the colours of the prompt that belong to no figure."""
    owned = {figure.colour for figure in words.figures} | {words.hat_colour}
    free = [colour for colour in words.colours if colour not in owned]
    if not free:
        return palette
    first, last = free[0], free[-1]
    return replace(
        palette,
        sky_top=mix(palette.sky_top, first, 0.5),
        sky_low=mix(palette.sky_low, first, 0.22),
        far=mix(palette.far, last, 0.6),
        near=mix(palette.near, last, 0.35),
        water=mix(palette.water, last, 0.5),
        mood=mix(palette.mood, first, 0.4),
    )


def _paint_figures(canvas: Canvas, plan: Plan, ground: float, chance: random.Random) -> None:
    figures = plan.words.figures
    if not figures:
        return
    places = _PLACES[len(figures)]
    main_size = min(_MAIN_HEIGHT * min(canvas.height, 1.6), canvas.width * _WIDEST)
    # The smaller ones stand further back, so they come first.
    for figure, (share, scale) in reversed(list(zip(figures, places, strict=True))):
        size = main_size * scale
        x = canvas.width * share + chance.uniform(-0.02, 0.02)
        y = ground - 0.06 * (1 - scale)
        brush = canvas.brush(x, y, size, mirrored=share > 0.6 or chance.random() < 0.3)
        wardrobe = Wardrobe(plan.wears if figure is figures[0] else frozenset(), plan.words.hat_colour)
        _paint_figure(brush, figure, plan.palette, wardrobe, chance)


def _paint_figure(brush: Brush, figure: Figure, palette: Palette, wardrobe: Wardrobe, chance: random.Random) -> None:
    if figure.name in ANIMALS:
        traits = ANIMALS[figure.name]
        brush.shadow(0, 0.01, 0.42, 0.07)
        draw_animal(brush, traits.dyed(figure.colour) if figure.colour else traits, palette, wardrobe)
        return
    if figure.name == "balloon":
        brush = brush.at(0, -0.45, 0.9)
    elif figure.name not in ("boat", "fish"):
        brush.shadow(0, 0.01, 0.5, 0.07)
    _PAINTERS[figure.name](brush, palette, figure.colour, chance)
    if figure.name == "robot":
        wardrobe.on_head(brush.at(0, -0.89, 1.2))


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
