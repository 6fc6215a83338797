"""Error replies in every shape that Google and the gateways are known to send."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.gemini import errors
from studio.gemini.errors import Charge
from studio.gemini.refusal import ServerError, error_of, read_refusal, read_server_error
from tests.fakes.replies import google_error

KEY = "canary-4f9a-key"
TYPE = "type.googleapis.com/google.rpc."
RETRY_INFO = {"@type": f"{TYPE}RetryInfo", "retryDelay": "28.0217s"}
OVERLOADED = google_error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")
BAD_KEY = google_error(
    400,
    "INVALID_ARGUMENT",
    "API key not valid. Please pass a valid API key.",
    {
        "@type": f"{TYPE}ErrorInfo",
        "reason": "API_KEY_INVALID",
        "domain": "googleapis.com",
        "metadata": {"service": "generativelanguage.googleapis.com"},
    },
    {"@type": f"{TYPE}LocalizedMessage", "locale": "en-US", "message": "API key not valid."},
)


def hide(text: str) -> str:
    return text.replace(KEY, "•••")


def read(status: int, body: object, **headers: str) -> errors.Refused:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    return read_refusal(status, lines, data, host="api.example", hide=hide)


def quota(quota_id: str) -> dict[str, Any]:
    return {"@type": f"{TYPE}QuotaFailure", "violations": [{"quotaId": quota_id, "quotaValue": "0"}]}


GOOGLE_ERRORS = [
    (400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unknown name", errors.RequestInvalid, Charge.NO),
    (400, "INVALID_ARGUMENT", "Unable to process input image.", errors.RequestInvalid, Charge.NO),
    (400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", errors.KeyRefused, Charge.NO),
    (400, "INVALID_ARGUMENT", "Corrupted thought signature.", errors.SignatureRefused, Charge.NO),
    (
        400,
        "INVALID_ARGUMENT",
        "Image part is missing a thought_signature in content",
        errors.SignatureRefused,
        Charge.NO,
    ),
    (400, "FAILED_PRECONDITION", "User location is not supported for the API use.", errors.PlaceRefused, Charge.NO),
    (400, "OUT_OF_RANGE", "too much", errors.RequestInvalid, Charge.NO),
    (401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", errors.KeyRefused, Charge.NO),
    (403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers", errors.KeyRefused, Charge.NO),
    (402, "", "Insufficient credits", errors.QuotaSpent, Charge.NO),
    (403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)", errors.RequestInvalid, Charge.NO),
    (404, "NOT_FOUND", "CachedContent not found (or permission denied)", errors.RequestInvalid, Charge.NO),
    (404, "NOT_FOUND", "models/x is not found for API version v1beta", errors.ModelUnknown, Charge.NO),
    (404, "NOT_FOUND", "The requested URL was not found on this server.", errors.PathUnknown, Charge.NO),
    (405, "", "Method not allowed", errors.RequestInvalid, Charge.NO),
    (408, "", "Request timeout", errors.ServerFailed, Charge.MAYBE),
    (409, "ABORTED", "try again", errors.ServerFailed, Charge.MAYBE),
    (413, "", "Payload too large", errors.RequestTooLarge, Charge.NO),
    (422, "", "unprocessable", errors.RequestInvalid, Charge.NO),
    (429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests, limit: 20", errors.RateLimited, Charge.NO),
    (429, "RESOURCE_EXHAUSTED", "Quota exceeded, limit: 0, model: x", errors.QuotaSpent, Charge.NO),
    (499, "CANCELLED", "The client left", errors.ServerFailed, Charge.MAYBE),
    (500, "INTERNAL", "An internal error has occurred", errors.ServerFailed, Charge.MAYBE),
    (501, "UNIMPLEMENTED", "no", errors.ServerFailed, Charge.MAYBE),
    (503, "UNAVAILABLE", "The model is overloaded. Please try again later.", errors.Overloaded, Charge.NO),
    (503, "UNAVAILABLE", "Deadline expired before operation could complete.", errors.ServerFailed, Charge.MAYBE),
    (504, "DEADLINE_EXCEEDED", "Deadline exceeded", errors.ServerFailed, Charge.MAYBE),
]


@pytest.mark.parametrize(("status", "word", "message", "kind", "charge"), GOOGLE_ERRORS)
@pytest.mark.parametrize("wrapped", [False, True])
def test_what_google_says(
    status: int, word: str, message: str, kind: type[errors.Refused], charge: Charge, wrapped: bool
) -> None:
    said = google_error(status, word, message)
    failure = read(status, [said] if wrapped else said)
    assert type(failure) is kind
    assert (failure.charge, failure.status) == (charge, status)
    assert failure.message.startswith("api.example ")
    assert f"({status}): “{message}”" in failure.message
    assert failure.advice


@pytest.mark.parametrize("reason", ["API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_HTTP_REFERRER_BLOCKED"])
@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_reason_that_names_the_key_counts_more_than_the_status(reason: str, status: int) -> None:
    detail = {"@type": f"{TYPE}ErrorInfo", "reason": reason}
    assert type(read(status, google_error(status, "INVALID_ARGUMENT", "no", detail))) is errors.KeyRefused


@pytest.mark.parametrize(
    ("quota_id", "kind"),
    [
        ("GenerateRequestsPerDayPerProjectPerModel-FreeTier", errors.QuotaSpent),
        ("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", errors.RateLimited),
        ("", errors.RateLimited),
    ],
)
def test_a_quota_of_the_day_is_not_waited_for(quota_id: str, kind: type[errors.Refused]) -> None:
    assert type(read(429, google_error(429, "RESOURCE_EXHAUSTED", "Quota", quota(quota_id), RETRY_INFO))) is kind


def google(status: int, words: str, code: str, **more: Any) -> ServerError:
    return ServerError(status, words, code, **more, google_shaped=True)


NESTED = json.dumps(OVERLOADED, indent=2)
SHAPES: list[tuple[str, int, object, ServerError]] = [
    ("array", 400, [google_error(400, "INVALID_ARGUMENT", "no")], google(400, "no", "INVALID_ARGUMENT")),
    ("google", 404, google_error(404, "NOT_FOUND", "no"), google(404, "no", "NOT_FOUND")),
    (
        "openai",
        503,
        {"error": {"message": "no channel", "type": "new_api_error", "param": "", "code": "model_not_found"}},
        ServerError(503, "no channel", "model_not_found"),
    ),
    (
        "openai, a code in digits",
        500,
        {"error": {"message": "no", "type": "x", "code": "400"}},
        ServerError(500, "no", "x"),
    ),
    ("openai, no code", 400, {"error": {"message": "no", "type": "x", "code": None}}, ServerError(400, "no", "x")),
    ("status is no word of Google's", 500, {"error": {"message": "no", "status": "ERROR"}}, google(500, "no", "ERROR")),
    ("error is a string", 400, {"error": "words"}, ServerError(400, "words")),
    ("error is a flag", 400, {"error": True, "message": "words"}, ServerError(400, "words")),
    ("message", 400, {"message": "words"}, ServerError(400, "words")),
    ("detail", 400, {"detail": "words"}, ServerError(400, "words")),
    ("detail with a list", 422, {"detail": [{"msg": "é"}]}, ServerError(422, "é")),
    (
        "detail with a list of places",
        422,
        {"detail": [{"loc": ["body", "contents", 0], "msg": "field required"}, {"loc": [], "msg": "no"}]},
        ServerError(422, "body.contents.0: field required; no"),
    ),
    ("detail with a list of other things", 422, {"detail": [{"a": 1}]}, ServerError(422, '[{"a": 1}]')),
    ("detail with an object", 400, {"detail": {"error": "words"}}, ServerError(400, "words")),
    ("detail with an error", 400, {"detail": {"error": {"message": "m", "type": "t"}}}, ServerError(400, "m", "t")),
    ("success", 500, {"success": False, "message": "words"}, ServerError(500, "words")),
    ("code and msg", 500, {"code": 401, "msg": "words"}, ServerError(500, "words")),
    ("code and msg in a 200", 200, {"code": 401, "msg": "words"}, ServerError(401, "words")),
    ("google in a 200", 200, google_error(404, "NOT_FOUND", "no"), google(404, "no", "NOT_FOUND")),
    ("openai in a 200", 200, {"error": {"message": "no", "code": "429"}}, ServerError(429, "no")),
    ("a code that is no status", 200, {"error": {"message": "no", "code": 7}}, ServerError(200, "no")),
    (
        "nested as text",
        500,
        {"error": {"message": f"litellm.X: GeminiException - {NESTED}", "type": "None", "code": "500"}},
        google(500, "The model is overloaded. Please try again later.", "UNAVAILABLE"),
    ),
    (
        "nested as Python writes bytes",
        500,
        {"error": {"message": f"litellm.X: {{}} - {NESTED.encode()!r}", "type": "None", "code": "500"}},
        google(500, "The model is overloaded. Please try again later.", "UNAVAILABLE"),
    ),
    (
        "nested in Google's own shape",
        503,
        google_error(503, "Service Unavailable", NESTED),
        google(503, "The model is overloaded. Please try again later.", "UNAVAILABLE"),
    ),
    (
        "nested in a string",
        400,
        {"error": f"upstream: {json.dumps(google_error(400, 'X', 'no'))}"},
        google(400, "no", "X"),
    ),
    ("nested in plain text", 500, b'Error 400: {"error": {"message": "no"}} (x)', ServerError(500, "no")),
    ("nested and cut off", 500, {"error": {"message": 'x {"error": {"mess'}}, ServerError(500, 'x {"error": {"mess')),
    ("no words at all", 500, {"error": {}}, ServerError(500)),
    ("words of another type", 500, {"error": {"message": {"a": 1}, "code": 1}}, ServerError(500)),
    (
        "html",
        502,
        b"<!doctype html><html><head><title>\n 502 Bad\n Gateway</title>",
        ServerError(502, "502 Bad Gateway"),
    ),
    ("html without a title", 502, b"<html><h1>no</h1>", ServerError(502)),
    ("empty", 504, b"", ServerError(504)),
    ("white space", 504, b" \r\n", ServerError(504)),
    ("plain text", 500, b"upstream connect error\n", ServerError(500, "upstream connect error")),
    ("cut off", 500, b'{"error": {"message": "half', ServerError(500, '{"error": {"message": "half')),
    ("a byte order mark", 400, b'\xef\xbb\xbf{"error":"words"}', ServerError(400, "words")),
    ("other json", 400, {"a": 1}, ServerError(400, '{"a": 1}')),
    ("an empty array", 400, [], ServerError(400, "[]")),
    ("null", 400, b"null", ServerError(400, "null")),
    ("nested without end", 400, b"[" * 100_000, ServerError(400, "[" * 100_000)),
    ("details without end", 400, b'{"detail":' * 50_000, ServerError(400, '{"detail":' * 50_000)),
    ("no utf-8", 400, b"\xff\xfe no", ServerError(400, "�� no")),
]


@pytest.mark.parametrize(
    ("status", "body", "said"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES]
)
def test_every_shape_is_read(status: int, body: object, said: ServerError) -> None:
    assert (
        read_server_error(status, body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode())
        == said
    )


def test_details_are_read_and_odd_ones_passed_over() -> None:
    details: list[Any] = [
        7,
        None,
        {},
        {"@type": 5},
        {"@type": f"{TYPE}QuotaFailure"},
        {"@type": f"{TYPE}QuotaFailure", "violations": [1, {}]},
    ]
    said = error_of(google_error(429, "RESOURCE_EXHAUSTED", "no", *details, quota("PerMinute"), RETRY_INFO), 429)
    assert said == ServerError(
        429, "no", "RESOURCE_EXHAUSTED", wait=28.0217, quota_ids=("", "PerMinute"), google_shaped=True
    )
    assert error_of({"error": {"status": "X", "details": "none"}}, 400) == google(400, "", "X")


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], ["error"], {}, {"candidates": []}, {"error": None}, {"message": ""}]
)
def test_what_is_no_error_is_none(value: object) -> None:
    assert error_of(value, 200) is None


def test_an_openai_code_names_a_bad_key_even_in_a_200() -> None:
    said = {"error": {"message": "Incorrect", "type": "invalid_request_error", "code": "invalid_api_key"}}
    assert type(read(200, said)) is errors.KeyRefused


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "insufficient_user_quota"), (403, "pre_consume_token_quota_failed"), (429, "insufficient_quota")],
)
def test_a_gateway_says_by_its_code_that_there_is_no_credit(status: int, code: str) -> None:
    said = {"error": {"message": "no", "type": "new_api_error", "param": "", "code": code}}
    failure = read(status, said, retry_after="3")
    assert type(failure) is errors.QuotaSpent, "neither another key nor a wait of seconds helps"
    assert failure.charge is Charge.NO


def test_a_wrong_key_at_google_is_a_400() -> None:
    assert type(read(400, BAD_KEY)) is errors.KeyRefused


def test_only_google_itself_proves_that_no_work_was_done() -> None:
    words = "The model is overloaded. Please try again later."
    assert type(read(503, OVERLOADED)) is errors.Overloaded
    assert type(read(503, {"error": {"message": words, "type": "upstream_error"}})) is errors.ServerFailed
    assert type(read(503, {"error": {"message": words, "code": "UNAVAILABLE"}})) is errors.ServerFailed
    assert type(read(500, {"error": {"message": f"x {NESTED}", "code": "500"}})) is errors.ServerFailed
    assert type(read(500, OVERLOADED)) is errors.ServerFailed
    assert type(read(503, b"<title>overloaded</title>")) is errors.ServerFailed


@pytest.mark.parametrize(
    ("message", "details", "headers", "wait"),
    [
        ("slow", [RETRY_INFO], {}, 28.0217),
        ("slow", [{**RETRY_INFO, "retryDelay": "900ms"}], {}, 0.9),
        ("slow", [{**RETRY_INFO, "retryDelay": "34s"}], {"retry_after": "7"}, 34.0),
        ("Please retry in 5s.", [], {"retry_after": "7"}, 7.0),
        ("Please retry in 34.4s.", [{**RETRY_INFO, "retryDelay": "soon"}], {}, 34.4),
        ("Please retry in 28.021783s.", [], {}, 28.021783),
        ("Please Retry in 400 ms", [], {}, 0.4),
        ("Please try again in 20s. Visit", [], {}, 20.0),
        ("Please retry in 4h12m8.5s.", [], {}, None),
        ("Please retry in 1.2.3s.", [], {}, None),
        ("retry in ..s", [], {}, None),
        ("slow", [], {"retry_after": "soon"}, None),
        ("slow", [], {"retry_after": "9" * 400}, None),
        ("slow", [], {"retry_after": ""}, None),
        ("slow", [], {"retry_after": "-5"}, None),
        ("slow", [], {"retry_after": "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"}, None),
        ("slow", [{**RETRY_INFO, "retryDelay": "9" * 400 + "s"}], {}, None),
        ("slow", [{**RETRY_INFO, "retryDelay": {"seconds": 5}}], {}, None),
    ],
)
def test_the_wait_is_what_the_server_says_in_this_order(
    message: str, details: list[dict[str, Any]], headers: dict[str, str], wait: float | None
) -> None:
    failure = read(429, google_error(429, "RESOURCE_EXHAUSTED", message, *details), **headers)
    assert isinstance(failure, errors.RateLimited)
    assert failure.wait == wait


def test_a_retry_after_may_be_a_date() -> None:
    ahead = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    failure = read(429, b"slow", retry_after=ahead)
    assert isinstance(failure, errors.RateLimited)
    assert failure.wait is not None
    assert 60 < failure.wait <= 90
    past = read(429, b"slow", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")
    assert isinstance(past, errors.RateLimited)
    assert past.wait == 0
    assert type(read(429, b"slow", retry_after="Wed, 21 Oct 2015 07:28:00 -0000")) is errors.RateLimited


def test_an_overload_says_how_long_too() -> None:
    failure = read(503, google_error(503, "UNAVAILABLE", "The model is overloaded.", RETRY_INFO))
    assert isinstance(failure, errors.Overloaded)
    assert failure.wait == 28.0217


@settings(max_examples=300)
@given(
    text=st.text(max_size=40)
    | st.from_regex(
        r"(Mon|Tue)?,? ?[0-9]{0,4} (Jan|Foo)? ?[0-9]{0,30} [0-9:]{0,12} ?([+-][0-9]{0,30}|GMT)?", fullmatch=True
    )
)
def test_no_retry_after_does_harm(text: str) -> None:
    failure = read(429, b"slow", retry_after=text)
    assert isinstance(failure, errors.RateLimited)
    assert failure.wait is None or 0 <= failure.wait < float("inf")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 418, 429, 500, 503])
@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": f"bad token {KEY}", "type": "new_api_error"}},
        google_error(400, "X", f"your\n{KEY}\nis bad"),
        {"error": f"{'x' * 590} {KEY}"},
        {"detail": [{"input": KEY}]},
        f"<title>{KEY}</title>".encode(),
        f"no such key: {KEY}".encode(),
    ],
)
def test_a_key_that_the_server_quotes_is_hidden(status: int, body: object) -> None:
    failure = read(status, body)
    assert KEY not in failure.message
    assert "canary" not in failure.message


def test_a_long_message_is_cut() -> None:
    failure = read(400, {"error": "otter " * 10_000})
    assert len(failure.message) < 700
    assert "\n" not in read(400, {"error": "a\n b\t c"}).message


@settings(max_examples=500)
@given(
    status=st.integers(400, 599),
    body=st.binary(max_size=60)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([NESTED, "503", '{"error"']),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["error", "message", "code", "status", "details", "detail", "msg", "@type", "violations"]
                ),
                inner,
                max_size=4,
            )
        ),
    ),
)
def test_any_error_reply_becomes_a_refusal(status: int, body: object) -> None:
    failure = read(status, body)
    assert failure.status == status
    assert failure.message


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", errors.PathUnknown),
        (b"<html><title>404 Not Found</title>", errors.PathUnknown),
        ({"detail": "Not Found"}, errors.PathUnknown),
        (
            {"error": {"message": "Invalid URL (POST /v1/models/x)", "type": "invalid_request_error"}},
            errors.PathUnknown,
        ),
        ({"error": {"message": "no such thing", "type": "x", "code": "model_not_found"}}, errors.ModelUnknown),
        ({"message": "The model `x` does not exist"}, errors.ModelUnknown),
    ],
)
def test_a_404_is_about_the_model_or_about_the_address(body: object, kind: type[errors.Refused]) -> None:
    assert type(read(404, body)) is kind


def test_why_there_is_no_quota_is_told() -> None:
    day = read(429, google_error(429, "X", "no", quota("RequestsPerDayPerProject")))
    never = read(429, google_error(429, "X", "Quota exceeded, limit: 0", quota("RequestsPerDay")))
    assert [each.reason for each in (day, never) if isinstance(each, errors.QuotaSpent)] == ["day", "none"]
