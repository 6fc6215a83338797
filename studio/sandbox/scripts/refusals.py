"""Scripts that refuse: every shape and every status in which Google and the gateways are known to say no."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from studio.sandbox.errors import error_info, localized_message
from studio.sandbox.scripts.scene import Scene
from studio.sandbox.scripts.script import Answer, Raw, Script, drawing, in_json, whole

_TYPE = "type.googleapis.com/google.rpc."
_WAIT = "0.3s"
_HTML = "text/html; charset=UTF-8"
_OVERLOADED = "The model is overloaded. Please try again later."
_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. "
    "* Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_requests, limit: {limit}, "
    "model: gemini-2.5-flash-preview-image\n"
)
_KEY_WORDS = "API key not valid. Please pass a valid API key."
_EXPIRED = "API key expired. Please renew the API key."


def google(code: int, status: str, message: str, *details: Mapping[str, Any]) -> dict[str, Any]:
    """Google's error document."""
    error: dict[str, Any] = {"code": code, "message": message, "status": status}
    return {"error": error | ({"details": list(details)} if details else {})}


def openai(message: str, kind: str, code: object = None) -> dict[str, Any]:
    """OpenAI's."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def page(title: str) -> str:
    """A web page as proxies show it."""
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1><hr>nginx</body></html>"


def _retry_info(delay: str = _WAIT) -> dict[str, Any]:
    return {"@type": f"{_TYPE}RetryInfo", "retryDelay": delay}


def _quota(quota_id: str) -> dict[str, Any]:
    return {"@type": f"{_TYPE}QuotaFailure", "violations": [{"quotaMetric": "requests", "quotaId": quota_id}]}


def _says(name: str, sentence: str, document: object, status: int, **headers: str) -> Script:
    return Script(name, sentence, [lambda _: in_json(document, status, **headers)])


def _page(name: str, sentence: str, title: str, status: int) -> Script:
    return Script(name, sentence, [lambda _: whole(page(title), status, _HTML)])


def _then_draws(name: str, sentence: str, answer: Raw, times: int = 1) -> Script:
    return Script(name, f"{sentence}, then all goes well.", [*[lambda _: answer] * times, drawing])


def _exhausted(limit: int, *details: Mapping[str, Any], words: str = "") -> dict[str, Any]:
    return google(429, "RESOURCE_EXHAUSTED", _QUOTA.format(limit=limit) + words, *details)


def _at_a_date(_: Scene) -> Answer:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    return in_json(openai("Too many requests", "rate_limit_error", "rate_limit"), 429, retry_after=when)


_NESTED = (
    "litellm.APIError: GeminiException - " + json.dumps(google(503, "UNAVAILABLE", _OVERLOADED)) + " No fallback model."
)
_MINUTE = "GenerateRequestsPerMinutePerProjectPerModel"
_DAY = "GenerateRequestsPerDayPerProjectPerModel"

_LIMITS = (
    _then_draws(
        "429-retry-info",
        "Too many requests, with a RetryInfo",
        in_json(_exhausted(10, _quota(_MINUTE), _retry_info(), words="Please retry in 9s."), 429, retry_after="9"),
    ),
    _then_draws(
        "429-retry-after",
        "Too many requests, with a Retry-After in seconds",
        in_json(openai("Too many requests, please retry in 9s.", "rate_limit_error"), 429, retry_after="1"),
    ),
    Script(
        "429-retry-date", "Too many requests, with a Retry-After as a date, then all goes well.", [_at_a_date, drawing]
    ),
    _then_draws(
        "429-retry-words",
        "Too many requests, with the wait in the words",
        in_json(_exhausted(10, words="Please retry in 0.34s."), 429),
    ),
    _says("429-no-hint", "Too many requests, without a hint.", _exhausted(10), 429),
    _says("429-for-hours", "Too many requests; the wait is two hours.", _exhausted(10, _retry_info("7200s")), 429),
    _says("429-limit-0", "No quota at all: “limit: 0”.", _exhausted(0, _quota(_MINUTE), _retry_info()), 429),
    _says("429-per-day", "The quota of the day is spent.", _exhausted(50, _quota(_DAY), _retry_info()), 429),
    _then_draws(
        "503-twice",
        "Overloaded twice",
        in_json(google(503, "UNAVAILABLE", _OVERLOADED, _retry_info()), 503),
        times=2,
    ),
    _says(
        "503-deadline",
        "A 503 that does not prove that no work was done.",
        google(503, "UNAVAILABLE", "Deadline expired before operation could complete."),
        503,
    ),
    _says(
        "503-gateway",
        "A gateway's 503: no channel.",
        openai("No available channel for model x (request id: 20261127)", "new_api_error", "model_not_found"),
        503,
    ),
)
_GOOGLES = (
    _says(
        "400-invalid",
        "Google refuses the request.",
        google(
            400,
            "INVALID_ARGUMENT",
            "Invalid JSON payload received. Unknown name \"otter\" at 'generation_config': Cannot find field.",
            {"@type": f"{_TYPE}BadRequest", "fieldViolations": [{"field": "generation_config"}]},
        ),
        400,
    ),
    _says(
        "400-bad-key",
        "Google refuses the key, with status 400.",
        google(400, "INVALID_ARGUMENT", _KEY_WORDS, error_info("API_KEY_INVALID"), localized_message(_KEY_WORDS)),
        400,
    ),
    _says(
        "400-expired-key",
        "Google finds the key expired, with status 400.",
        google(400, "INVALID_ARGUMENT", _EXPIRED, error_info("API_KEY_INVALID"), localized_message(_EXPIRED)),
        400,
    ),
    _says(
        "403-leaked-key",
        "Google has heard that others know the key.",
        google(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."),
        403,
    ),
    _says(
        "400-place",
        "Google does not serve this place.",
        google(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        400,
    ),
    _says(
        "400-signature",
        "Google does not take the history's signatures.",
        google(400, "INVALID_ARGUMENT", "Corrupted thought signature."),
        400,
    ),
    _says(
        "403-google",
        "Google does not allow it with this key.",
        google(403, "PERMISSION_DENIED", "Generative Language API has not been used in project 1 before."),
        403,
    ),
    _says(
        "404-google",
        "Google does not know the model.",
        google(
            404, "NOT_FOUND", "models/x is not found for API version v1beta, or is not supported for generateContent."
        ),
        404,
    ),
    _says("409-google", "A conflict.", google(409, "ABORTED", "The operation was aborted."), 409),
    _says(
        "499-google", "The client is said to have gone.", google(499, "CANCELLED", "The operation was cancelled."), 499
    ),
    _says("500-google", "Google failed.", google(500, "INTERNAL", "An internal error has occurred."), 500),
    _says("501-google", "Not implemented.", google(501, "UNIMPLEMENTED", "Operation is not implemented."), 501),
    _says("504-google", "Google took too long.", google(504, "DEADLINE_EXCEEDED", "Deadline exceeded."), 504),
    _says("array-error", "Google's error in an array.", [google(400, "INVALID_ARGUMENT", "No, in an array.")], 400),
)
_GATEWAYS = (
    _says("openai-error", "OpenAI's error.", openai("Invalid size (request id: 1)", "invalid_request_error"), 400),
    _says("openai-digits", "OpenAI's error whose code is in digits.", openai("No.", "None", "400"), 400),
    _says("string-error", "The error is a string.", {"error": "The upstream did not answer."}, 500),
    _says("message-error", "Nothing but a message.", {"message": "no Route matched with those values"}, 404),
    _says("detail-error", "FastAPI's detail in words.", {"detail": "Not enough credits"}, 402),
    _says(
        "detail-list",
        "FastAPI's list of details.",
        {"detail": [{"loc": ["body", "contents"], "msg": "field required", "type": "value_error.missing"}]},
        422,
    ),
    _says("success-false", "No success, and a message.", {"success": False, "message": "quota check failed"}, 500),
    _says("code-and-msg", "A code and a msg.", {"code": 400, "msg": "model is offline"}, 400),
    _says("nested-error", "LiteLLM's: Google's error as text in a message.", openai(_NESTED, "None", "503"), 500),
    _says(
        "status-error", "A status that is no word of Google's.", {"error": {"message": "No.", "status": "ERROR"}}, 500
    ),
    _says("401-openai", "The key is refused in OpenAI's shape.", openai("Invalid token", "new_api_error"), 401),
    _says("404-route", "A wrong path at a gateway.", openai("Invalid URL (POST /v1/x)", "invalid_request_error"), 404),
    Script("404-empty", "A wrong path, and an empty body.", [lambda _: whole("", 404)]),
    Script(
        "500-text", "A failure in plain text.", [lambda _: whole("bufio.Scanner: token too long", 500, "text/plain")]
    ),
    Script("500-cut-json", "A failure whose JSON is cut off.", [lambda _: whole('{"error": {"message": "upst', 500)]),
    Script("500-empty", "A failure without a word.", [lambda _: whole("", 500)]),
    _page("413-html", "The request is too large, says a proxy.", "413 Request Entity Too Large", 413),
    _page("502-html", "A bad gateway, says a proxy.", "502 Bad Gateway", 502),
    _page("524-html", "A proxy waited too long.", "gateway.example | 524: A timeout occurred", 524),
)
REFUSALS: Sequence[Script] = (*_LIMITS, *_GOOGLES, *_GATEWAYS)
