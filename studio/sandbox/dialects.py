"""How servers word a refusal: Google's document, OpenAI's as relays send it, and LiteLLM's around Google's."""

import json
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import PlainTextResponse, Response

from studio.sandbox.errors import Crashed, ModelNotFound, NotServed, Refusal, Unauthenticated, Unavailable, UnknownKey

Dialect = Callable[[Refusal], Response]
_CODES = {
    400: "bad_request",
    403: "forbidden",
    404: "not_found",
    413: "request_too_large",
    501: "not_implemented",
    503: "get_channel_failed",
}


def in_json(document: object, status_code: int = 200) -> Response:
    """A document as Google's servers send it."""
    # Not Starlette's JSON: a message may quote what UTF-8 cannot carry, and Google's answers are indented.
    content = json.dumps(document, indent=2).encode("ascii")
    return Response(content, status_code, headers={"content-type": "application/json; charset=UTF-8"})


def google(refusal: Refusal) -> Response:
    """Google's error document."""
    return in_json(refusal.document(), refusal.code)


def relay(refusal: Refusal) -> Response:
    """OpenAI's error as new-api and its kin send it, for what they check and for what the server behind them said."""
    status, code, kind = refusal.code, _CODES.get(refusal.code, ""), "new_api_error"
    message = refusal.message
    if isinstance(refusal, ModelNotFound):
        status, code = 503, "model_not_found"
        message = f"No available channel for model {refusal.model}"
    elif isinstance(refusal, NotServed):
        return in_json(_openai(refusal.message, "invalid_request_error", ""), status)
    elif isinstance(refusal, Unauthenticated):
        code = ""
    elif status in (400, 403):
        kind = "upstream_error"
    return in_json(_openai(f"{message} (request id: {secrets.token_hex(8)})", kind, code), status)


def litellm(refusal: Refusal) -> Response:
    """LiteLLM's: the status as a string, an overload as 500, no key as a crash in plain text."""
    if isinstance(refusal, Crashed):
        return PlainTextResponse("Internal Server Error", 500)
    if isinstance(refusal, UnknownKey):
        return in_json(_openai("No connected db.", "no_db_connection", "400", None), 400)
    if isinstance(refusal, NotServed):
        return in_json({"detail": "Not Found"}, 404)
    status = 500 if isinstance(refusal, Unavailable) else refusal.code
    folded = json.dumps(refusal.document(), indent=2)
    message = f"litellm.{type(refusal).__name__}: GeminiException - {folded}"
    return in_json(_openai(message, "None", str(status), "None"), status)


def _openai(message: str, kind: str, code: str, param: str | None = "") -> Mapping[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
