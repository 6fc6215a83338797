"""The list of models in each of its shapes: Google's in pages, new-api's without prefixes, OpenAI's."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from studio.sandbox.errors import InvalidArgument
from studio.sandbox.models import all_models

_PAGE_SIZE = 50
_LARGEST_PAGE = 1000
_BEGINNING = 1_700_000_000


def google_list(request: Request) -> Mapping[str, Any]:
    """ListModels, paged; the last page has no token."""
    start, end = page_of(request.query_params)
    models = all_models()
    document: dict[str, Any] = {"models": [model.listing() for model in models[start:end]]}
    if end < len(models):
        document["nextPageToken"] = str(end)
    return document


def new_api_list(_: Request) -> Mapping[str, Any]:
    """Google's list as new-api writes it: names without a prefix, no methods, and a token that is null."""
    return {"models": [{"name": model.id, "displayName": model.id} for model in all_models()], "nextPageToken": None}


def openai_list(_: Request) -> Mapping[str, Any]:
    """OpenAI's list."""
    models = [
        {"id": model.id, "object": "model", "created": _BEGINNING, "owned_by": "google"} for model in all_models()
    ]
    return {"data": models, "object": "list"}


def new_api_openai_list(request: Request) -> Mapping[str, Any]:
    """OpenAI's list for a Bearer token; whoever shows a key in Google's way is told, in a 200, that "" is no model."""
    if request.headers.get("x-goog-api-key") or request.query_params.get("key"):
        fault = {"type": "invalid_request_error", "param": "model", "code": "model_not_found"}
        return {"error": {"message": "The model '' does not exist", **fault}}
    return openai_list(request)


def page_of(query: Mapping[str, str], usual: int = _PAGE_SIZE, largest: int = _LARGEST_PAGE) -> tuple[int, int]:
    """First and past-last index of the wanted page."""
    try:
        size = int(query.get("pageSize") or usual)
        start = int(query.get("pageToken") or 0)
    except ValueError as error:
        raise InvalidArgument("pageSize and pageToken must be those of an earlier answer.") from error
    if size < 0 or start < 0:
        raise InvalidArgument("pageSize and pageToken must not be negative.")
    return start, start + min(size or usual, largest)
