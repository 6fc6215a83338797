"""What of a request's settings a model and a server take: the rest is left out, and each thing left out is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from studio.gemini.capabilities import ModelRow, Server
from studio.gemini.content import GenerationConfig, ImageConfig
from studio.gemini.tuning import RESOLUTIONS, SAFETY, THRESHOLDS, Setting, Tuning, Value

_FORBIDDEN_BY_A_CACHE = (Setting.INSTRUCTION, Setting.WEB_SEARCH, Setting.IMAGE_SEARCH)


class Why(StrEnum):
    """Who does not take a setting."""

    MODEL = "not by the model"
    SERVER = "not by the server"
    CACHE = "not with a cache"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A setting that was not sent, by its name in the record, with what it stood at."""

    setting: str
    value: Value
    why: Why

    def as_json(self, turn_id: str) -> dict[str, object]:
        """Return it as the record keeps it, beside the decisions about the history of that turn."""
        return {
            "turn_id": turn_id,
            "reason": self.why.value,
            "image_id": None,
            "setting": self.setting,
            # A long text is in the settings already.
            "value": "" if self.setting in (Setting.INSTRUCTION, Setting.CACHED_CONTENT) else self.value,
        }


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is sent, and what of the wish is not in it."""

    config: GenerationConfig
    left_out: Sequence[LeftOut] = ()


def fit(config: GenerationConfig, row: ModelRow, server: Server) -> Fitted:
    """Keep what a model and a server take; for a model nobody knows, shape and size are left to the server."""
    image, left_out = _fit_image(config.image, row)
    asked = tuning = config.tuning
    for setting in asked.chosen:
        if (why := why_not(setting, asked, row, server)) is not None:
            left_out.append(LeftOut(setting.value, asked[setting], why))
            tuning = tuning.put(setting, None)
    return Fitted(replace(config, image=image, tuning=tuning), tuple(left_out))


def why_not(setting: Setting, tuning: Tuning, row: ModelRow, server: Server) -> Why | None:
    """Return who does not take a setting at what it stands at; None when it can be sent."""
    if setting.value in server.without:
        return Why.SERVER
    if not takes(setting, tuning[setting], row):
        return Why.MODEL
    cache = Setting.CACHED_CONTENT
    if setting in _FORBIDDEN_BY_A_CACHE and tuning[cache] and cache.value not in server.without:
        return Why.CACHE
    return None


def takes(setting: Setting, value: Value, row: ModelRow) -> bool:
    """Return whether a model takes a value; of one that leaves the choice to it, whether there is a choice."""
    match setting:
        case Setting.TEMPERATURE:
            return value is None or float(value) <= row.temperature
        case Setting.THOUGHTS:
            return row.thinks
        case Setting.WEB_SEARCH:
            return row.web_search
        case Setting.IMAGE_SEARCH:
            return row.image_search
    offered = choices(setting, row)
    return offered is None or (bool(offered) if value is None else value in offered)


def choices(setting: Setting, row: ModelRow) -> Sequence[str] | None:
    """Return the words that a model takes for a setting; None for one that is no choice of words."""
    if setting is Setting.LEVEL:
        return row.levels
    if setting is Setting.MEDIA_RESOLUTION:
        return RESOLUTIONS
    return THRESHOLDS if setting in SAFETY else None


def _fit_image(image: ImageConfig, row: ModelRow) -> tuple[ImageConfig, list[LeftOut]]:
    left_out = []
    if row.known and image.aspect_ratio not in (None, *row.ratios):
        left_out.append(LeftOut("aspectRatio", image.aspect_ratio, Why.MODEL))
        image = replace(image, aspect_ratio=None)
    if row.known and image.image_size not in (None, *row.sizes):
        left_out.append(LeftOut("imageSize", image.image_size, Why.MODEL))
        image = replace(image, image_size=None)
    return image, left_out
