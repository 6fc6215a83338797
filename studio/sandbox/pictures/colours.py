"""Colours: names people use, mixing, and palettes for times of day."""

from dataclasses import dataclass

Colour = tuple[int, int, int]

NAMED: dict[str, Colour] = {
    "red": (205, 62, 58),
    "crimson": (176, 38, 62),
    "orange": (238, 137, 60),
    "yellow": (245, 200, 76),
    "gold": (222, 170, 62),
    "golden": (222, 170, 62),
    "green": (92, 154, 96),
    "olive": (134, 140, 74),
    "mint": (158, 210, 184),
    "teal": (42, 135, 140),
    "turquoise": (70, 184, 186),
    "cyan": (92, 196, 214),
    "blue": (66, 116, 192),
    "navy": (36, 52, 104),
    "indigo": (72, 66, 148),
    "purple": (128, 84, 160),
    "violet": (142, 102, 190),
    "lavender": (184, 166, 218),
    "pink": (238, 150, 168),
    "magenta": (204, 70, 140),
    "brown": (134, 92, 62),
    "beige": (224, 204, 172),
    "cream": (246, 236, 212),
    "black": (44, 42, 50),
    "white": (244, 241, 234),
    "grey": (140, 142, 150),
    "gray": (140, 142, 150),
    "silver": (186, 190, 200),
}


@dataclass(frozen=True)
class Palette:
    """The colours of one light: sky from top to horizon, sun or moon, land from far to near, water, and its mood.

    `strength` says how much of the mood every object takes on, 0 to 1; `dark` that stars and lit windows show.
    """

    name: str
    sky_top: Colour
    sky_low: Colour
    light: Colour
    far: Colour
    near: Colour
    water: Colour
    mood: Colour
    strength: float
    dark: bool = False

    def tint(self, colour: Colour) -> Colour:
        """A colour of an object as it looks in this light."""
        return mix(colour, self.mood, self.strength)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two; share 0 is the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def lighter(colour: Colour, share: float) -> Colour:
    """Nearer to a warm white."""
    return mix(colour, (255, 252, 244), share)


def darker(colour: Colour, share: float) -> Colour:
    """Nearer to a cool black."""
    return mix(colour, (22, 18, 40), share)


PALETTES: dict[str, Palette] = {
    palette.name: palette
    for palette in (
        Palette(
            "day",
            sky_top=(104, 178, 214),
            sky_low=(232, 243, 234),
            light=(255, 246, 214),
            far=(150, 196, 190),
            near=(62, 122, 96),
            water=(66, 146, 176),
            mood=(255, 250, 236),
            strength=0.04,
        ),
        Palette(
            "sunset",
            sky_top=(92, 66, 128),
            sky_low=(250, 176, 112),
            light=(255, 226, 170),
            far=(176, 96, 128),
            near=(52, 36, 76),
            water=(128, 84, 132),
            mood=(190, 86, 84),
            strength=0.24,
        ),
        Palette(
            "night",
            sky_top=(12, 18, 48),
            sky_low=(50, 78, 140),
            light=(240, 238, 220),
            far=(46, 70, 128),
            near=(14, 20, 44),
            water=(30, 52, 104),
            mood=(30, 46, 104),
            strength=0.42,
            dark=True,
        ),
        Palette(
            "dawn",
            sky_top=(206, 176, 204),
            sky_low=(252, 228, 214),
            light=(255, 246, 236),
            far=(214, 158, 168),
            near=(106, 66, 88),
            water=(170, 138, 166),
            mood=(232, 178, 176),
            strength=0.14,
        ),
        Palette(
            "golden",
            sky_top=(252, 222, 150),
            sky_low=(255, 244, 214),
            light=(255, 253, 238),
            far=(230, 176, 96),
            near=(122, 74, 36),
            water=(206, 160, 96),
            mood=(240, 186, 100),
            strength=0.15,
        ),
        Palette(
            "spring",
            sky_top=(186, 216, 196),
            sky_low=(246, 246, 224),
            light=(255, 255, 240),
            far=(158, 192, 140),
            near=(48, 92, 66),
            water=(112, 168, 160),
            mood=(226, 236, 206),
            strength=0.08,
        ),
    )
}
