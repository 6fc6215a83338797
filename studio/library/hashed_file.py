"""A file being written that knows its size and its SHA-256."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from studio.library.durable import start_writing, sync_file

Piece = bytes | bytearray | memoryview

_STRETCH = 1 << 21  # bytes sent on their way to the disk at once, so that little is left for the `sync` at the end


class HashedFile:
    """A new file; what is written is counted and hashed on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._file: BinaryIO = path.open("xb")
        self._digest = hashlib.sha256()
        self._started = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, piece: Piece) -> None:
        """Add bytes; they may stay in this process until `flush`."""
        self._digest.update(piece)
        self._file.write(piece)
        self.size += len(piece)
        if self.size - self._started >= _STRETCH:
            self._file.flush()
            start_writing(self._file.fileno(), self._started, self.size - self._started)
            self._started = self.size

    def flush(self) -> None:
        """Hand everything to the system, which keeps it when this process dies."""
        self._file.flush()

    def sync(self) -> None:
        """Force everything to the disk, which keeps it when the power goes."""
        self._file.flush()
        sync_file(self._file.fileno())

    def close(self) -> None:
        """Close the file, whatever becomes of bytes not yet flushed."""
        with suppress(
            OSError
        ):  # on a full disk closing tries, and fails, to write them; the file is closed all the same
            self._file.close()
