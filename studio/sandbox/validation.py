"""From the bytes of a body to a Wish: every check of the real server, in its order."""

from studio.sandbox.contents import check_system_instruction, read_turns
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import Model
from studio.sandbox.protojson import parse
from studio.sandbox.schema import REQUEST
from studio.sandbox.settings import read_settings
from studio.sandbox.signatures import check_signatures
from studio.sandbox.wish import Turn, Wish

_CHARACTERS_PER_TOKEN = 4
_TOKENS_PER_IMAGE = 258


def read_wish(body: bytearray, model: Model) -> Wish:
    """The checked request; empties `body` once it is read, so that a large one is not held twice."""
    request = parse(body, REQUEST)
    body.clear()
    settings = read_settings(request, model)
    instruction = check_system_instruction(request.get("system_instruction"))
    turns = read_turns(request.pop("contents", ()), model)
    check_signatures(model, turns)
    prompt_tokens, image_tokens = _count(instruction, turns)
    if prompt_tokens + image_tokens > model.input_tokens:
        raise InvalidArgument(
            f"The input token count ({prompt_tokens + image_tokens}) exceeds "
            f"the maximum number of tokens allowed ({model.input_tokens})."
        )
    return Wish(model, turns, settings, prompt_tokens, image_tokens)


def tokens_of(text: str) -> int:
    """A rough count, at least one for any text."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


def _count(instruction: str, turns: tuple[Turn, ...]) -> tuple[int, int]:
    parts = [part for turn in turns for part in turn.parts]
    words = tokens_of(instruction) + sum(tokens_of(part.text) for part in parts)
    return words, _TOKENS_PER_IMAGE * sum(part.image is not None for part in parts)
