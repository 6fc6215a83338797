"""From the bytes of a body to a Wish: every check of the real server, in its order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.sandbox.contents import Fetch, check_system_instruction, offline, read_turns
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import Model
from studio.sandbox.protojson import parse
from studio.sandbox.rules import GOOGLE_RULES, Rules
from studio.sandbox.settings import read_settings
from studio.sandbox.signatures import check_signatures
from studio.sandbox.wish import Turn, Wish

_CHARACTERS_PER_TOKEN = 4
_TOKENS_PER_IMAGE = 258


@dataclass(frozen=True)
class Input:
    """What is sent to a model, checked and counted."""

    turns: tuple[Turn, ...]
    prompt_tokens: int
    image_tokens: int


def read_wish(body: bytearray, model: Model, rules: Rules = GOOGLE_RULES, fetch: Fetch = offline) -> Wish:
    """The checked request; empties `body` once it is read, so that a large one is not held twice."""
    request = parse(body, rules.request, rules.not_json)
    body.clear()
    if rules.needs_modalities and not request.get("generation_config", {}).get("response_modalities"):
        raise InvalidArgument("field generationConfig.responseModalities is required")
    settings = read_settings(request, model, rules)
    sent = read_input(request, model, rules, fetch)
    check_signatures(model, sent.turns, needed=model.id not in rules.unsigned)
    tokens = sent.prompt_tokens + sent.image_tokens
    if tokens > model.input_tokens:
        raise InvalidArgument(
            f"The input token count ({tokens}) exceeds the maximum number of tokens allowed ({model.input_tokens})."
        )
    return Wish(model, sent.turns, settings, sent.prompt_tokens, sent.image_tokens)


def read_input(request: Mapping[str, Any], model: Model, rules: Rules, fetch: Fetch) -> Input:
    """The turns with the instruction counted in; raises a refusal for the first thing wrong."""
    instruction = check_system_instruction(request.get("system_instruction"))
    turns = read_turns(request.get("contents", ()), model, fetch, needs_roles=rules.needs_roles)
    parts = [part for turn in turns for part in turn.parts]
    words = tokens_of(instruction) + sum(tokens_of(part.text) for part in parts)
    return Input(turns, words, _TOKENS_PER_IMAGE * sum(part.image is not None for part in parts))


def tokens_of(text: str) -> int:
    """A rough count, at least one for any text."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


def details_of(**counts: int) -> list[dict[str, Any]]:
    """Counts by modality, zeros left out."""
    return [{"modality": modality, "tokenCount": count} for modality, count in counts.items() if count]
