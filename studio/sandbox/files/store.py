"""Files that were uploaded, in memory: each belongs to the key it came with and lives for two days."""

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from studio.sandbox.errors import AlreadyExists, Exhausted, InvalidArgument, PermissionDenied

MEBIBYTE = 1024 * 1024
LIFE = timedelta(hours=48)
_MOST_BYTES = 256 * MEBIBYTE
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass
class StoredFile:
    """One file, or what has arrived of it so far."""

    id: str
    owner: str
    mime_type: str
    display_name: str
    created: datetime
    announced: int | None = None
    data: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def expires(self) -> datetime:
        """When it is gone."""
        return self.created + LIFE

    def document(self, base_url: str) -> dict[str, Any]:
        """The File, as the API describes it."""
        digest = hashlib.sha256(self.data).hexdigest()
        named = {"displayName": self.display_name} if self.display_name else {}
        return {
            "name": f"files/{self.id}",
            **named,
            "mimeType": self.mime_type,
            "sizeBytes": str(len(self.data)),
            "createTime": _time(self.created),
            "updateTime": _time(self.created),
            "expirationTime": _time(self.expires),
            "sha256Hash": b64encode(digest.encode()).decode("ascii"),
            "uri": f"{base_url}/v1beta/files/{self.id}",
            "state": "ACTIVE",
            "source": "UPLOADED",
        }


class FileStore:
    """The files of one sandbox and the uploads that are on their way; `most` bounds the bytes of all together."""

    def __init__(self, most: int = _MOST_BYTES, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._most = most
        self._now = now
        self._files: dict[str, StoredFile] = {}
        self._uploads: dict[str, StoredFile] = {}

    def begin(self, owner: str, mime_type: str, name: str = "", display_name: str = "", size: int | None = None) -> str:
        """Begin an upload; its id. Raises a refusal for a name that is taken or none, or when there is no room."""
        self._forget_old()
        bare = name.removeprefix("files/") or secrets.token_hex(6)
        if not _NAME.fullmatch(bare):
            raise InvalidArgument("* CreateFileRequest.file.name: names are up to 40 letters a-z, digits and dashes.")
        if bare in self._files:
            raise AlreadyExists(f"File files/{bare} already exists.")
        self._make_room(size or 0)
        upload_id = secrets.token_urlsafe(24)
        self._uploads[upload_id] = StoredFile(bare, owner, mime_type, display_name, self._now(), size)
        return upload_id

    def received(self, upload_id: str) -> int:
        """How many bytes of an upload are here."""
        return len(self._upload(upload_id).data)

    def append(self, upload_id: str, offset: int, data: bytes | bytearray) -> None:
        """Add a piece, which has to begin where the last one ended."""
        upload = self._upload(upload_id)
        if offset != len(upload.data):
            raise InvalidArgument(f"Upload offset {offset} is not where the last piece ended: {len(upload.data)}.")
        self._make_room(len(data))
        upload.data += data

    def finish(self, upload_id: str) -> StoredFile:
        """Make a file of an upload; raises InvalidArgument when it is not as long as was announced."""
        upload = self._upload(upload_id)
        if upload.announced is not None and upload.announced != len(upload.data):
            raise InvalidArgument(f"The upload has {len(upload.data)} bytes; {upload.announced} were announced.")
        if not upload.data:
            raise InvalidArgument("The upload has no bytes.")
        if upload.id in self._files:
            raise AlreadyExists(f"File files/{upload.id} already exists.")
        self._files[upload.id] = self._uploads.pop(upload_id)
        return upload

    def cancel(self, upload_id: str) -> None:
        """Forget an upload."""
        self._upload(upload_id)
        del self._uploads[upload_id]

    def files(self, owner: str) -> list[StoredFile]:
        """The files of a key, the latest first."""
        self._forget_old()
        return [file for file in reversed(self._files.values()) if file.owner == owner]

    def get(self, owner: str, file_id: str) -> StoredFile:
        """One file; raises PermissionDenied for what is another key's, gone, or was never there."""
        self._forget_old()
        file = self._files.get(file_id)
        if file is None or file.owner != owner:
            raise PermissionDenied(
                f"You do not have permission to access the File {file_id} or it may not exist.",
            )
        return file

    def delete(self, owner: str, file_id: str) -> None:
        """Delete one file of a key."""
        del self._files[self.get(owner, file_id).id]

    def _upload(self, upload_id: str) -> StoredFile:
        upload = self._uploads.get(upload_id)
        if upload is None:
            raise InvalidArgument("Upload has already been terminated.")
        return upload

    def _make_room(self, more: int) -> None:
        held = sum(len(file.data) for file in (*self._files.values(), *self._uploads.values()))
        if held + more > self._most:
            raise Exhausted(f"The sandbox keeps at most {self._most // MEBIBYTE} MiB of files. Delete some.")

    def _forget_old(self) -> None:
        now = self._now()
        for files in (self._files, self._uploads):
            for name in [name for name, file in files.items() if file.expires <= now]:
                del files[name]


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
