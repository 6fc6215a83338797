"""The turns of a request: roles, parts and images, checked as the real server checks them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.inputs import check_image
from studio.sandbox.models import Model
from studio.sandbox.schema import FUNCTION_PARTS
from studio.sandbox.wish import Part, Turn

_REQUEST = "* GenerateContentRequest."

# From the address in a fileData to the bytes behind it and their type; raises a refusal.
Fetch = Callable[[str], tuple[bytes, str]]


def offline(_: str) -> tuple[bytes, str]:
    """What fetches nothing."""
    raise InvalidArgument("Cannot fetch content: the sandbox is offline. Send the image as inlineData.")


def read_turns(
    contents: Sequence[Mapping[str, Any]], model: Model, fetch: Fetch = offline, *, needs_roles: bool = False
) -> tuple[Turn, ...]:
    """The checked turns; raises InvalidArgument for the first thing wrong."""
    if not contents:
        raise InvalidArgument(f"{_REQUEST}contents: contents is not specified")
    presumed = "user" if len(contents) == 1 and not needs_roles else ""
    turns = tuple(_turn(content, f"contents[{index}]", presumed, fetch) for index, content in enumerate(contents))
    if turns[-1].role != "user":
        raise InvalidArgument("Please ensure that multiturn requests end with a user turn.")
    if not turns[-1].text and not turns[-1].images:
        raise InvalidArgument("Unable to submit request because it has an empty text parameter and no image.")
    for turn in turns:
        if turn.role == "user" and len(turn.images) > model.input_images:
            raise InvalidArgument(f"Too many images in request. The limit for this model is {model.input_images}.")
    return turns


def check_system_instruction(content: Mapping[str, Any] | None) -> str:
    """The words of the system instruction; raises InvalidArgument when it holds anything else."""
    parts = (content or {}).get("parts", [])
    if any(part.keys() & {"inline_data", "file_data"} | part.keys() & FUNCTION_PARTS for part in parts):
        raise InvalidArgument(f"{_REQUEST}system_instruction.parts: only text is allowed in a system instruction.")
    return "\n".join(part.get("text", "") for part in parts)


def _turn(content: Mapping[str, Any], path: str, presumed: str, fetch: Fetch) -> Turn:
    role = content.get("role") or presumed
    if role not in ("user", "model"):
        raise InvalidArgument("Please use a valid role: user, model.")
    parts = content.get("parts")
    if not parts:
        raise InvalidArgument(f"{_REQUEST}{path}.parts: contents.parts must not be empty.")
    read = tuple(_part(part, f"{path}.parts[{index}]", fetch) for index, part in enumerate(parts))
    return Turn("model" if role == "model" else "user", read)


def _part(part: Mapping[str, Any], path: str, fetch: Fetch) -> Part:
    thought, signature = bool(part.get("thought")), part.get("thought_signature") or None
    if "text" in part:
        return Part(text=part["text"], thought=thought, signature=signature)
    if "inline_data" in part:
        blob = part["inline_data"]
        if not blob.get("data"):
            raise InvalidArgument(f"{_REQUEST}{path}.inline_data.data: inline_data.data must not be empty.")
        image = check_image(blob["data"], blob.get("mime_type", ""))
        return Part(image=image, thought=thought, signature=signature)
    if "file_data" in part:
        reference = part["file_data"]
        data, mime_type = fetch(reference.get("file_uri", ""))
        image = check_image(data, reference.get("mime_type") or mime_type)
        return Part(image=image, thought=thought, signature=signature)
    if part.keys() & FUNCTION_PARTS:
        raise InvalidArgument("Function calling is not enabled for this model")
    raise InvalidArgument(f"{_REQUEST}{path}.data: required oneof field 'data' must have one initialized field")
