"""What the standard library does by itself, and the limits: the same work with nothing around it."""

import base64
import hashlib
import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pybase64

from tests.benchmarks.case import CHUNK, Case
from tests.benchmarks.design import PROMPT, BodyDesign, Design

_READ = 144 << 10


class Decode(Design):
    """json, then base64."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._chunks = case.reply_chunks()

    def run(self) -> bytes | Path:
        reply = json.loads(b"".join(self._chunks))
        parts = reply["candidates"][0]["content"]["parts"]
        return base64.b64decode(next(part["inlineData"]["data"] for part in parts if "inlineData" in part))


class Land(Decode):
    """The same, and the picture written."""

    def run(self) -> bytes | Path:
        picture = super().run()
        assert isinstance(picture, bytes)
        return self.save(picture)


class DecodeLimit(Design):
    """pybase64 on a view of characters that somebody else has found."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._text = memoryview(base64.b64encode(case.picture.read_bytes()))

    def run(self) -> bytes | Path:
        return pybase64.b64decode(self._text, validate=True)


class LandLimit(DecodeLimit):
    """The same, and the picture written."""

    def run(self) -> bytes | Path:
        picture = super().run()
        assert isinstance(picture, bytes)
        return self.save(picture)


class Write(Design):
    """The picture, decoded long ago, written."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._picture = case.picture.read_bytes()

    def run(self) -> Path:
        return self.save(self._picture)


class WriteHashed(Design):
    """The picture, decoded long ago, hashed and written: what the library's record asks for at the least."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self._picture = case.picture.read_bytes()

    def run(self) -> Path:
        hashlib.sha256(self._picture).digest()
        return self.save(self._picture)


class RawReceive(Design):
    """A bare socket: the reply is read and dropped."""

    def run(self) -> None:
        with _asked(self.case, len(_body(self.case))) as connection:
            connection.sendall(_body(self.case))
            buffer = bytearray(CHUNK)
            while connection.recv_into(buffer):
                pass


class EncodeLimit(BodyDesign):
    """Every file read and encoded, and nothing else."""

    def run(self) -> None:
        for chunk in _encoded(self.case):
            self.take(chunk)

    def after(self) -> None:
        """It is no whole body."""


class Build(BodyDesign):
    """base64, then json."""

    def run(self) -> None:
        self.take(_body(self.case))


class BuildFast(BodyDesign):
    """pybase64, then json."""

    def run(self) -> None:
        self.take(_body(self.case, fast=True))


class RawSend(Design):
    """A bare socket: every file read, encoded and sent, with no JSON around it."""

    def run(self) -> None:
        if self.case.is_checked:
            return
        size = sum((path.stat().st_size + 2) // 3 * 4 for path in self.case.inputs)
        with _asked(self.case, size) as connection:
            for chunk in _encoded(self.case):
                connection.sendall(chunk)
            while connection.recv(CHUNK):
                pass


class Send(Design):
    """http.client."""

    def run(self) -> None:
        connection = http.client.HTTPConnection(urlsplit(self.case.url).netloc)
        headers = {"content-type": "application/json"}
        connection.request("POST", _path(self.case), _body(self.case), headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status == 200


def request_body(case: Case) -> bytes:
    """A whole request body, made with pybase64 and json."""
    return _body(case, fast=True)


def _body(case: Case, *, fast: bool = False) -> bytes:
    encode = pybase64.b64encode if fast else base64.b64encode
    parts: list[object] = [{"text": PROMPT}]
    for path in case.inputs:
        data = encode(path.read_bytes()).decode()
        parts.append({"inlineData": {"mimeType": "image/png", "data": data}})
    return json.dumps({"contents": [{"role": "user", "parts": parts}]}).encode()


def _encoded(case: Case) -> Iterator[bytes]:
    """Every input, read into one buffer again and again: nothing was measured to be faster."""
    buffer = memoryview(bytearray(_READ))
    for path in case.inputs:
        with path.open("rb") as file:
            while count := file.readinto(buffer):
                yield pybase64.b64encode(buffer[:count])


def _path(case: Case) -> str:
    return f"/v1beta/models/{case.name}:generateContent"


def _asked(case: Case, size: int) -> socket.socket:
    """A connection on which the head of a request has been sent."""
    where = urlsplit(case.url)
    assert where.hostname is not None
    connection = socket.create_connection((where.hostname, where.port or 80))
    head = f"POST {_path(case)} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\nContent-Length: {size}\r\n\r\n"
    connection.sendall(head.encode())
    return connection
