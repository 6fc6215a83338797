"""uvicorn in this process: in the foreground for the command line, in a daemon thread for whoever embeds it."""

import contextlib
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette

from studio.sandbox.app import create_app
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.errors import CannotListen

_LOOPBACK = "127.0.0.1"
_GRACE_SECONDS = 2
_KEEP_ALIVE_SECONDS = 75
_PORTS = range(65536)


def serve(
    port: int, host: str = _LOOPBACK, settings: SandboxSettings | None = None, *, announce: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM; announces "listening on http://HOST:PORT" once, when requests are answered.

    Port 0 takes a free one. Raises CannotListen.
    """
    with _listen(host, port) as listener:
        url = _url(listener)
        server = _Server(create_app(settings or SandboxSettings()), lambda: announce(f"listening on {url}"))
        with _stopped_by_signals(server):
            server.run(sockets=[listener])


class SandboxServer:
    """A sandbox on a free loopback port with a key of its own, for one process; also a context manager."""

    def __init__(self, settings: SandboxSettings | None = None) -> None:
        self._settings = settings or SandboxSettings(key=secrets.token_urlsafe(24))
        self._ready = threading.Event()
        self._listener: socket.socket | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def key(self) -> str:
        """The only key it accepts; "" when any will do."""
        return self._settings.key or ""

    @property
    def url(self) -> str:
        """Its base URL, known once it is started."""
        if self._listener is None:
            raise RuntimeError("the sandbox is not running")
        return _url(self._listener)

    def start(self) -> Self:
        """Listen and return once requests are answered; raises CannotListen."""
        self._listener = _listen(_LOOPBACK, 0)
        self._ready.clear()
        self._server = _Server(create_app(self._settings), self._ready.set)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._thread.start()
        self._ready.wait()
        if not self._server.started:
            raise CannotListen("The sandbox ended before it could answer.")
        return self

    def stop(self) -> None:
        """Finish what is being answered, within two seconds, and close; does nothing when not running."""
        if self._server is None or self._thread is None or self._listener is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
        self._server = self._thread = self._listener = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        assert self._server is not None
        assert self._listener is not None
        try:
            self._server.run(sockets=[self._listener])
        finally:
            self._ready.set()


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready and ends pending delays when it has to go."""

    def __init__(self, app: Starlette, ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            # Its lines could hold `?key=`; what goes wrong in the app is logged by the app.
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        super().__init__(config)
        self._closing = app.state.closing
        self._announce_ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then say so."""
        await super().startup(sockets)
        self._announce_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of whoever is only waiting, then close."""
        self._closing.set()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    advice = "Choose another port, or 0 for a free one."
    if port not in _PORTS:
        raise CannotListen(f"{port} is no port: it has to be from 0 to {_PORTS[-1]}. {advice}")
    try:
        family, *_, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
        return socket.create_server((str(address[0]), port), family=family)
    except OSError as error:
        # Python's addition in brackets only repeats the address.
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise CannotListen(f"Cannot listen on {host}, port {port}: {reason}. {advice}") from error


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """Make SIGINT and SIGTERM end the server and nothing else: uvicorn raises them again once it has closed."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
