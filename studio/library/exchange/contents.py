"""A turn in the protocol's own words, for whoever reads a `.studio` file; Studio itself reads replies."""

import json
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from studio.library.answers import Parts, put_together
from studio.library.exchange.parcel import ParcelFile, ParcelHole, ParcelTurn
from studio.library.records import Json


def user_content(turn: ParcelTurn, files: Sequence[ParcelFile]) -> dict[str, Any]:
    """Return what the user said: the images that were sent, each as the file it is, then the words."""
    parts: list[dict[str, Any]] = [{"fileData": {"mimeType": file.type, "fileUri": file.path}} for file in files]
    return {"role": "user", "parts": [*parts, {"text": turn.prompt}]}


def generation_config(settings: Json) -> dict[str, Any]:
    """Return what was asked of the model beside the contents."""
    config: dict[str, Any] = _named(settings, "seed", "temperature", "topP", "topK")
    for field, names in (
        ("imageConfig", ("aspectRatio", "imageSize")),
        ("thinkingConfig", ("thinkingLevel", "includeThoughts")),
    ):
        if chosen := _named(settings, *names):
            config[field] = chosen
    if resolution := settings.get("mediaResolution"):
        config["mediaResolution"] = f"MEDIA_RESOLUTION_{resolution}"
    return config


def _named(settings: Json, *names: str) -> dict[str, Any]:
    return {name: settings[name] for name in names if settings.get(name) is not None}


def model_content(
    skeleton: bytes, start: int, end: int, parts: Parts, holes: Iterable[ParcelHole]
) -> dict[str, Any] | None:
    """Return what the model answered, where each long string is the path of its file; None when it is no Content."""
    inside = sorted((hole for hole in holes if start <= hole.offset < end), key=lambda hole: hole.offset)
    content = parsed(put_together(partial(_filled, skeleton, inside), start, end, parts))
    if content is None:
        return None
    paths = {hole.file for hole in inside if hole.kind == "data"}
    answered = content.get("parts")
    content["parts"] = [_as_file(part, paths) for part in answered] if isinstance(answered, list) else []
    return content


def _filled(skeleton: bytes, holes: Sequence[ParcelHole], start: int, end: int) -> bytes:
    filled, position = b"", start
    for hole in holes:
        if start <= hole.offset < end:
            filled += skeleton[position : hole.offset] + json.dumps(hole.file)[1:-1].encode()
            position = hole.offset
    return filled + skeleton[position:end]


def parsed(written: bytes) -> dict[str, Any] | None:
    """Return the JSON object in some bytes, None when there is none; as forgiving as the reader of replies."""
    try:
        value = json.loads(written.decode(errors="replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _as_file(part: Any, paths: set[str]) -> Any:
    """A part whose bytes are in a file, as the protocol says that."""
    if not isinstance(part, dict):
        return part
    for name in ("inlineData", "inline_data"):
        data = part.get(name)
        if isinstance(data, dict) and data.get("data") in paths:
            mime = data.get("mimeType", data.get("mime_type"))
            rest = {key: value for key, value in part.items() if key != name}
            return {"fileData": {"mimeType": mime, "fileUri": data["data"]}} | rest
    return part
