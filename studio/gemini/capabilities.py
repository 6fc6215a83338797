"""What each model accepts and costs, from a dated table that is passed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from studio.gemini.response import Usage

_PREFIXES = ("models/", "publishers/google/models/", "google/")
_MICROS = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """List prices in USD: per million tokens of input, words and image, and per image by size ("" is the only size)."""

    input: float
    text: float
    image: float
    per_image: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model: the ratios and sizes it takes (no sizes: it must not be sent one), whether it signs its turns.

    `inputs` is how many pictures it keeps apart well, if that is known.
    """

    id: str
    name: str
    ratios: Sequence[str]
    sizes: Sequence[str]
    signatures: bool
    price: Price | None = None
    successor: str | None = None
    known: bool = True
    inputs: int | None = None

    def estimate(self, size: str | None) -> int | None:
        """Return what one image costs by the list, in micro-dollars."""
        if self.price is None:
            return None
        usual = "1K" if "1K" in self.price.per_image else ""
        price = self.price.per_image.get(size or usual)
        return None if price is None else round(price * _MICROS)

    def cost(self, usage: Usage) -> int | None:
        """Return what a reply's usage costs by the list, in micro-dollars; None when the figures do not tell."""
        if self.price is None or not usage.total:
            return None
        if usage.image is None and usage.candidates:  # an image token costs ten times a word's
            return None
        image = usage.image or 0
        words = max(0, usage.candidates - image) + usage.thoughts
        dollars = usage.prompt * self.price.input + words * self.price.text + image * self.price.image
        return round(dollars)  # dollars per million tokens are micro-dollars per token


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The table; an id it does not know gets the widest row, and the server decides."""

    rows: Mapping[str, ModelRow] = field(default_factory=dict)
    widest: Sequence[str] = ()
    default: str = ""

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> "Capabilities":
        """Read the table as it stands in resources/models."""
        rows: dict[str, ModelRow] = {}
        for entry in table["models"]:
            row = ModelRow(
                id=entry["id"],
                name=entry["name"],
                ratios=tuple(table["ratios"][entry["ratios"]]),
                sizes=tuple(entry["sizes"]),
                signatures=entry["signatures"],
                price=Price(**entry["price"]) if "price" in entry else None,
                successor=entry.get("successor"),
                inputs=entry.get("inputs"),
            )
            for name in (entry["id"], *entry.get("aliases", ())):
                rows[name] = row
        return cls(rows, tuple(table["ratios"]["wide"]), table["default"])

    def free(self) -> "Capabilities":
        """Return the table without prices, for an endpoint that asks for none."""
        return replace(self, rows={name: replace(row, price=None) for name, row in self.rows.items()})

    def row(self, model: str) -> ModelRow:
        """Return the row of a model id, whatever prefix it has; `X-preview` is `X`."""
        bare = bare_id(model)
        found = self.rows.get(bare) or self.rows.get(bare.removesuffix("-preview"))
        return found or ModelRow(bare, bare, self.widest, ("512", "1K", "2K", "4K"), signatures=True, known=False)


def bare_id(model: str) -> str:
    """Return a model id without the prefixes that servers put before it."""
    model = model.strip()
    for prefix in _PREFIXES:
        model = model.removeprefix(prefix)
    return model


def difference(aspect: str | None, size: str | None, width: int, height: int) -> str | None:
    """Say how a picture's pixels differ from the shape "W:H" and size "1K" that were asked for; None if they fit."""
    if not _has_shape(aspect, width, height) or not _has_size(size, width, height):
        asked = " ".join(part for part in (size, aspect) if part)
        return f"Asked {asked}, got {width}x{height}: the provider did not keep to it."
    return None


def _has_shape(aspect: str | None, width: int, height: int) -> bool:
    across, _, up = (aspect or "").partition(":")
    if not (across.isdecimal() and up.isdecimal() and int(up)):
        return True
    # The family's own sizes are multiples of 16 pixels and up to 5 % off the ratio they are named by.
    return abs(width * int(up) / (height * int(across)) - 1) < 0.08


def _has_size(size: str | None, width: int, height: int) -> bool:
    side = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}.get(size or "")
    return side is None or 0.6 < (width * height) ** 0.5 / side < 1.5
