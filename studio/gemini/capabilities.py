"""What each model accepts and costs, from a dated table that is passed in."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from studio.gemini.tuning import HOTTEST, LEVELS
from studio.gemini.usage import Usage

_PREFIXES = ("models/", "publishers/google/models/", "google/")
_MICROS = 1_000_000
_SCALES = {"512": Fraction(1, 2), "1K": Fraction(1), "2K": Fraction(2), "4K": Fraction(4)}
_SIDES = {size: int(1024 * scale) for size, scale in _SCALES.items()}
_SOON = timedelta(days=180)
_VERSION = re.compile(r"(-preview)?(-[0-9]{2}-[0-9]{2,4}|-[0-9]{3,8}|@[a-z0-9-]+)?$")


@dataclass(frozen=True, slots=True)
class Price:
    """List prices in USD: per million tokens of input, words and image, and per image by size ("" is the only size)."""

    input: float
    text: float
    image: float
    per_image: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Retirement:
    """The day that Google announced for the end of an id, and the model that takes its place."""

    ends: date
    successor: str

    def is_near(self, today: date) -> bool:
        """Whether whoever begins something with it should know."""
        return self.ends - today <= _SOON


@dataclass(frozen=True, slots=True)
class Server:
    """What a host is not sent, whatever the model takes: settings by their names in the record."""

    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model: what it may be sent, what it answers with, and what that costs."""

    id: str
    name: str
    ratios: Sequence[str]
    sizes: Sequence[str]  # none: it must not be sent one
    signatures: bool  # whether it signs its turns
    price: Price | None = None
    known: bool = True
    inputs: int | None = None  # how many pictures it keeps apart well, if that is known
    thinks: bool = True  # it takes a thinkingConfig
    levels: Sequence[str] = LEVELS  # which that may name
    usual_level: str | None = None
    temperature: float = HOTTEST  # the highest it takes
    web_search: bool = True
    image_search: bool = True
    types: Sequence[str] = ()  # of the pictures it answers with
    pixels: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # of a picture of 1K, by ratio
    tokens: Mapping[str, int] = field(default_factory=dict)  # of a picture, by size; "" is the only size
    retirement: Retirement | None = None

    @property
    def successor(self) -> str | None:
        """The model that takes its place, if its end was announced."""
        return self.retirement.successor if self.retirement else None

    def draws(self, ratio: str, size: str | None) -> tuple[int, int] | None:
        """Return the width and height that a ratio and size mean, where the table tells."""
        scale, pixels = _SCALES.get(size or "1K"), self.pixels.get(ratio)
        return (int(pixels[0] * scale), int(pixels[1] * scale)) if pixels and scale else None

    def estimate(self, size: str | None) -> int | None:
        """Return what one image costs by the list, in micro-dollars."""
        if self.price is None:
            return None
        usual = "1K" if "1K" in self.price.per_image else ""
        price = self.price.per_image.get(size or usual)
        return None if price is None else round(price * _MICROS)

    def told_apart(self, usage: Usage, pictures: Iterable[tuple[int, int]]) -> Usage:
        """Return a usage whose pictures are told from its words, by what the table has for pictures of these pixels."""
        if usage.image is not None or not self.tokens:
            return usage
        image = sum(self.tokens[self._size_of(*pixels)] for pixels in pictures)
        return replace(usage, image=image) if 0 < image <= usage.candidates else usage

    def _size_of(self, width: int, height: int) -> str:
        side = (width * height) ** 0.5
        return min(self.tokens, key=lambda size: abs(math.log(side / _SIDES.get(size, _SIDES["1K"]))))

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
    servers: Mapping[str, Server] = field(default_factory=dict)

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> "Capabilities":
        """Read the table as it stands in resources/models."""
        rows: dict[str, ModelRow] = {}
        for entry in table["models"]:
            row = _read_row(entry, table)
            for name in (entry["id"], *entry.get("aliases", ())):
                rows[name] = row
        for name, end in table["retirements"]["ids"].items():
            retirement = Retirement(date.fromisoformat(end["ends"]), end["successor"])
            rows[name] = replace(rows[name.removesuffix("-preview")], retirement=retirement)
        hosts = {host: Server(frozenset(entry["without"])) for host, entry in table["servers"]["hosts"].items()}
        return cls(rows, tuple(table["ratios"]["wide"]), table["default"], hosts)

    def server(self, host: str) -> Server:
        """Return what a host takes; one that nobody knows takes everything."""
        return self.servers.get(host, Server())

    def free(self) -> "Capabilities":
        """Return the table without prices, for an endpoint that asks for none."""
        return replace(self, rows={name: replace(row, price=None) for name, row in self.rows.items()})

    def row(self, model: str) -> ModelRow:
        """Return the row of a model id, whatever prefix it has; `X-preview` is `X`."""
        bare = bare_id(model)
        found = self.rows.get(bare) or self.rows.get(bare.removesuffix("-preview"))
        return found or ModelRow(bare, bare, self.widest, ("512", "1K", "2K", "4K"), signatures=True, known=False)


def _read_row(entry: Mapping[str, Any], table: Mapping[str, Any]) -> ModelRow:
    ratios, pixels = tuple(table["ratios"][entry["ratios"]]), table["pixels"][entry["pixels"]]
    return ModelRow(
        id=entry["id"],
        name=entry["name"],
        ratios=ratios,
        sizes=tuple(entry["sizes"]),
        signatures=entry["signatures"],
        price=Price(**entry["price"]) if "price" in entry else None,
        inputs=entry["inputs"],
        thinks=entry["thinks"],
        levels=tuple(entry["levels"]),
        usual_level=entry.get("usual_level"),
        temperature=entry["temperature"],
        web_search=entry["web_search"],
        image_search=entry["image_search"],
        types=tuple(entry["types"]),
        pixels={ratio: (width, height) for ratio, (width, height) in pixels.items() if ratio in ratios},
        tokens=entry["tokens"],
    )


def draws_images(model: str) -> bool:
    """Return whether a model id is one of those that draw over generateContent, as far as its name tells."""
    bare = bare_id(model).lower()
    return ("image" in bare or "nano-banana" in bare) and not bare.startswith("imagen")


def bare_id(model: str) -> str:
    """Return a model id without the prefixes that servers put before it."""
    model = model.strip()
    for prefix in _PREFIXES:
        model = model.removeprefix(prefix)
    return model


def is_other_model(asked: str, answered: str) -> bool:
    """Whether another model answered than was asked for: previews and versions of one are the same, aliases untold."""
    own, other = (_VERSION.sub("", bare_id(model).lower()) for model in (asked, answered))
    return own.startswith("gemini-") and bool(other) and own != other


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
    side = _SIDES.get(size or "")
    return side is None or 0.6 < (width * height) ** 0.5 / side < 1.5
