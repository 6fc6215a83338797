"""The server as the command line runs it, in a process of its own, and as the window embeds it."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests

from studio.sandbox.errors import CannotListen
from studio.sandbox.server import SandboxServer, serve
from tests.sandbox.asking import enter, status_of

PROGRAM = """
import sys
from studio.sandbox.endpoints import SandboxSettings
from studio.sandbox.server import serve
settings = SandboxSettings(key="k", delay=float(sys.argv[2]))
serve(int(sys.argv[1]), settings=settings, announce=lambda line: print(line, flush=True))
print("left in order", flush=True)
"""


@contextmanager
def running(port: int = 0, delay: float = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server in a process of its own, and its URL."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(port), str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening on http://127.0.0.1:")
        try:
            yield process, line.removeprefix("listening on ").strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_announces_itself_and_leaves_on_a_signal(number: signal.Signals) -> None:
    with running() as (process, url):
        assert requests.get(f"{url}/v1beta/models", params={"key": "k"}, timeout=60).status_code == 200
        process.send_signal(number)
        output, errors = process.communicate(timeout=60)
        assert (process.returncode, output, errors) == (0, "left in order\n", "")


def test_a_signal_ends_a_long_delay_with_an_answer() -> None:
    with running(delay=3600) as (process, url):
        body = {"contents": [{"parts": [{"text": "otter"}]}]}
        waiting = enter(f"{url}/v1beta/models/gemini-3-pro-image:generateContent", "k", body)
        process.send_signal(signal.SIGTERM)
        assert status_of(waiting) == 503
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")


def test_a_wanted_port_is_taken_and_refused_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running(port) as (_, url):
        assert url.endswith(f":{port}")
        with pytest.raises(
            CannotListen, match=rf"^Cannot listen on 127\.0\.0\.1, port {port}: Address already in use\."
        ):
            serve(port, announce=lambda _: None)


@pytest.mark.parametrize(
    ("host", "port"), [("no.such.host.invalid", 0), ("203.0.113.7", 0), ("127.0.0.1", 70_000), ("::1", -1)]
)
def test_an_impossible_address_is_told(host: str, port: int) -> None:
    with pytest.raises(CannotListen, match="Choose another port, or 0 for a free one"):
        serve(port, host, announce=lambda _: None)


def test_ipv6_is_served_where_the_machine_has_it() -> None:
    lines: list[str] = []

    def leave(line: str) -> None:
        lines.append(line)
        signal.raise_signal(signal.SIGINT)

    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        with pytest.raises(CannotListen):
            serve(0, "::1", announce=leave)
    else:
        serve(0, "::1", announce=leave)
        assert lines[0].startswith("listening on http://[::1]:")


def test_handlers_of_signals_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    serve(0, announce=lambda _: signal.raise_signal(signal.SIGTERM))
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_embedded_start_and_stop() -> None:
    before = set(threading.enumerate())
    server = SandboxServer()
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url
    server.stop()
    for _ in range(2):
        server.start()
        answer = requests.get(f"{server.url}/v1beta/models", params={"key": server.key}, timeout=60)
        assert answer.status_code == 200
        address = server.url
        server.stop()
        server.stop()
        with pytest.raises(requests.ConnectionError):
            requests.get(address, timeout=60)
    assert set(threading.enumerate()) <= before, "one of an earlier test may end meanwhile"


def test_each_embedded_server_has_a_key_of_its_own() -> None:
    with SandboxServer() as one, SandboxServer() as other:
        assert len(one.key) >= 24
        assert one.key != other.key
        assert requests.get(f"{other.url}/v1beta/models", params={"key": one.key}, timeout=60).status_code == 400
