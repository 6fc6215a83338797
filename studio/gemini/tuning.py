"""How a model is to go about it, beside shape, size and seed; and how that is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

LEVELS = ("MINIMAL", "LOW", "MEDIUM", "HIGH")
THRESHOLDS = ("BLOCK_LOW_AND_ABOVE", "BLOCK_MEDIUM_AND_ABOVE", "BLOCK_ONLY_HIGH", "BLOCK_NONE", "OFF")
RESOLUTIONS = ("LOW", "MEDIUM", "HIGH")
HOTTEST = 2.0
MOST_K = 64
SEEDS = range(-(2**31), 2**31)
LONGEST_INSTRUCTION, LONGEST_NAME = 100_000, 500


class Setting(StrEnum):
    """One of these settings, by the name that the record has for it."""

    TEMPERATURE = "temperature"
    TOP_P = "topP"
    TOP_K = "topK"
    LEVEL = "thinkingLevel"
    THOUGHTS = "includeThoughts"
    HARASSMENT = "harassment"
    HATE_SPEECH = "hateSpeech"
    SEXUALLY_EXPLICIT = "sexuallyExplicit"
    DANGEROUS_CONTENT = "dangerousContent"
    WEB_SEARCH = "webSearch"
    IMAGE_SEARCH = "imageSearch"
    MEDIA_RESOLUTION = "mediaResolution"
    INSTRUCTION = "systemInstruction"
    CACHED_CONTENT = "cachedContent"


SAFETY = (Setting.HARASSMENT, Setting.HATE_SPEECH, Setting.SEXUALLY_EXPLICIT, Setting.DANGEROUS_CONTENT)

Value = str | float | int | bool | None


@dataclass(frozen=True, slots=True)
class Tuning:
    """What is None, empty or False is left to the provider; the four harms are thresholds of the safety filters."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    level: str | None = None
    thoughts: bool = False
    harassment: str | None = None
    hate_speech: str | None = None
    sexually_explicit: str | None = None
    dangerous_content: str | None = None
    web_search: bool = False
    image_search: bool = False
    media_resolution: str | None = None
    instruction: str = ""
    cached_content: str = ""

    def __getitem__(self, setting: Setting) -> Value:
        value: Value = getattr(self, setting.name.lower())
        return value

    def put(self, setting: Setting, value: Value) -> "Tuning":
        """Return the same with another value; None leaves it to the provider."""
        changed: Any = {setting.name.lower(): _USUAL[setting] if value is None else value}
        return replace(self, **changed)

    @property
    def chosen(self) -> Sequence[Setting]:
        """The settings that are not left to the provider."""
        return [each for each in Setting if self[each] != _USUAL[each]]

    def record(self) -> dict[str, Value]:
        """Return what is chosen, as the record keeps it."""
        return {each.value: self[each] for each in self.chosen}

    @classmethod
    def read(cls, record: Mapping[str, object]) -> "Tuning":
        """Read it from a record; what makes no sense in it is left to the provider."""
        tuning = cls()
        for each in Setting:
            value = record.get(each)
            if isinstance(value, bool | int | float | str) and is_sound(each, value):
                tuning = tuning.put(each, value)
        return tuning


_USUAL = Tuning()

_CHOICES: Mapping[Setting, Sequence[str]] = {
    Setting.LEVEL: LEVELS,
    Setting.MEDIA_RESOLUTION: RESOLUTIONS,
    **dict.fromkeys(SAFETY, THRESHOLDS),
}
_SWITCHES = (Setting.THOUGHTS, Setting.WEB_SEARCH, Setting.IMAGE_SEARCH)
_HIGHEST = {Setting.TEMPERATURE: HOTTEST, Setting.TOP_P: 1.0}


def is_sound(setting: Setting, value: Value) -> bool:
    """Return whether any model could take a value for a setting."""
    if setting in _SWITCHES:
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if setting in _HIGHEST:
        return isinstance(value, int | float) and 0 <= value <= _HIGHEST[setting]
    if setting is Setting.TOP_K:
        return isinstance(value, int) and 1 <= value <= MOST_K
    if setting in _CHOICES:
        return value in _CHOICES[setting]
    longest = LONGEST_INSTRUCTION if setting is Setting.INSTRUCTION else LONGEST_NAME
    return isinstance(value, str) and len(value) <= longest
