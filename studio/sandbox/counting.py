"""countTokens: what a request would count as, from its contents alone or from the whole request."""

from typing import Any

from studio.sandbox.contents import Fetch
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import Model
from studio.sandbox.protojson import parse
from studio.sandbox.rules import Rules
from studio.sandbox.schema import COUNT
from studio.sandbox.validation import details_of, read_input


def count_tokens(body: bytearray, model: Model, rules: Rules, fetch: Fetch) -> dict[str, Any]:
    """The CountTokensResponse; it is about the input only, so no setting of the request is looked at."""
    asked = parse(body, COUNT, rules.not_json)
    body.clear()
    request, contents = asked.get("generate_content_request"), asked.get("contents")
    if request is not None and contents:
        raise InvalidArgument("* CountTokensRequest: contents and generate_content_request can not both be set.")
    counted = read_input({"contents": contents or ()} if request is None else request, model, rules, fetch)
    return {
        "totalTokens": counted.prompt_tokens + counted.image_tokens,
        "promptTokensDetails": details_of(TEXT=counted.prompt_tokens, IMAGE=counted.image_tokens),
    }
