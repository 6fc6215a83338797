"""A real sandbox that counts what it is sent, and the table of what has to come of each of its scripts."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from studio.gemini.client import TimeLimits
from studio.sandbox.app import create_app
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.server import SandboxServer

TABLE = Path(__file__).parent.parent / "data" / "scripts.toml"
MODEL = "gemini-3.1-flash-image"
SIZE, RATIO, SEED = "512", "4:3", 7
_STALLED = ("hang", "hang-half-way")


@dataclass(frozen=True)
class Row:
    """What comes of one script: the outcome or failure, images, requests sent, money, exit status, and what is said."""

    outcome: str
    images: tuple[str, ...]
    posts: int
    charge: str
    exit: int
    command: str
    window: str


def table() -> Mapping[str, Row]:
    """Every script with its row."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return {name: Row(**{**row, "images": tuple(row["images"])}) for name, row in rows.items()}


@dataclass(frozen=True)
class Scripted:
    """The sandbox and the requests it got so far, by script."""

    server: SandboxServer
    posts: Counter[str]

    def limits(self, name: str) -> TimeLimits:
        """How long to wait: only what hangs is given up soon."""
        return TimeLimits(read=1.0) if name in _STALLED else TimeLimits()

    def prompt(self, name: str) -> str:
        """What to ask for to have a script played."""
        return f"an otter [[{name}]]"


@contextmanager
def scripted_sandbox() -> Iterator[Scripted]:
    """A sandbox that counts the POSTs of each prompt's script."""
    posts: Counter[str] = Counter()

    def counted(settings: SandboxSettings) -> Starlette:
        app = create_app(settings)
        app.add_middleware(_Counting, posts)
        return app

    with patch("studio.sandbox.server.create_app", counted), SandboxServer() as server:
        yield Scripted(server, posts)


class _Counting:
    """Notes which script each whole request is for."""

    def __init__(self, app: ASGIApp, posts: Counter[str]) -> None:
        self._app = app
        self._posts = posts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        body = bytearray()

        async def heard() -> object:
            message = await receive()
            body.extend(message.get("body", b""))
            if not message.get("more_body", False) and message["type"] == "http.request":
                self._posts[_script_in(bytes(body))] += 1
            return message

        await self._app(scope, heard, send)  # type: ignore[arg-type]


def _script_in(body: bytes) -> str:
    return body.rpartition(b"[[")[2].partition(b"]]")[0].decode()
