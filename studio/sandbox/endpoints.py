"""What is answered on each path of the sandbox."""

import asyncio
from dataclasses import dataclass, field, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from studio.sandbox.answers import Answers
from studio.sandbox.bodies import read_body
from studio.sandbox.contents import Fetch, offline
from studio.sandbox.counting import count_tokens
from studio.sandbox.dialects import in_json
from studio.sandbox.errors import InvalidArgument, NotImplementedHere, NotServed
from studio.sandbox.files.endpoints import FileEndpoints
from studio.sandbox.files.store import FileStore
from studio.sandbox.models import Model, bare_id, find_model, model_not_found
from studio.sandbox.profiles import GOOGLE, Profile
from studio.sandbox.scripts.table import chosen
from studio.sandbox.validation import read_wish
from studio.sandbox.wires import ARRAY, SSE, WHOLE

_MEBIBYTE = 1024 * 1024
_STREAM = "streamGenerateContent"


@dataclass(frozen=True)
class SandboxSettings:
    """How one sandbox behaves. Without a key any non-empty one passes; the delay is in seconds, the limit in bytes."""

    key: str | None = field(default=None, repr=False)
    delay: float = 0.0
    body_limit: int = 20 * _MEBIBYTE
    profile: Profile = GOOGLE


@dataclass(frozen=True)
class _Call:
    """A method of a model, as the path of a POST names it."""

    name: str
    method: str
    model: Model


class Endpoints:
    """The endpoints of one sandbox."""

    def __init__(self, settings: SandboxSettings) -> None:
        self.closing = asyncio.Event()
        self._settings = settings
        self._profile = settings.profile
        self._answers = Answers(settings.delay, self.closing, settings.profile.habit)
        self.files = FileEndpoints(self._admit, FileStore())

    async def list_models(self, request: Request) -> Response:
        """The list of models, in the shape it has on this path."""
        self._admit(request)
        return in_json(self._profile.lists[request.scope["path"]](request))

    async def get_model(self, request: Request) -> Response:
        """One item of the list."""
        self._admit(request)
        if not self._profile.describes:
            raise self.no_such_path(request)
        return in_json(self._find(request, request.path_params["name"], "getModel").listing())

    async def call(self, request: Request) -> Response:
        """A method of a model."""
        self._admit(request)
        name, _, method = request.path_params["call"].rpartition(":")
        if not name:
            raise self.no_such_path(request)
        call = _Call(name, method, self._find(request, name, method))
        if method not in self._profile.methods:
            raise model_not_found(name, _version(request), method)
        _check_deadline(request, self._profile.rules.shortest_deadline)
        body = await read_body(request, self._settings.body_limit)
        if method == "countTokens":
            return await self._count(request, call, body)
        return await self._generate(request, call, body)

    async def no_files(self, request: Request) -> Response:
        """What a relay that knows of files says of them."""
        self._admit(request)
        raise NotImplementedHere("API not implemented")

    async def give_picture(self, request: Request) -> Response:
        """A picture that a scripted reply has a link to; whoever has the link may have it."""
        data = self._answers.player.served(request.path_params["name"])
        if data is None:
            raise self.no_such_path(request)
        return Response(data, media_type="application/octet-stream")

    def no_such_path(self, request: Request) -> NotServed:
        """The refusal for a path that leads nowhere."""
        return NotServed(self._profile.unknown_path.format(method=request.method, path=request.url.path))

    async def _count(self, request: Request, call: _Call, body: bytearray) -> Response:
        fetch = self._fetch(request)
        return in_json(await run_in_threadpool(count_tokens, body, call.model, self._profile.rules, fetch))

    async def _generate(self, request: Request, call: _Call, body: bytearray) -> Response:
        events = request.query_params.get("alt") == "sse"
        streams = call.method == _STREAM or (events and self._profile.events_only)
        wire = WHOLE if not streams else SSE if events or self._profile.events_only else ARRAY
        rules, fetch = self._profile.rules, self._fetch(request)
        wish = await self._answers.work(read_wish, body, call.model, rules, fetch)
        version = bare_id(call.name)
        if (script := chosen(request.headers, wish.prompt)) is not None:
            return await self._answers.play(script, wish, version, wire, str(request.base_url).rstrip("/"))
        return await self._answers.draw(wish, version, wire)

    def _find(self, request: Request, name: str, method: str) -> Model:
        path: str = request.scope["path"]
        base = next(base for base in self._profile.bases if path.startswith(f"{base}/{name}"))
        name = self._profile.bases[base] + name
        if name.startswith("google/") and not self._profile.prefixed:
            raise model_not_found(name, _version(request), method)
        return replace(find_model(name, _version(request), method), issuer=self._profile.issuer)

    def _fetch(self, request: Request) -> Fetch:
        return self.files.fetch_for(request) if self._profile.files else offline

    def _admit(self, request: Request) -> str:
        return self._profile.entrance.check(request, self._settings.key)


def _check_deadline(request: Request, shortest: int) -> None:
    wanted = request.headers.get("x-server-timeout", "").strip()
    if wanted.isascii() and wanted.isdecimal() and int(wanted) < shortest:
        raise InvalidArgument(f"Manually set deadline {wanted}s is too short. Minimum allowed deadline is {shortest}s.")


def _version(request: Request) -> str:
    first: str = request.scope["path"].split("/")[1]
    return first if first.startswith("v1") else "v1beta"
