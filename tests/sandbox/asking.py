"""Short ways to ask a running sandbox and to read its replies."""

import io
import json
import socket
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from PIL import Image

from studio.sandbox.server import SandboxServer

LITE = "gemini-3.1-flash-lite-image"
PRO = "gemini-3-pro-image"
FIRST = "gemini-2.5-flash-image"


def user(*parts: Mapping[str, Any] | str) -> dict[str, Any]:
    """A user turn; a plain string is a text part."""
    return {"role": "user", "parts": [{"text": part} if isinstance(part, str) else dict(part) for part in parts]}


def image_part(data: bytes, mime_type: str = "image/png") -> dict[str, Any]:
    """An inlineData part."""
    return {"inlineData": {"mimeType": mime_type, "data": b64encode(data).decode()}}


def png(image: Image.Image, kind: str = "PNG") -> bytes:
    """The file of an image."""
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def photo(width: int = 320, height: int = 240) -> Image.Image:
    """A small picture that is no two ways the same: a gradient with a red figure left of the middle."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    image.paste((200, 40, 40), (width // 4, height // 4, width // 2, height * 3 // 4))
    image.paste((30, 60, 190), (width // 2, height // 2, width * 5 // 8, height * 7 // 8))
    return image


def post(server: SandboxServer, body: object, model: str = FIRST, **options: Any) -> requests.Response:
    """One generateContent with the server's key."""
    headers = {"x-goog-api-key": server.key} | options.pop("headers", {})
    url = f"{server.url}/v1beta/models/{model}:generateContent"
    return requests.post(url, json=body, headers=headers, timeout=60, **options)


def ask(server: SandboxServer, *contents: Mapping[str, Any], model: str = FIRST, **fields: Any) -> dict[str, Any]:
    """The reply document of a request that has to succeed."""
    response = post(server, {"contents": list(contents), **fields}, model)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


def content_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The model turn."""
    content: dict[str, Any] = document["candidates"][0]["content"]
    return content


def text_of(document: Mapping[str, Any]) -> str:
    """The words of a reply, without what was thought."""
    parts = content_of(document)["parts"]
    return " ".join(part["text"] for part in parts if "text" in part and not part.get("thought"))


def bytes_of(document: Mapping[str, Any]) -> bytes:
    """The bytes of the one picture of a reply."""
    parts = [part for part in content_of(document)["parts"] if not part.get("thought")]
    (data,) = (part["inlineData"]["data"] for part in parts if "inlineData" in part)
    return b64decode(data, validate=True)


def picture_of(document: Mapping[str, Any]) -> Image.Image:
    """The decoded picture of a reply."""
    image = Image.open(io.BytesIO(bytes_of(document)))
    image.load()
    return image


def enter(url: str, key: str, body: object) -> socket.socket:
    """A connection whose POST the server has certainly taken in, its answer not yet read."""
    data, address = json.dumps(body).encode(), urlsplit(url)
    connection = socket.create_connection((address.hostname, address.port), timeout=60)
    head = f"POST {address.path} HTTP/1.1\r\nHost: sandbox\r\nx-goog-api-key: {key}\r\nContent-Length: {len(data)}\r\n"
    connection.sendall(f"{head}Expect: 100-continue\r\n\r\n".encode())
    assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
    connection.sendall(data)
    return connection


def status_of(connection: socket.socket) -> int:
    """The status of the answer on a connection that the server closes after it."""
    with connection, connection.makefile("rb") as answer:
        return int(answer.read().split()[1])
