"""The server's own table of image models: what each accepts and how large its pictures are."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from studio.sandbox.errors import ModelNotFound

Pixels = tuple[int, int]

_PREFIXES = ("models/", "publishers/google/models/", "google/")
_ALIASES = {"nano-banana-pro": "gemini-3-pro-image"}

_PIXELS_2_5: dict[str, Pixels] = {
    "1:1": (1024, 1024),
    "2:3": (832, 1248),
    "3:2": (1248, 832),
    "3:4": (864, 1184),
    "4:3": (1184, 864),
    "4:5": (896, 1152),
    "5:4": (1152, 896),
    "9:16": (768, 1344),
    "16:9": (1344, 768),
    "21:9": (1536, 672),
}
# The order is the one in which Google's refusal lists them.
_PIXELS_14: dict[str, Pixels] = {
    "1:1": (1024, 1024),
    "1:4": (512, 2048),
    "1:8": (384, 3072),
    "2:3": (848, 1264),
    "3:2": (1264, 848),
    "3:4": (896, 1200),
    "4:1": (2048, 512),
    "4:3": (1200, 896),
    "4:5": (928, 1152),
    "5:4": (1152, 928),
    "8:1": (3072, 384),
    "9:16": (768, 1376),
    "16:9": (1376, 768),
    "21:9": (1584, 672),
}
_PIXELS_10 = {ratio: pixels for ratio, pixels in _PIXELS_14.items() if ratio in _PIXELS_2_5}
_SCALES = {"512": Fraction(1, 2), "1K": Fraction(1), "2K": Fraction(2), "4K": Fraction(4)}
DEFAULT_SIZE = "1K"


@dataclass(frozen=True)
class Model:
    """One row of the table. Pixels are width and height at 1K; tokens are per picture of each size.

    `issuer` is whose signatures it gives and takes; "" for Google's own.
    """

    id: str
    title: str
    pixels_by_ratio: Mapping[str, Pixels]
    tokens_by_size: Mapping[str, int]
    reply_type: str
    takes_size: bool = True
    signs: bool = True
    thinking_levels: frozenset[str] = frozenset()
    web_search: bool = False
    image_search: bool = False
    input_images: int = 14
    input_tokens: int = 131072
    output_tokens: int = 32768
    issuer: str = ""

    @property
    def thinks(self) -> bool:
        """Whether a thinkingConfig is accepted at all."""
        return bool(self.thinking_levels)

    def pixels(self, ratio: str, size: str) -> Pixels:
        """Width and height of a picture of this ratio and size."""
        width, height = self.pixels_by_ratio[ratio]
        return int(width * _SCALES[size]), int(height * _SCALES[size])

    def nearest_ratio(self, width: int, height: int) -> str:
        """The ratio whose shape is closest to a picture of this width and height."""

        def distance(ratio: str) -> float:
            wide, high = self.pixels_by_ratio[ratio]
            one, other = Fraction(wide, high), Fraction(width, height)
            return float(max(one, other) / min(one, other))

        return min(self.pixels_by_ratio, key=distance)

    def listing(self) -> dict[str, Any]:
        """The item of ListModels."""
        return {
            "name": f"models/{self.id}",
            "version": "sandbox",
            "displayName": self.title,
            "description": f"A drawing program that answers like {self.title}; it is not a model.",
            "inputTokenLimit": self.input_tokens,
            "outputTokenLimit": self.output_tokens,
            # Google serves streams of image models without listing them.
            "supportedGenerationMethods": ["generateContent", "countTokens"],
            "temperature": 1,
            "topP": 0.95,
            "topK": 64,
            "maxTemperature": 1,
            "thinking": self.thinks,
        }


def all_models() -> tuple[Model, ...]:
    """Every row, oldest family first."""
    return _MODELS


def bare_id(name: str) -> str:
    """The id a reply names as modelVersion: the asked one without its prefixes."""
    stripped = next((name[len(prefix) :] for prefix in _PREFIXES if name.startswith(prefix)), name)
    return stripped if stripped == name else bare_id(stripped)


def find_model(name: str, version: str, method: str = "generateContent") -> Model:
    """The row for an id with or without prefixes and "-preview"; raises ModelNotFound in Google's words."""
    key = bare_id(name).removesuffix("-preview")
    key = _ALIASES.get(key, key)
    for model in _MODELS:
        if model.id == key:
            return model
    raise model_not_found(name, version, method)


def model_not_found(name: str, version: str, method: str) -> ModelNotFound:
    """The refusal for an unknown id, and for a method the model does not have."""
    full_name = name if name.startswith("models/") else f"models/{name}"
    return ModelNotFound(
        f"{full_name} is not found for API version {version}, or is not supported for {method}. "
        "Call ListModels to see the list of available models and their supported methods.",
        name,
    )


_MODELS = (
    Model(
        id="gemini-2.5-flash-image",
        title="Nano Banana",
        pixels_by_ratio=_PIXELS_2_5,
        tokens_by_size={"1K": 1290},
        reply_type="image/png",
        takes_size=False,
        signs=False,
        input_tokens=32768,
    ),
    Model(
        id="gemini-3-pro-image",
        title="Nano Banana Pro",
        pixels_by_ratio=_PIXELS_10,
        tokens_by_size={"1K": 1120, "2K": 1120, "4K": 2000},
        reply_type="image/jpeg",
        thinking_levels=frozenset({"MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"}),
        web_search=True,
    ),
    Model(
        id="gemini-3.1-flash-image",
        title="Nano Banana 2",
        pixels_by_ratio=_PIXELS_14,
        tokens_by_size={"512": 747, "1K": 1120, "2K": 1680, "4K": 2520},
        reply_type="image/jpeg",
        thinking_levels=frozenset({"MINIMAL", "HIGH"}),
        web_search=True,
        image_search=True,
    ),
    Model(
        id="gemini-3.1-flash-lite-image",
        title="Nano Banana 2 Lite",
        pixels_by_ratio=_PIXELS_14,
        tokens_by_size={"1K": 1120},
        reply_type="image/png",
        thinking_levels=frozenset({"MINIMAL", "HIGH"}),
    ),
    Model(
        id="gemini-nano-banana-2.1",
        title="Nano Banana 2.1",
        pixels_by_ratio=_PIXELS_14,
        tokens_by_size={"1K": 1120, "2K": 1680, "4K": 2520},
        reply_type="image/jpeg",
        thinking_levels=frozenset({"MINIMAL", "MEDIUM", "HIGH"}),
        web_search=True,
        image_search=True,
    ),
)
