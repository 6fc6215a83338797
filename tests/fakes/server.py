"""The wire's far end: a loopback server that keeps every request and answers just as badly as it is told."""

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """One request as it came; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> Mapping[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """The connection an answer is written to; `closing` is set when the server stops."""

    def __init__(self, connection: socket.socket, closing: threading.Event) -> None:
        self._connection = connection
        self.closing = closing
        self.here: tuple[str, int] = connection.getsockname()
        self.there: tuple[str, int] = connection.getpeername()

    @property
    def descriptor(self) -> int:
        return self._connection.fileno()

    def has_ended(self) -> bool:
        """Whether the client has closed its end in order; OSError when it was reset."""
        try:
            return self._connection.recv(1, socket.MSG_DONTWAIT | socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def pause(self, seconds: float) -> None:
        """Let time pass, unless the server is closing."""
        self.closing.wait(seconds)

    def head(self, status: int, size: int | None, **headers: str) -> None:
        """Write a head; header names are given with _ for -."""
        lines = [f"HTTP/1.1 {status} Whatever", "Connection: close"]
        if size is not None:
            lines.append(f"Content-Length: {size}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def reset(self) -> None:
        """Cut the connection with a reset."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self._connection.close()

    def until_gone(self) -> None:
        """Wait for the client to hang up."""
        self._connection.settimeout(0.05)
        while not self.closing.is_set():
            try:
                if not self._connection.recv(1 << 16):
                    return
            except TimeoutError:
                continue
            except OSError:
                return


Answer = Callable[[Request, Wire], None]


class FakeServer:
    """Answers each POST with `answer`, and keeps every request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[Request] = []
        self._closing = threading.Event()
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._handle(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64  # of more than the usual five that come at once the system resets some

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # the client hung up: what the tests are about

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def posts(self) -> list[Request]:
        return [request for request in self.requests if request.method == "POST"]

    def _handle(self, connection: socket.socket) -> None:
        request = _read(connection)
        if request is not None:
            self.requests.append(request)
            self.answer(request, Wire(connection, self._closing))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _read(connection: socket.socket) -> Request | None:
    file = connection.makefile("rb")
    first = file.readline().decode("latin-1").split()
    if len(first) < 2:
        return None
    headers: dict[str, str] = {}
    while line := file.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = file.read(int(headers.get("content-length", "0")))
    return Request(first[0], first[1], headers, body)


@contextmanager
def serving(answer: Answer) -> Iterator[FakeServer]:
    """A server that runs for the length of a with block."""
    with FakeServer(answer) as server:
        yield server


def plain(data: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer of these bytes."""
    headers.setdefault("Content_Type", "application/json; charset=UTF-8")

    def answer(_: Request, wire: Wire) -> None:
        wire.head(status, len(data), **headers)
        wire.send(data)

    return answer


def reply(value: object, status: int = 200, **headers: str) -> Answer:
    """An answer of this value as JSON."""
    return plain(json.dumps(value).encode(), status, **headers)


def one_after_another(*answers: Answer) -> Answer:
    """Each answer in turn; the last one goes on."""
    left = list(answers)

    def answer(request: Request, wire: Wire) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(request, wire)

    return answer
