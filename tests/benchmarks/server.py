"""The far end, in a process of its own: takes any POST, checks small ones, answers with the model's file.

`python -m tests.benchmarks.server FOLDER SECONDS`; prints its port, and ends when its standard input does. It answers
after so many seconds, as a model does that has to think first.
"""

import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.benchmarks.case import CHUNK, Case
from tests.benchmarks.contest import child
from tests.benchmarks.design import pictures_of


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    folder: Path
    seconds: float

    def do_POST(self) -> None:
        case = Case(self.folder, self._model())
        good = self._take_body(case)
        time.sleep(self.seconds)
        with case.reply.open("rb") as file:
            self.send_response(200 if good else 400)
            self.send_header("Content-Type", "application/json; charset=UTF-8")
            self.send_header("Content-Length", str(case.reply.stat().st_size))
            self.end_headers()
            self.connection.sendfile(file)

    def _model(self) -> str:
        found = re.search(r"/models/(\w+):generateContent", self.path)
        assert found, f"a path of the protocol, not {self.path}"
        return found[1]

    def _take_body(self, case: Case) -> bool:
        """Read the request; whether it holds the case's inputs, where that is checked."""
        left = int(self.headers["Content-Length"])
        if case.is_checked:
            return list(pictures_of(self.rfile.read(left))) == [path.read_bytes() for path in case.inputs]
        buffer = memoryview(bytearray(CHUNK))
        while left and (taken := self.rfile.readinto(buffer[: min(left, CHUNK)])):
            left -= taken
        return not left

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    # All of a benchmark's requests may come at once: of more than the usual five the system resets some.
    request_queue_size = 64


def main() -> None:
    """Serve until standard input ends."""
    _Handler.folder, _Handler.seconds = Path(sys.argv[1]), float(sys.argv[2])
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        server.shutdown()


@contextmanager
def serving(folder: Path, seconds: float = 0.0) -> Iterator[str]:
    """A server for the files of a folder that answers after so many seconds; its URL."""
    with child("tests.benchmarks.server", str(folder), str(seconds)) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"


if __name__ == "__main__":
    main()
