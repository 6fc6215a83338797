"""The words of a prompt that the drawing program knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.sandbox.pictures.colours import NAMED, Colour

_FIGURES = {
    "otter": "otter",
    "cat": "cat",
    "kitten": "cat",
    "dog": "dog",
    "puppy": "dog",
    "fox": "fox",
    "bear": "bear",
    "panda": "panda",
    "rabbit": "rabbit",
    "bunny": "rabbit",
    "mouse": "mouse",
    "mice": "mouse",
    "bird": "bird",
    "robin": "bird",
    "fish": "fish",
    "house": "house",
    "cottage": "house",
    "home": "house",
    "cabin": "house",
    "tree": "tree",
    "oak": "tree",
    "pine": "pine",
    "fir": "pine",
    "flower": "flower",
    "rose": "flower",
    "tulip": "flower",
    "daisy": "flower",
    "boat": "boat",
    "ship": "boat",
    "sailboat": "boat",
    "yacht": "boat",
    "robot": "robot",
    "android": "robot",
    "cup": "cup",
    "mug": "cup",
    "coffee": "cup",
    "tea": "cup",
    "espresso": "cup",
    "bottle": "bottle",
    "perfume": "bottle",
    "balloon": "balloon",
    "lighthouse": "lighthouse",
}
_BACKDROPS = {
    "hill": "hills",
    "countryside": "hills",
    "landscape": "hills",
    "meadow": "meadow",
    "field": "meadow",
    "garden": "meadow",
    "grass": "meadow",
    "mountain": "mountains",
    "alp": "mountains",
    "peak": "mountains",
    "sea": "sea",
    "ocean": "sea",
    "beach": "sea",
    "lake": "sea",
    "river": "sea",
    "water": "sea",
    "harbour": "sea",
    "harbor": "sea",
    "city": "city",
    "skyline": "city",
    "town": "city",
    "street": "city",
    "skyscraper": "city",
    "forest": "forest",
    "wood": "forest",
    "woodland": "forest",
    "jungle": "forest",
    "room": "room",
    "table": "room",
    "studio": "room",
    "interior": "room",
    "kitchen": "room",
    "abstract": "abstract",
    "pattern": "abstract",
    "geometric": "abstract",
    "shape": "abstract",
}
_TIMES = {
    "day": "day",
    "noon": "day",
    "sunny": "day",
    "sunset": "sunset",
    "dusk": "sunset",
    "evening": "sunset",
    "night": "night",
    "midnight": "night",
    "moonlight": "night",
    "moonlit": "night",
    "dark": "night",
    "dawn": "dawn",
    "sunrise": "dawn",
    "morning": "dawn",
    "autumn": "golden",
    "fall": "golden",
    "desert": "golden",
    "summer": "golden",
    "spring": "spring",
}
_STYLES = {
    "watercolour": "watercolour",
    "watercolor": "watercolour",
    "aquarelle": "watercolour",
    "line": "line drawing",
    "sketch": "line drawing",
    "pencil": "line drawing",
    "ink": "line drawing",
    "doodle": "line drawing",
    "poster": "flat poster",
    "flat": "flat poster",
    "minimal": "flat poster",
    "minimalist": "flat poster",
    "screenprint": "flat poster",
    "pixel": "pixel art",
}
_EXTRAS = {
    "hat": "hat",
    "scarf": "scarf",
    "glass": "glasses",
    "spectacle": "glasses",
    "bow": "bow tie",
    "moon": "moon",
    "sun": "sun",
    "star": "stars",
    "cloud": "clouds",
    "cloudy": "clouds",
    "snow": "snow",
    "snowy": "snow",
    "winter": "snow",
    "rain": "rain",
    "rainy": "rain",
}
_UNKNOWN_STYLES = (
    r"(?:oil|acrylic|gouache|pastel|tempera) (?:painting|painted|paint|color|colour)|(?:painted )?in oil|"
    r"gouache|charcoal|engraving|woodcut|linocut|"
    r"collage|mosaic|origami|graffiti|anime|manga|cartoon|comic|pop art|art deco|art nouveau|cubist|cubism|"
    r"impressionist|impressionism|surreal|surrealist|baroque|renaissance|ukiyo e|van gogh|photorealistic|"
    r"photorealism|cinematic|film noir|claymation|lego|cyberpunk|steampunk|"
    r"vaporwave|stained glass|low poly|isometric"
)
_REFUSING = ("no", "without", "not")
_MOST_FIGURES = 3


@dataclass(frozen=True)
class Figure:
    """Something to draw, in a colour of its own if the prompt gives it one."""

    name: str
    colour: Colour | None = None


@dataclass(frozen=True)
class SceneWords:
    """What a prompt asks for, as far as it was understood; None and empty where it says nothing."""

    figures: tuple[Figure, ...] = ()
    backdrop: str | None = None
    time: str | None = None
    style: str | None = None
    extras: frozenset[str] = frozenset()
    colours: tuple[Colour, ...] = ()
    hat_colour: Colour | None = None
    unknown_styles: tuple[str, ...] = ()

    @property
    def says_nothing(self) -> bool:
        """Whether not a single word names something that can be drawn or chosen."""
        return not (self.figures or self.backdrop or self.time or self.style or self.extras or self.colours)


def words_of(prompt: str) -> list[str]:
    """Its words in lower case and singular, those that the prompt refuses left out."""
    words = re.findall(r"[a-z]+", prompt.lower())
    return [
        _singular(word)
        for before, word in zip(["", *words], words, strict=False)
        if before not in _REFUSING and word not in _REFUSING
    ]


def read_scene(prompt: str) -> SceneWords:
    """The scene a prompt describes."""
    words = words_of(prompt)
    figures: dict[str, Figure] = {}
    for name, colour in _coloured(words, _FIGURES):
        if len(figures) < _MOST_FIGURES:
            figures.setdefault(name, Figure(name, colour))
    hats = [colour for _, colour in _coloured(words, {"hat": "hat"})]
    return SceneWords(
        figures=tuple(figures.values()),
        backdrop=_first(words, _BACKDROPS),
        time=_first(words, _TIMES),
        style=_first(words, _STYLES),
        extras=frozenset(_EXTRAS[word] for word in words if word in _EXTRAS),
        colours=tuple(NAMED[word] for word in words if word in NAMED)[:_MOST_FIGURES],
        hat_colour=hats[0] if hats else None,
        unknown_styles=unknown_styles(prompt),
    )


def unknown_styles(prompt: str) -> tuple[str, ...]:
    """The styles that are named and that nothing here can draw, each once, as they are usually called."""
    return tuple(dict.fromkeys(re.findall(rf"\b(?:{_UNKNOWN_STYLES})\b", " ".join(words_of(prompt)))))


def without_unknown_styles(words: str) -> str:
    """The words that are left when no style is named that nothing here can draw."""
    return re.sub(rf"\b(?:{_UNKNOWN_STYLES})\b", " ", words)


def _coloured(words: list[str], known: dict[str, str]) -> Iterator[tuple[str, Colour | None]]:
    """Each known name with the colour named in the two words before it."""
    for index, word in enumerate(words):
        if word in known:
            before = [near for near in words[max(0, index - 2) : index] if near in NAMED]
            yield known[word], NAMED[before[-1]] if before else None


def _first(words: list[str], known: dict[str, str]) -> str | None:
    return next((known[word] for word in words if word in known), None)


def _singular(word: str) -> str:
    for ending, instead in (("sses", "ss"), ("ies", "y"), ("xes", "x"), ("ches", "ch"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > max(3, len(ending) + 1):
            return word.removesuffix(ending) + instead
    return word
