"""The fields of a request beside its contents, in the protocol's own spelling, and only those that are asked for."""

from collections.abc import Mapping

from studio.gemini.content import GenerationConfig
from studio.gemini.tuning import SAFETY, Setting, Tuning

_HARMS = {
    Setting.HARASSMENT: "HARM_CATEGORY_HARASSMENT",
    Setting.HATE_SPEECH: "HARM_CATEGORY_HATE_SPEECH",
    Setting.SEXUALLY_EXPLICIT: "HARM_CATEGORY_SEXUALLY_EXPLICIT",
    Setting.DANGEROUS_CONTENT: "HARM_CATEGORY_DANGEROUS_CONTENT",
}


def fields_of(config: GenerationConfig) -> Mapping[str, object]:
    """Return the fields by name; generationConfig is always there, for some servers insist on its modalities."""
    tuning = config.tuning
    fields: dict[str, object] = {"generationConfig": _generation_config(config)}
    safety = [{"category": _HARMS[harm], "threshold": tuning[harm]} for harm in SAFETY if tuning[harm]]
    if safety:
        fields["safetySettings"] = safety
    if tuning.instruction:
        fields["systemInstruction"] = {"parts": [{"text": tuning.instruction}]}
    if tuning.web_search or tuning.image_search:
        fields["tools"] = [{"googleSearch": _search(tuning)}]
    if tuning.cached_content:
        fields["cachedContent"] = tuning.cached_content
    return fields


def _generation_config(config: GenerationConfig) -> Mapping[str, object]:
    tuning = config.tuning
    image = {"aspectRatio": config.image.aspect_ratio, "imageSize": config.image.image_size}
    resolution = tuning.media_resolution
    fields: dict[str, object] = {
        "responseModalities": list(config.modalities),
        "imageConfig": _asked(image) or None,
        "seed": config.seed,
        "temperature": tuning.temperature,
        "topP": tuning.top_p,
        "topK": tuning.top_k,
        "thinkingConfig": _asked({"thinkingLevel": tuning.level, "includeThoughts": tuning.thoughts or None}) or None,
        "mediaResolution": f"MEDIA_RESOLUTION_{resolution}" if resolution else None,
    }
    return _asked(fields)


def _search(tuning: Tuning) -> Mapping[str, object]:
    """The search of the web is what is meant by no types at all, and what every model with a search has."""
    if not tuning.image_search:
        return {}
    types: dict[str, object] = {"webSearch": {}} if tuning.web_search else {}
    return {"searchTypes": types | {"imageSearch": {}}}


def _asked(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
