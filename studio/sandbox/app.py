"""The ASGI app: the paths of one profile; everything else is a 404 in that profile's words."""

import logging
from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from studio.sandbox.dialects import in_json
from studio.sandbox.endpoints import Endpoints, SandboxSettings
from studio.sandbox.errors import Refusal
from studio.sandbox.profiles import Profile

Answering = Callable[[Request, Exception], Awaitable[Response]]


def create_app(settings: SandboxSettings) -> Starlette:
    """The app; its `state.closing` event ends every delay early."""
    endpoints = Endpoints(settings)
    app = Starlette(
        routes=_routes(endpoints, settings.profile), exception_handlers=_handlers(endpoints, settings.profile)
    )
    app.router.redirect_slashes = False
    app.state.closing = endpoints.closing
    return app


def _routes(endpoints: Endpoints, profile: Profile) -> list[Route]:
    routes = [Route(path, endpoints.list_models, methods=["GET"]) for path in profile.lists]
    for base in profile.bases:
        routes += [
            Route(f"{base}/{{name:path}}", endpoints.get_model, methods=["GET"]),
            Route(f"{base}/{{call:path}}", endpoints.call, methods=["POST"]),
        ]
    for version in ("v1beta", "v1"):
        routes += _file_routes(endpoints, profile, version)
    return [*routes, Route("/pictures/{name}", endpoints.give_picture, methods=["GET"])]


def _file_routes(endpoints: Endpoints, profile: Profile, version: str) -> list[Route]:
    if profile.files is None:
        return []
    if profile.files:
        return endpoints.files.routes(version)
    paths = (f"/{version}/files", f"/{version}/files/{{rest:path}}", f"/upload/{version}/files")
    return [Route(path, endpoints.no_files, methods=["GET", "POST", "DELETE"]) for path in paths]


def _handlers(endpoints: Endpoints, profile: Profile) -> dict[int | type[Exception], Answering]:
    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        response = profile.dialect(error)
        return _in_array(response) if _streams_in_array(request, profile) else response

    async def no_such_path(request: Request, _: Exception) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": "GET, HEAD, OPTIONS, POST"})
        return profile.dialect(endpoints.no_such_path(request))

    return {
        Refusal: refused,
        404: no_such_path,
        405: no_such_path,
        ClientDisconnect: _gone,
        Exception: _failed,
    }


def _streams_in_array(request: Request, profile: Profile) -> bool:
    """Whether the answer would have been a stream in an array; then a refusal is in one too."""
    if profile.events_only or "streamGenerateContent" not in profile.methods:
        return False
    return request.url.path.endswith(":streamGenerateContent") and request.query_params.get("alt") != "sse"


def _in_array(response: Response) -> Response:
    return Response(b"[" + bytes(response.body) + b"]\n", response.status_code, media_type="application/json")


async def _gone(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)


async def _failed(request: Request, error: Exception) -> Response:
    # The path alone: a query may hold a key.
    logging.getLogger(__name__).error("no answer for %s", request.url.path, exc_info=error)
    message = "An internal error has occurred in the sandbox. Nothing was charged. Please report it."
    return in_json({"error": {"code": 500, "message": message, "status": "INTERNAL"}}, 500)
