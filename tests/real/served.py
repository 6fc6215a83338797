"""`studio sandbox` as a process, and what its readers ask it with: curl, and Python's requests."""

import base64
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from PIL import Image

from tests.conftest import need


@dataclass(frozen=True)
class Served:
    """A running `studio sandbox`."""

    url: str
    process: "subprocess.Popen[str]"


def serve(*arguments: str) -> Served:
    """Start it and wait until it listens."""
    command = [sys.executable, "-m", "studio", "sandbox", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith("listening on http://127.0.0.1:")
    return Served(line.split()[-1], process)


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Its address; in the end it has to leave in order and without a word."""
    served = serve(*arguments)
    yield served.url
    served.process.send_signal(signal.SIGTERM)
    out, err = served.process.communicate(timeout=20)
    assert (served.process.returncode, out, err) == (0, "", "")


class Post(Protocol):
    """A way to post JSON: status and parsed reply."""

    def __call__(self, url: str, headers: dict[str, str], body: str) -> tuple[int, Any]: ...


def with_curl(url: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
    """With curl, from its command line."""
    need("curl")
    command = ["curl", "--silent", "--noproxy", "*", "-X", "POST", url, "--data-binary", "@-", "-w", "\n%{http_code}"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run(command, input=body, capture_output=True, text=True, check=True)
    text, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(text)


def with_requests(url: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
    """With Python's requests."""
    response = requests.post(url, headers=headers, data=body.encode(), timeout=60)
    return response.status_code, response.json()


def pictures(reply: Any) -> list[Image.Image]:
    """The pictures of a reply, decoded."""
    found = []
    for part in reply["candidates"][0]["content"]["parts"]:
        if "inlineData" in part:
            image = Image.open(io.BytesIO(base64.b64decode(part["inlineData"]["data"], validate=True)))
            image.load()
            found.append(image)
    return found
