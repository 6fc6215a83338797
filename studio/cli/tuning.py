"""How the model is to go about it: the arguments of `studio generate` read and checked."""

import argparse

from studio.cli.exit_status import BadArgument
from studio.cli.tuning_options import HARMS
from studio.gemini.capabilities import ModelRow
from studio.gemini.fitting import choices, takes
from studio.gemini.tuning import HOTTEST, MOST_K, SAFETY, THRESHOLDS, Setting, Tuning, Value, is_sound

_OPTIONS = {
    Setting.TEMPERATURE: "--temperature",
    Setting.TOP_P: "--top-p",
    Setting.TOP_K: "--top-k",
    Setting.LEVEL: "--thinking",
    Setting.THOUGHTS: "--thoughts",
    Setting.WEB_SEARCH: "--search web",
    Setting.IMAGE_SEARCH: "--search image",
    Setting.MEDIA_RESOLUTION: "--media-resolution",
    Setting.INSTRUCTION: "--system",
    Setting.CACHED_CONTENT: "--cached-content",
    **dict.fromkeys(SAFETY, "--safety"),
}
_RANGES = {
    Setting.TEMPERATURE: f"a number from 0 to {HOTTEST:g}",
    Setting.TOP_P: "a number from 0 to 1",
    Setting.TOP_K: f"a whole number from 1 to {MOST_K}",
}


def read_tuning(arguments: argparse.Namespace) -> Tuning:
    """Check the arguments; BadArgument says which one cannot be used."""
    given: dict[Setting, Value] = {
        Setting.TEMPERATURE: arguments.temperature,
        Setting.TOP_P: arguments.top_p,
        Setting.TOP_K: arguments.top_k,
        Setting.LEVEL: arguments.thinking and arguments.thinking.upper(),
        Setting.THOUGHTS: arguments.thoughts or None,
        Setting.WEB_SEARCH: "web" in arguments.search or None,
        Setting.IMAGE_SEARCH: "image" in arguments.search or None,
        Setting.MEDIA_RESOLUTION: arguments.media_resolution and arguments.media_resolution.upper(),
        Setting.INSTRUCTION: _text(arguments.system, "--system"),
        Setting.CACHED_CONTENT: _text(arguments.cached_content, "--cached-content"),
    }
    tuning = Tuning()
    for setting, value in (given | _safety(arguments.safety)).items():
        if value is not None and not is_sound(setting, value):
            raise BadArgument(f"{_OPTIONS[setting]} is {_RANGES.get(setting, 'too long')}.")
        tuning = tuning.put(setting, value)
    return tuning


def check_tuning(tuning: Tuning, row: ModelRow) -> None:
    """Refuse what the model is known not to take; what a connection does not take is left out and told later."""
    for setting in tuning.chosen:
        if takes(setting, tuning[setting], row):
            continue
        offered = choices(setting, row)
        if setting is Setting.TEMPERATURE:
            raise BadArgument(f"{row.name} takes no --temperature above {row.temperature:g}.")
        levels = f" It takes {', '.join(each.lower() for each in offered)}." if offered else " Leave it away."
        raise BadArgument(f"{row.name} does not take {_said(setting, tuning)}.{levels}")


def _said(setting: Setting, tuning: Tuning) -> str:
    value = tuning[setting]
    return f"{_OPTIONS[setting]} {value.lower()}" if isinstance(value, str) else _OPTIONS[setting]


def _safety(given: list[str]) -> dict[Setting, Value]:
    read: dict[Setting, Value] = {}
    for each in given:
        name, _, threshold = each.partition("=")
        harm = HARMS.get(name.strip().lower().replace("_", "-"))
        word = threshold.strip().upper().replace("-", "_")
        if harm is None or word not in THRESHOLDS:
            raise BadArgument(
                f"--safety {each} is no CATEGORY=THRESHOLD. Categories: {', '.join(HARMS)}."
                f" Thresholds: {', '.join(each.lower() for each in THRESHOLDS)}."
            )
        if harm in read:
            raise BadArgument(f"--safety {name.strip()} is given more than once.")
        read[harm] = word
    return read


def _text(given: str | None, option: str) -> str | None:
    if given is None:
        return None
    # What a shell passes that is no UTF-8 cannot be stored or sent.
    text = given.encode("utf-8", "surrogateescape").decode("utf-8", "replace").strip()
    if not text:
        raise BadArgument(f"{option} is empty.")
    return text
