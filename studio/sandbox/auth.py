"""Who is asking: a key in the header, in the query or as a Bearer token, and how each server refuses a wrong one."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from starlette.requests import Request

from studio.sandbox.errors import (
    Crashed,
    PermissionDenied,
    Refusal,
    Unauthenticated,
    UnknownKey,
    error_info,
    localized_message,
)

_NO_KEY = (
    "Method doesn't allow unregistered callers (callers without established identity). "
    "Please use API Key or other form of API consumer identity to call this API."
)
_WRONG_KEY = "API key not valid. Please pass a valid API key."
_WRONG_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, "
    "login cookie or other valid authentication credential."
)


class KeyPlace(Enum):
    """Where a key may stand in a request."""

    HEADER = "x-goog-api-key"
    QUERY = "key"
    BEARER = "authorization"


@dataclass(frozen=True)
class Entrance:
    """Where a server looks for a key, the first found deciding, and how it refuses none and a wrong one."""

    places: tuple[KeyPlace, ...]
    none: Callable[[], Refusal]
    wrong: Callable[[KeyPlace], Refusal]
    strips: str = ""

    def check(self, request: Request, key: str | None) -> str:
        """The key that was given, or raise the refusal; with no or an empty key of our own any non-empty one passes."""
        for place in self.places:
            if given := _given(request, place):
                if key and not self._same(given, key):
                    raise self.wrong(place)
                return given
        raise self.none()

    def _same(self, given: str, wanted: str) -> bool:
        if not self.strips:
            return _equal(given, wanted)
        given, wanted = given.removeprefix(self.strips), wanted.removeprefix(self.strips)
        # What follows a further "-" chooses a channel, which the sandbox has one of.
        return _equal(given, wanted) or _equal(given[: len(wanted) + 1], f"{wanted}-")


def _given(request: Request, place: KeyPlace) -> str:
    if place is KeyPlace.HEADER:
        return request.headers.get(place.value, "")
    if place is KeyPlace.QUERY:
        return request.query_params.get(place.value, "")
    scheme, _, token = request.headers.get(place.value, "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace"))


def _google_none() -> Refusal:
    return PermissionDenied(_NO_KEY)


def _google_wrong(place: KeyPlace) -> Refusal:
    if place is KeyPlace.BEARER:
        return Unauthenticated(_WRONG_CREDENTIALS, [error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED")])
    return UnknownKey(_WRONG_KEY, [error_info("API_KEY_INVALID"), localized_message(_WRONG_KEY)])


def _invalid_token(_: KeyPlace | None = None) -> Refusal:
    return Unauthenticated("Invalid token")


def _invalid_key(_: KeyPlace | None = None) -> Refusal:
    return Unauthenticated("invalid api key")


GOOGLE_ENTRANCE = Entrance((KeyPlace.HEADER, KeyPlace.QUERY, KeyPlace.BEARER), _google_none, _google_wrong)
VERTEX_ENTRANCE = Entrance((KeyPlace.HEADER, KeyPlace.QUERY), _google_none, _google_wrong)
ROUTERHUB_ENTRANCE = Entrance((KeyPlace.BEARER, KeyPlace.HEADER), _invalid_key, _invalid_key)
CHAINHUB_ENTRANCE = Entrance((KeyPlace.QUERY,), _invalid_token, _invalid_token, strips="sk-")
NEW_API_ENTRANCE = Entrance(
    (KeyPlace.HEADER, KeyPlace.QUERY, KeyPlace.BEARER), _invalid_token, _invalid_token, strips="sk-"
)
LITELLM_ENTRANCE = Entrance(
    (KeyPlace.BEARER, KeyPlace.HEADER, KeyPlace.QUERY),
    lambda: Crashed("No api key passed in."),
    lambda _: UnknownKey("No connected db."),
)
