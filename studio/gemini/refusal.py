"""An error reply read into the error tree, in every shape that Google and the gateways are known to send."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from studio.gemini import errors

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_RETRY_WORDS = re.compile(r"(?:retry|try again) in ([0-9.]+) ?(ms|s)\b", re.IGNORECASE)
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]*)?)(ms|s)")
_SECONDS = re.compile(r"[0-9]{1,9}")
_PATH_WORDS = re.compile(r"invalid url|requested url|no route|not found on this server|cannot post|page not found")
_CACHE_WORDS = re.compile(r"cached ?content")
_NO_CREDIT = ("insufficient_quota", "insufficient_user_quota", "pre_consume_token_quota_failed")  # OpenAI's, New API's
_LONGEST_QUOTE = 600


@dataclass(frozen=True, slots=True)
class ServerError:
    """What an error reply says: the server's words, its status word, reason and details where it gives them."""

    status: int
    words: str = ""
    code: str = ""
    reason: str = ""
    wait: float | None = None
    quota_ids: tuple[str, ...] = ()
    google_shaped: bool = False


def read_refusal(
    status: int, headers: Mapping[str, str], body: bytes, *, host: str, hide: Callable[[str], str]
) -> errors.Refused:
    """Read an error reply; `hide` takes the key out of the server's words, which some servers quote."""
    said = read_server_error(status, body)
    if said.wait is None:
        said = _with_wait(said, _retry_after(headers.get("retry-after", "")))
    return refusal(said, host=host, hide=hide)


def read_server_error(status: int, body: bytes) -> ServerError:
    """Read the body of an error reply, whatever its shape."""
    text = body.decode("utf-8-sig", "replace").strip()
    if not text or text[:1] == "<":
        title = _TITLE.search(text)
        return ServerError(status, " ".join(title.group(1).split()) if title else "")
    try:
        return error_of(json.loads(text), status) or ServerError(status, text)
    except (ValueError, RecursionError):
        return _of_words(text, status)


def error_of(value: object, status: int) -> ServerError | None:
    """Read a parsed JSON value as an error; None when it is none."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return None
    error = value.get("error")
    if isinstance(error, dict):
        return _error_object(error, status)
    status = _number(value.get("code"), status)
    for said in (error, value.get("message"), value.get("detail"), value.get("msg")):
        if isinstance(said, dict) and (inner := error_of(said, status)) is not None:
            return inner
        if isinstance(said, str) and said:
            return _of_words(said, status)
        if isinstance(said, list) and said:
            return ServerError(status, _listed(said))
    return None


def _listed(details: list[object]) -> str:
    """Say what FastAPI lists: where, and what is wrong there."""
    if not all(isinstance(each, dict) and isinstance(each.get("msg"), str) for each in details):
        return json.dumps(details, ensure_ascii=False)
    return "; ".join(_place(each) + str(each["msg"]) for each in details if isinstance(each, dict))


def _place(detail: Mapping[str, object]) -> str:
    place = detail.get("loc")
    return ".".join(map(str, place)) + ": " if isinstance(place, list) and place else ""


def _error_object(error: Mapping[str, object], status: int) -> ServerError:
    """Read Google's `error` object, or OpenAI's, whose code is a word."""
    code, word, message, details = (error.get(name) for name in ("code", "status", "message", "details"))
    status = _number(code, status)
    words = message if isinstance(message, str) else ""
    if (nested := _nested(words, status)) is not None:
        return nested
    if isinstance(word, str):
        return _google(status, words, word, details if isinstance(details, list) else [])
    if not isinstance(code, str) or code.isdecimal():
        code = error.get("type")
    return ServerError(status, words, code=str(code or ""))


def _number(code: object, status: int) -> int:
    """Return the status of an error: that of HTTP, unless it is 200 and the error has a better one."""
    if isinstance(code, str) and re.fullmatch("[45][0-9][0-9]", code):
        code = int(code)
    return code if status == 200 and isinstance(code, int) and 400 <= code < 600 else status


def _of_words(words: str, status: int) -> ServerError:
    return _nested(words, status) or ServerError(status, words)


def _nested(words: str, status: int) -> ServerError | None:
    """Read the JSON error that some gateways wrap as text in their own message, or as Python writes bytes."""
    start = words.rfind("{", 0, max(0, words.find('"error"')))
    if start < 0:
        return None
    for text in (words[start:], words[start:].replace("\\n", " ")):
        try:
            return error_of(json.JSONDecoder().raw_decode(text)[0], status)
        except (ValueError, RecursionError):
            continue
    return None


def _google(status: int, words: str, word: str, details: list[object]) -> ServerError:
    reason, wait = "", None
    quota_ids: list[str] = []
    for detail in details:
        if not isinstance(detail, dict):
            continue
        kind = str(detail.get("@type", "")).rpartition(".")[2]
        if kind == "ErrorInfo":
            reason = str(detail.get("reason", ""))
        elif kind == "RetryInfo":
            wait = _duration(str(detail.get("retryDelay", "")))
        elif kind == "QuotaFailure":
            violations = detail.get("violations")
            found = violations if isinstance(violations, list) else []
            quota_ids += [str(violation.get("quotaId", "")) for violation in found if isinstance(violation, dict)]
    return ServerError(status, words, word, reason, wait, tuple(quota_ids), google_shaped=True)


def refusal(said: ServerError, *, host: str, hide: Callable[[str], str]) -> errors.Refused:
    """Choose the failure that an error reply means, with the server's own words, in its message and by themselves."""
    words = hide(" ".join(said.words.split()))[:_LONGEST_QUOTE]
    failure = _failure(said, words, host)
    failure.said = words
    return failure


def _failure(said: ServerError, words: str, host: str) -> errors.Refused:
    quoted = f": “{words}”" if words else "."
    number, lower = said.status, words.lower()

    def because(what: str) -> str:
        return f"{host} {what} ({number}){quoted}"

    if number in (403, 404) and _CACHE_WORDS.search(lower):
        return errors.RequestInvalid(because("refused the request"), status=number)
    if number == 402 or (number in (403, 429) and said.code in _NO_CREDIT):
        return errors.QuotaSpent(because("has no credit left for this key"), status=number)
    if number == 401 or _is_about_the_key(said, lower):
        return errors.KeyRefused(because("refused the key"), status=number)
    if number == 403:
        return errors.KeyRefused(because("does not allow this with this key"), status=number)
    if number == 404 and _is_about_the_path(said, lower):
        return errors.PathUnknown(because("has nothing at this address"), status=number)
    if number == 404:
        return errors.ModelUnknown(because("knows no such model"), status=number)
    if number == 413:
        return errors.RequestTooLarge(because("finds the request too large"), status=number)
    if number == 429:
        return _rate(said, because)
    if number == 503 and said.google_shaped and said.code == "UNAVAILABLE" and "overloaded" in lower:
        return errors.Overloaded(because("is overloaded"), status=number, wait=said.wait)
    if 400 <= number < 500 and number not in (408, 409, 499):
        return _unfit(said, lower, because)
    return errors.ServerFailed(because("failed"), status=number)


def _is_about_the_key(said: ServerError, lower: str) -> bool:
    if said.reason.startswith("API_KEY") or said.code in ("invalid_api_key", "UNAUTHENTICATED"):
        return True
    if "no connected db" in lower:  # where LiteLLM would look up a key that is not its own
        return True
    return "api key" in lower and said.status in (400, 403)


def _is_about_the_path(said: ServerError, lower: str) -> bool:
    """Whether a 404 means the address rather than the model in it: Google and gateways name the model they miss."""
    if "model" in said.code:
        return False
    return not lower or lower == "not found" or bool(_PATH_WORDS.search(lower)) or "model" not in lower


def _unfit(said: ServerError, lower: str, because: Callable[[str], str]) -> errors.Refused:
    if "thought signature" in lower or "thought_signature" in lower:
        return errors.SignatureRefused(because("does not take the history of this conversation"), status=said.status)
    if said.code == "FAILED_PRECONDITION":
        return errors.PlaceRefused(because("does not serve this account or place"), status=said.status)
    return errors.RequestInvalid(because("refused the request"), status=said.status)


def _rate(said: ServerError, because: Callable[[str], str]) -> errors.Refused:
    if re.search(r"\blimit: 0\b", said.words):
        spent = errors.QuotaSpent(because("gives this key no quota"), status=said.status)
        spent.reason = "none"
        return spent
    if any("perday" in quota.lower() for quota in said.quota_ids):
        spent = errors.QuotaSpent(because("has no quota left for this key today"), status=said.status)
        spent.reason, spent.advice = "day", "Ask again tomorrow, or use another connection."
        return spent
    wait = said.wait
    if wait is None and (match := _RETRY_WORDS.search(said.words)):
        wait = _duration(match.group(1) + match.group(2).lower())
    return errors.RateLimited(because("asks to slow down"), status=said.status, wait=wait)


def _with_wait(said: ServerError, wait: float | None) -> ServerError:
    return said if wait is None else replace(said, wait=wait)


def _duration(text: str) -> float | None:
    match = _DURATION.fullmatch(text.strip())
    return float(match[1]) / (1000 if match[2] == "ms" else 1) if match else None


def _retry_after(text: str) -> float | None:
    """Read a Retry-After header: seconds or a date."""
    if _SECONDS.fullmatch(text.strip()):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
