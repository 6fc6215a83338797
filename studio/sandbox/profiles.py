"""Whom the sandbox answers like: paths, keys, lists, rules and the wording of refusals, as each server has them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from studio.sandbox import dialects, habits
from studio.sandbox.auth import (
    CHAINHUB_ENTRANCE,
    GOOGLE_ENTRANCE,
    LITELLM_ENTRANCE,
    NEW_API_ENTRANCE,
    ROUTERHUB_ENTRANCE,
    VERTEX_ENTRANCE,
    Entrance,
)
from studio.sandbox.habits import Habit, unchanged
from studio.sandbox.listing import google_list, new_api_list, new_api_openai_list, openai_list
from studio.sandbox.rules import CHAINHUB_RULES, GOOGLE_RULES, RELAY_RULES, ROUTERHUB_RULES, VERTEX_RULES, Rules

Lister = Callable[[Request], Mapping[str, Any]]

_ONE = frozenset({"generateContent"})
_STREAMS = _ONE | {"streamGenerateContent"}
_COUNTS = _STREAMS | {"countTokens"}
_NOT_FOUND = "The requested URL was not found on this server."
_INVALID_URL = "Invalid URL ({method} {path})"


@dataclass(frozen=True)
class Profile:
    """One kind of server."""

    name: str
    bases: Mapping[str, str]  # paths before a model's id, each with what it puts in front of that id
    entrance: Entrance = GOOGLE_ENTRANCE
    rules: Rules = GOOGLE_RULES
    dialect: dialects.Dialect = dialects.google
    methods: frozenset[str] = _COUNTS
    lists: Mapping[str, Lister] = field(default_factory=dict)
    describes: bool = False
    prefixed: bool = False  # an id may begin with google/
    events_only: bool = False  # every stream is one of events, and alt=sse asks for one whatever the method
    files: bool | None = None  # the Files API: None where no such path is known, False where it is known and refused
    issuer: str = ""  # whose signatures hold there
    unknown_path: str = _NOT_FOUND
    habit: Habit = unchanged  # how replies are rewritten on their way


_VERSIONED = {"/v1beta/models": "", "/v1/models": ""}

GOOGLE = Profile(
    name="google",
    # The AI SDK leaves out "models" before an id with a slash.
    bases=_VERSIONED | {"/v1beta/google": "google/", "/v1/google": "google/"},
    lists={"/v1beta/models": google_list, "/v1/models": google_list},
    describes=True,
    prefixed=True,
    files=True,
)
VERTEX = Profile(
    name="vertex",
    bases={"/v1beta1/publishers/google/models": "", "/v1/publishers/google/models": ""},
    entrance=VERTEX_ENTRANCE,
    rules=VERTEX_RULES,
    issuer="vertex",
)
ROUTERHUB = Profile(
    name="routerhub",
    bases={"/v1beta/models": ""},
    entrance=ROUTERHUB_ENTRANCE,
    rules=ROUTERHUB_RULES,
    methods=_ONE,
    prefixed=True,
    issuer="routerhub",
    habit=habits.routerhub,
)
CHAINHUB = Profile(
    name="chainhub",
    bases={"/v1beta/models": ""},
    entrance=CHAINHUB_ENTRANCE,
    rules=CHAINHUB_RULES,
    dialect=dialects.relay,
    methods=_ONE,
    issuer="chainhub",
    unknown_path=_INVALID_URL,
)
NEW_API = Profile(
    name="new-api",
    bases=_VERSIONED,
    entrance=NEW_API_ENTRANCE,
    rules=RELAY_RULES,
    dialect=dialects.relay,
    methods=_STREAMS,
    lists={"/v1beta/models": new_api_list, "/v1/models": new_api_openai_list},
    events_only=True,
    files=False,
    issuer="new-api",
    unknown_path=_INVALID_URL,
)
LITELLM = Profile(
    name="litellm",
    bases={"/v1beta/models": "", "/models": ""},
    entrance=LITELLM_ENTRANCE,
    dialect=dialects.litellm,
    lists={"/v1/models": openai_list, "/models": openai_list},
    prefixed=True,
    events_only=True,
    issuer="litellm",
)

PROFILES: Mapping[str, Profile] = {
    profile.name: profile for profile in (GOOGLE, ROUTERHUB, CHAINHUB, NEW_API, LITELLM, VERTEX)
}
