"""What figures can wear: a top hat, a scarf, a bow tie, glasses."""

from dataclasses import dataclass

from studio.sandbox.pictures.canvas import Brush
from studio.sandbox.pictures.colours import Colour, darker, lighter

_HAT = (48, 44, 62)
_BAND = (186, 62, 66)
_SCARF = (196, 66, 62)


@dataclass(frozen=True)
class Wardrobe:
    """The clothes of a figure, by name, and the colour of its hat."""

    items: frozenset[str] = frozenset()
    hat_colour: Colour | None = None

    def on_head(self, brush: Brush) -> None:
        """A top hat, its brim on the origin, tilted a little by the painter's fancy."""
        if "hat" not in self.items:
            return
        colour = self.hat_colour or _HAT
        band = lighter(colour, 0.55) if self.hat_colour else _BAND
        brush.ellipse(0, 0.005, 0.125, 0.03, darker(colour, 0.25))
        brush.ellipse(0, -0.004, 0.125, 0.028, colour)
        brush.blob(
            [(-0.078, -0.008), (-0.084, -0.09), (-0.096, -0.178), (0.096, -0.178), (0.084, -0.09), (0.078, -0.008)],
            colour,
        )
        brush.polygon([(-0.079, -0.012), (-0.083, -0.062), (0.083, -0.062), (0.079, -0.012)], band)
        brush.ellipse(0, -0.012, 0.0785, 0.014, band)
        brush.ellipse(0, -0.18, 0.094, 0.019, lighter(colour, 0.16))
        brush.stroke([(-0.062, -0.075), (-0.07, -0.155)], 0.012, lighter(colour, 0.3), opacity=0.7)

    def around_neck(self, brush: Brush, slim: float) -> None:
        """A scarf or a bow tie."""
        if "scarf" in self.items:
            brush.blob([(0.03, 0.02), (0.11, 0.02), (0.13, 0.2), (0.06, 0.21)], darker(_SCARF, 0.12), shade=0.1)
            brush.ellipse(0, 0.008, 0.165 * slim, 0.052, _SCARF, shade=0.15)
        elif "bow tie" in self.items:
            for side in (-1, 1):
                brush.blob([(0, 0.035), (side * 0.09, -0.01), (side * 0.1, 0.08)], _BAND, shade=0.12)
            brush.ellipse(0, 0.035, 0.022, 0.024, darker(_BAND, 0.25))

    def on_nose(self, brush: Brush) -> None:
        """Round glasses."""
        if "glasses" not in self.items:
            return
        for side in (-1, 1):
            ring = [
                (side * 0.088 + 0.055 * x, -0.008 + 0.055 * y) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 0))
            ]
            brush.ellipse(side * 0.088, -0.008, 0.055, 0.055, (255, 255, 255), opacity=0.25)
            brush.stroke(ring, 0.011, (40, 36, 48))
        brush.stroke([(-0.034, -0.012), (0, -0.022), (0.034, -0.012)], 0.011, (40, 36, 48))
