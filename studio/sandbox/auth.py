"""Who is asking: a key in the header, in the query or as a Bearer token, refused in Google's words when it is wrong."""

import hmac

from starlette.requests import Request

from studio.sandbox.errors import InvalidArgument, PermissionDenied, Unauthenticated, error_info, localized_message

_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)
_WRONG_KEY = "API key not valid. Please pass a valid API key."
_WRONG_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential."
)


def check_key(request: Request, key: str | None) -> None:
    """Let the request pass or raise the refusal; with no or an empty key of our own any non-empty one passes."""
    api_key = request.headers.get("x-goog-api-key") or request.query_params.get("key")
    token = _bearer_token(request)
    if not api_key and not token:
        raise PermissionDenied(_NO_KEY)
    if not key:
        return
    if api_key and not _same(api_key, key):
        raise InvalidArgument(_WRONG_KEY, [error_info("API_KEY_INVALID"), localized_message(_WRONG_KEY)])
    if not api_key and not _same(token, key):
        raise Unauthenticated(_WRONG_CREDENTIALS, [error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED")])


def _bearer_token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))
