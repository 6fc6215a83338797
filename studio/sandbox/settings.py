"""generationConfig, tools, safetySettings and cachedContent: what each model accepts of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from studio.sandbox.errors import InvalidArgument, PermissionDenied
from studio.sandbox.models import DEFAULT_SIZE, Model
from studio.sandbox.rules import Rules
from studio.sandbox.schema import OTHER_TOOLS
from studio.sandbox.wish import Settings

_CONFIG = "* GenerateContentRequest.generation_config."
_MOST_STOP_SEQUENCES = 5
CACHED_CONTENT = "cachedContents/sandbox"  # the one there is, with nothing in it
_REPLY_TYPES = ("image/png", "image/jpeg")


def read_settings(request: Mapping[str, Any], model: Model, rules: Rules) -> Settings:
    """The checked settings; raises a refusal for the first thing the model does not accept."""
    config = request.get("generation_config", {})
    _check_cached_content(request, rules)
    _check_safety(request.get("safety_settings", ()))
    _check_thinking(config.get("thinking_config"), model)
    _check_sampling(config, model)
    _check_formats(config)
    searches = _searches(request.get("tools", ()), model)
    if request.get("tool_config", {}).keys() & {"functionCallingConfig", "function_calling_config"}:
        raise InvalidArgument("Function calling config is set without function_declarations.")
    modalities = _modalities(config.get("response_modalities", ()))
    image_config = config.get("image_config", {})
    ratio, size = _shape(image_config, model)
    return Settings(
        words="TEXT" in modalities,
        picture="IMAGE" in modalities,
        thoughts=config.get("thinking_config", {}).get("include_thoughts", False),
        ratio=ratio,
        size=size,
        seed=config.get("seed"),
        searches=searches,
        most_tokens=config.get("max_output_tokens"),
        reply_type=_reply_type(image_config),
    )


def _check_cached_content(request: Mapping[str, Any], rules: Rules) -> None:
    if not request.get("cached_content"):
        return
    if any(request.get(name) for name in ("system_instruction", "tools", "tool_config")):
        raise InvalidArgument(rules.cache_conflict)
    name: str = request["cached_content"]
    in_project = rules.projects and name.startswith("projects/") and name.endswith(f"/{CACHED_CONTENT}")
    if name != CACHED_CONTENT and not in_project:
        raise PermissionDenied("CachedContent not found (or permission denied)")


def _check_safety(settings: Sequence[Mapping[str, Any]]) -> None:
    seen: set[str] = set()
    for index, setting in enumerate(settings):
        place = f"* GenerateContentRequest.safety_settings[{index}]"
        for name in ("category", "threshold"):
            if name not in setting:
                raise InvalidArgument(f"{place}.{name}: {name} is not specified")
        if setting["category"] in seen:
            raise InvalidArgument(f"{place}.category: {setting['category']} is set more than once")
        seen.add(setting["category"])


def _check_thinking(config: Mapping[str, Any] | None, model: Model) -> None:
    if config is None:
        return
    if not model.thinks:
        raise InvalidArgument("Thinking is not enabled for this model")
    level = config.get("thinking_level", "THINKING_LEVEL_UNSPECIFIED")
    if level == "THINKING_LEVEL_UNSPECIFIED":
        return
    if "thinking_budget" in config:
        raise InvalidArgument("You can only set only one of thinking budget and thinking level.")
    if level not in model.thinking_levels:
        raise InvalidArgument(
            f"Thinking level {level} is not supported for this model. Please retry with other thinking level."
        )


def _check_sampling(config: Mapping[str, Any], model: Model) -> None:
    for name, lowest, highest in (
        ("temperature", 0, 2),
        ("top_p", 0, 1),
        ("top_k", 1, 2**31),
        ("max_output_tokens", 1, model.output_tokens),
        ("thinking_config.thinking_budget", -1, model.output_tokens),
    ):
        value = _at(config, name)
        if value is not None and not lowest <= value <= highest:
            raise InvalidArgument(f"{_CONFIG}{name}: {name} must be in the range [{lowest}, {highest}].")
    count = config.get("candidate_count", 1)
    if count > 1:
        raise InvalidArgument("Multiple candidates is not enabled for this model")
    if count < 1:
        raise InvalidArgument(f"{_CONFIG}candidate_count: candidate_count must be positive")
    if len(config.get("stop_sequences", ())) > _MOST_STOP_SEQUENCES:
        raise InvalidArgument(f"{_CONFIG}stop_sequences: at most {_MOST_STOP_SEQUENCES} stop sequences are allowed.")


def _check_formats(config: Mapping[str, Any]) -> None:
    """What exists on the API and no image model has."""
    schema = config.get("response_schema") or config.get("response_json_schema")
    if schema or config.get("response_mime_type", "") not in ("", "text/plain"):
        raise InvalidArgument("JSON mode is not enabled for this model")
    if config.get("presence_penalty") or config.get("frequency_penalty"):
        raise InvalidArgument("Penalty is not enabled for this model")
    if config.get("response_logprobs") or "logprobs" in config:
        raise InvalidArgument("Logprobs is not enabled for this model")
    if "speech_config" in config:
        raise InvalidArgument("Speech is not enabled for this model")


def _modalities(wanted: Iterable[str]) -> frozenset[str]:
    modalities = frozenset(wanted) or frozenset({"TEXT", "IMAGE"})
    if not modalities <= {"TEXT", "IMAGE"}:
        raise InvalidArgument(
            "The requested combination of response modalities is not supported by the model. "
            f"It was ({', '.join(sorted(modalities))}); accepted are (IMAGE), (TEXT) and (TEXT, IMAGE)."
        )
    return modalities


def _shape(config: Mapping[str, Any], model: Model) -> tuple[str | None, str]:
    ratio, size = config.get("aspect_ratio") or None, config.get("image_size") or None
    if ratio is not None and ratio not in model.pixels_by_ratio:
        raise _not_one_of("aspect_ratio", model.pixels_by_ratio)
    if size is not None and not model.takes_size:
        raise InvalidArgument(f"{_CONFIG}image_config.image_size: image_size is not supported for this model.")
    if size is not None and size not in model.tokens_by_size:
        raise _not_one_of("image_size", model.tokens_by_size)
    return ratio, size or DEFAULT_SIZE


def _reply_type(config: Mapping[str, Any]) -> str:
    """The type of image that is asked for, where it can be; "" for the model's own."""
    wanted: str = config.get("image_output_options", {}).get("mime_type", "")
    if wanted and wanted not in _REPLY_TYPES:
        raise _not_one_of("image_output_options.mime_type", _REPLY_TYPES)
    return wanted


def _not_one_of(name: str, allowed: Iterable[str]) -> InvalidArgument:
    *others, last = (f"'{value}'" for value in allowed)
    choice = f"one of {', '.join(others)}, or {last}" if others else last
    return InvalidArgument(f"{_CONFIG}image_config.{name}: {name} must be {choice}.")


def _searches(tools: Sequence[Mapping[str, Any]], model: Model) -> bool:
    for tool in tools:
        others = tool.keys() & OTHER_TOOLS
        if "function_declarations" in others:
            raise InvalidArgument("Function calling is not enabled for this model")
        if others:
            raise InvalidArgument(f"Tool {min(others)} is not supported for this model")
        if "google_search" in tool and not model.web_search:
            raise InvalidArgument("Search Grounding is not supported for this model.")
        types = tool.get("google_search", {}).get("search_types", {})
        if "image_search" in types and not model.image_search:
            raise InvalidArgument("Image search is not supported for this model.")
    return any("google_search" in tool for tool in tools)


def _at(config: Mapping[str, Any], path: str) -> Any:
    value: Any = config
    for name in path.split("."):
        value = value.get(name) if value is not None else None
    return value
