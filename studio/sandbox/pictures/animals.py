"""Animals that sit or stand facing us: one figure with traits, as different as an otter and a panda."""

from dataclasses import dataclass, replace

from studio.sandbox.pictures.canvas import Brush, Point, ellipse_points
from studio.sandbox.pictures.colours import Colour, Palette, darker, lighter, mix
from studio.sandbox.pictures.wardrobe import Wardrobe

_INK = (38, 30, 40)
_BLUSH = (236, 128, 116)


@dataclass(frozen=True)
class Traits:
    """How one animal differs from the others. Sizes are shares of the usual."""

    coat: Colour
    belly: Colour
    ears: str
    tail: str
    slim: float = 1.0
    whiskers: bool = False
    muzzle: float = 1.0
    patches: Colour | None = None

    def dyed(self, colour: Colour) -> "Traits":
        """The same animal in another colour."""
        return replace(self, coat=colour, belly=lighter(colour, 0.7))


ANIMALS: dict[str, Traits] = {
    "otter": Traits((140, 96, 68), (226, 196, 158), "small", "thick", slim=0.9, whiskers=True, muzzle=1.15),
    "cat": Traits((232, 158, 92), (252, 232, 206), "pointed", "thin", slim=0.92, whiskers=True, muzzle=0.85),
    "dog": Traits((196, 148, 102), (246, 228, 200), "floppy", "thin", muzzle=1.2),
    "fox": Traits((222, 112, 58), (252, 238, 220), "pointed", "bushy", slim=0.88, muzzle=1.0),
    "bear": Traits((126, 88, 66), (196, 158, 122), "round", "none", slim=1.16, muzzle=1.15),
    "panda": Traits((244, 242, 236), (255, 253, 248), "round", "none", slim=1.14, patches=(52, 50, 60)),
    "rabbit": Traits((214, 196, 184), (250, 242, 234), "long", "puff", slim=0.95, whiskers=True, muzzle=0.8),
    "mouse": Traits((166, 164, 176), (232, 226, 226), "large", "thin", slim=0.9, whiskers=True, muzzle=0.75),
}


def draw_animal(brush: Brush, traits: Traits, palette: Palette, wardrobe: Wardrobe) -> None:
    """An animal one unit tall, standing on the origin of the brush."""
    coat, belly = palette.tint(traits.coat), palette.tint(traits.belly)
    limb = palette.tint(traits.patches) if traits.patches else darker(coat, 0.1)
    _tail(brush, traits, coat, belly)
    _body(brush, traits, coat, belly, limb)
    wardrobe.around_neck(brush.at(0, -0.565), traits.slim)
    _ears(brush, traits, limb if traits.patches else coat, belly)
    _head(brush, traits, coat, belly)
    _face(brush, traits, palette)
    wardrobe.on_nose(brush.at(0, -0.735))
    wardrobe.on_head(brush.at(0.015, -0.885))


def _tail(brush: Brush, traits: Traits, coat: Colour, belly: Colour) -> None:
    if traits.tail == "thick":
        brush.blob(
            [
                (0.1, -0.12),
                (0.26, -0.1),
                (0.4, -0.16),
                (0.5, -0.27),
                (0.53, -0.24),
                (0.47, -0.1),
                (0.3, 0.0),
                (0.1, 0.01),
            ],
            darker(coat, 0.12),
            shade=0.12,
        )
    elif traits.tail == "thin":
        brush.stroke([(0.12, -0.05), (0.32, -0.05), (0.4, -0.2), (0.35, -0.34)], 0.06, darker(coat, 0.08))
    elif traits.tail == "bushy":
        brush.blob(
            [(0.1, -0.06), (0.26, -0.12), (0.34, -0.32), (0.44, -0.48), (0.54, -0.32), (0.48, -0.1), (0.3, 0.0)],
            darker(coat, 0.06),
            shade=0.15,
        )
        brush.blob([(0.385, -0.38), (0.44, -0.48), (0.51, -0.38), (0.47, -0.35), (0.43, -0.37)], belly)
    elif traits.tail == "puff":
        brush.ellipse(0.26, -0.09, 0.08, 0.08, belly)


def _body(brush: Brush, traits: Traits, coat: Colour, belly: Colour, limb: Colour) -> None:
    wide = traits.slim
    right: list[Point] = [(0.12, -0.63), (0.19, -0.42), (0.255, -0.2), (0.235, -0.04), (0.12, 0.0)]
    outline = [(x * wide, y) for x, y in right] + [(-x * wide, y) for x, y in reversed(right)]
    for side in (-1, 1):
        brush.ellipse(side * 0.135 * wide, -0.015, 0.105, 0.045, darker(limb, 0.12), shade=0.1)
    brush.blob(outline, coat, shade=0.16)
    brush.polygon(ellipse_points(0, -0.27, 0.15 * wide, 0.235), belly, shade=0.08)
    for side in (-1, 1):
        arm = [
            (side * 0.15 * wide, -0.5),
            (side * 0.21 * wide, -0.38),
            (side * 0.17 * wide, -0.28),
            (side * 0.05, -0.285),
        ]
        brush.stroke(arm, 0.085, limb)
        brush.ellipse(side * 0.055, -0.287, 0.05, 0.044, lighter(limb, 0.07))


def _ears(brush: Brush, traits: Traits, coat: Colour, belly: Colour) -> None:
    inner = mix(belly, _BLUSH, 0.35)
    for side in (-1, 1):
        if traits.ears == "pointed":
            brush.polygon([(side * 0.2, -0.76), (side * 0.185, -1.0), (side * 0.05, -0.87)], coat, shade=0.1)
            brush.polygon([(side * 0.175, -0.8), (side * 0.17, -0.945), (side * 0.085, -0.86)], inner)
        elif traits.ears == "floppy":
            ear = [
                (side * 0.12, -0.88),
                (side * 0.22, -0.85),
                (side * 0.275, -0.68),
                (side * 0.23, -0.6),
                (side * 0.18, -0.7),
            ]
            brush.blob(ear, darker(coat, 0.24), shade=0.1)
        elif traits.ears == "long":
            brush.polygon(ellipse_points(side * 0.11, -1.02, 0.055, 0.2, side * 0.16), coat, shade=0.1)
            brush.polygon(ellipse_points(side * 0.11, -1.01, 0.028, 0.15, side * 0.16), inner)
        else:
            radius = {"small": 0.055, "round": 0.08, "large": 0.125}[traits.ears]
            x = side * (0.15 + radius * 0.22)
            brush.ellipse(x, -0.835 - radius * 0.3, radius, radius, darker(coat, 0.08))
            brush.ellipse(x, -0.83 - radius * 0.3, radius * 0.58, radius * 0.58, inner)


def _head(brush: Brush, traits: Traits, coat: Colour, belly: Colour) -> None:
    brush.blob(
        [
            *((0, -0.9), (0.13, -0.875), (0.205, -0.77), (0.2, -0.66), (0.11, -0.575)),
            *((0, -0.56), (-0.11, -0.575), (-0.2, -0.66), (-0.205, -0.77), (-0.13, -0.875)),
        ],
        coat,
        shade=0.1,
    )
    if traits.ears == "pointed" and traits.tail == "bushy":
        for side in (-1, 1):
            cheek = [
                (side * 0.02, -0.68),
                (side * 0.12, -0.71),
                (side * 0.195, -0.69),
                (side * 0.11, -0.59),
                (0, -0.57),
            ]
            brush.blob(cheek, belly)
    wide = traits.muzzle
    for side in (-1, 1):
        brush.ellipse(side * 0.042 * wide, -0.655, 0.068 * wide, 0.056 * wide, belly)
    brush.ellipse(0, -0.625, 0.055 * wide, 0.042 * wide, belly)


def _face(brush: Brush, traits: Traits, palette: Palette) -> None:
    ink = palette.tint(_INK) if not palette.dark else _INK
    for side in (-1, 1):
        if traits.patches:
            brush.polygon(ellipse_points(side * 0.092, -0.74, 0.05, 0.062, side * 0.5), palette.tint(traits.patches))
        brush.ellipse(side * 0.088, -0.745, 0.028, 0.031, ink)
        brush.ellipse(side * 0.088 + 0.009, -0.757, 0.0095, 0.0105, (255, 255, 250))
        brush.glow(side * 0.145, -0.68, 0.055, _BLUSH, 0.5)
    brush.blob([(-0.034, -0.695), (0, -0.703), (0.034, -0.695), (0.016, -0.667), (0, -0.66), (-0.016, -0.667)], ink)
    brush.stroke([(0, -0.664), (0, -0.642)], 0.009, ink)
    for side in (-1, 1):
        brush.stroke([(0, -0.642), (side * 0.022, -0.628), (side * 0.048, -0.636)], 0.009, ink)
        if traits.whiskers:
            for rise in (-0.02, 0.004, 0.028):
                whisker = [
                    (side * 0.09, -0.652 + rise * 0.5),
                    (side * 0.17, -0.655 + rise),
                    (side * 0.245, -0.648 + rise * 1.9),
                ]
                brush.stroke(whisker, 0.0055, lighter(ink, 0.25), opacity=0.8)
