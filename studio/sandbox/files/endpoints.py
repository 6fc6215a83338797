"""The Files API: resumable uploads, one file, the list, deleting, and what a fileData refers to."""

import hashlib
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from studio.sandbox.bodies import read_body
from studio.sandbox.contents import offline
from studio.sandbox.dialects import in_json
from studio.sandbox.errors import InvalidArgument
from studio.sandbox.files.store import MEBIBYTE, FileStore
from studio.sandbox.listing import page_of
from studio.sandbox.protojson import parse
from studio.sandbox.schema import CREATE_FILE

_PAGE_SIZE = 10
_LARGEST_PAGE = 100
_PIECE = 64 * MEBIBYTE
_URI = re.compile(r"/v1(?:beta)?/files/(?P<id>[a-z0-9-]+)")
_COMMANDS = ("query", "cancel", "upload", "finalize", "upload, finalize")


class FileEndpoints:
    """The endpoints of one store; `admit` lets a request pass and says which key it came with."""

    def __init__(self, admit: Callable[[Request], str], store: FileStore) -> None:
        self._admit = admit
        self._store = store

    def routes(self, version: str) -> list[Route]:
        """Where they are under an API version."""
        return [
            Route(f"/upload/{version}/files", self.upload, methods=["POST", "PUT"]),
            Route(f"/{version}/files", self.list_files, methods=["GET"]),
            Route(f"/{version}/files/{{id}}", self.get_file, methods=["GET"]),
            Route(f"/{version}/files/{{id}}", self.delete_file, methods=["DELETE"]),
        ]

    def fetch_for(self, request: Request) -> Callable[[str], tuple[bytes, str]]:
        """What follows the addresses in the contents of a request: to files of the same key, and nowhere else."""
        return partial(self._fetch, self._owner(request), _base_url(request))

    async def upload(self, request: Request) -> Response:
        """A step of a resumable upload, as the command in the header says."""
        upload_id = request.query_params.get("upload_id")
        command = ", ".join(part.strip() for part in _header(request, "command").lower().split(","))
        if upload_id is None:
            return await self._begin(request, command)
        if command not in _COMMANDS:
            raise InvalidArgument(f'Unknown X-Goog-Upload-Command "{command[:40]}".')
        return await self._continue(request, command, upload_id)

    async def list_files(self, request: Request) -> Response:
        """The files of this key, paged; an empty list is an empty object."""
        files = self._store.files(self._owner(request))
        start, end = page_of(request.query_params, _PAGE_SIZE, _LARGEST_PAGE)
        document: dict[str, Any] = {}
        if shown := files[start:end]:
            document["files"] = [file.document(_base_url(request)) for file in shown]
        if end < len(files):
            document["nextPageToken"] = str(end)
        return in_json(document)

    async def get_file(self, request: Request) -> Response:
        """One file of this key."""
        return in_json(self._store.get(self._owner(request), request.path_params["id"]).document(_base_url(request)))

    async def delete_file(self, request: Request) -> Response:
        """Delete one file of this key."""
        self._store.delete(self._owner(request), request.path_params["id"])
        return in_json({})

    def _owner(self, request: Request) -> str:
        return hashlib.sha256(self._admit(request).encode("utf-8", "replace")).hexdigest()

    async def _begin(self, request: Request, command: str) -> Response:
        owner = self._owner(request)
        if _header(request, "protocol").lower() != "resumable" or command != "start":
            raise InvalidArgument("An upload begins with X-Goog-Upload-Protocol: resumable and the command start.")
        body = await read_body(request, MEBIBYTE)
        file = parse(body, CREATE_FILE).get("file", {}) if body else {}
        mime_type = _header(request, "header-content-type") or file.get("mime_type", "")
        if not mime_type:
            raise InvalidArgument("* CreateFileRequest.file.mime_type: mime_type is not specified")
        size = _number(request, "header-content-length")
        upload_id = self._store.begin(owner, mime_type, file.get("name", ""), file.get("display_name", ""), size)
        url = f"{_base_url(request)}{request.scope['path']}?upload_id={upload_id}&upload_protocol=resumable"
        return Response(headers={"x-goog-upload-url": url, "x-goog-upload-status": "active"})

    async def _continue(self, request: Request, command: str, upload_id: str) -> Response:
        if command == "cancel":
            self._store.cancel(upload_id)
            return Response(headers={"x-goog-upload-status": "cancelled"})
        if command.startswith("upload"):
            piece = await read_body(request, _PIECE)
            self._store.append(upload_id, _number(request, "offset") or 0, piece)
        if command.endswith("finalize"):
            file = self._store.finish(upload_id)
            response = in_json({"file": file.document(_base_url(request))})
            response.headers["x-goog-upload-status"] = "final"
            return response
        received = str(self._store.received(upload_id))
        return Response(headers={"x-goog-upload-status": "active", "x-goog-upload-size-received": received})

    def _fetch(self, owner: str, base_url: str, uri: str) -> tuple[bytes, str]:
        match = _URI.fullmatch(uri.removeprefix(base_url))
        if match is None:
            return offline(uri)
        file = self._store.get(owner, match["id"])
        return bytes(file.data), file.mime_type


def _header(request: Request, name: str) -> str:
    return request.headers.get(f"x-goog-upload-{name}", "").strip()


def _number(request: Request, name: str) -> int | None:
    text = _header(request, name)
    if text and not (text.isascii() and text.isdecimal()):
        raise InvalidArgument(f"X-Goog-Upload-{name.title()} is no number.")
    return int(text) if text else None


def _base_url(request: Request) -> str:
    return str(request.base_url).rstrip("/")
