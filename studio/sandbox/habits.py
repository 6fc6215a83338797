"""What gateways make of an ordinary reply on its way through."""

from collections.abc import Callable, Mapping
from typing import Any

Habit = Callable[[Mapping[str, Any]], Mapping[str, Any]]

_TOTALS = ("promptTokenCount", "candidatesTokenCount", "totalTokenCount")


def unchanged(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The reply as the model gave it."""
    return document


def routerhub(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The image ahead of the words, as in RouterHub's sample, and of what was used the three totals alone."""
    candidates = [_image_first(candidate) for candidate in document["candidates"]]
    usage = {name: value for name, value in document["usageMetadata"].items() if name in _TOTALS}
    return {**document, "candidates": candidates, "usageMetadata": usage}


def _image_first(candidate: Mapping[str, Any]) -> Mapping[str, Any]:
    parts = candidate["content"].get("parts", [])
    thoughts = [part for part in parts if part.get("thought")]
    images = [part for part in parts if "inlineData" in part and not part.get("thought")]
    if not images:
        return candidate
    # Words are signed only where they come first.
    words = [{"text": part["text"]} for part in parts if "text" in part and not part.get("thought")]
    return {**candidate, "content": {**candidate["content"], "parts": [*thoughts, *images, *words]}}
