"""The files of reports: one that rotates, and what the interpreter itself writes when the process dies at once."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

_LOG = "errors.log"
_LARGEST = 512_000  # bytes
_KEPT = 3  # older files beside the newest


class ErrorLog:
    """Reports one after another, in a file that is put aside when it is full; blocks, for any thread."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _LOG
        self._lock = threading.Lock()

    def write(self, text: str) -> None:
        """Add a report. One that cannot be written is lost: there is nobody left to tell."""
        with self._lock, suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._rotate()
            with _private(self.path, os.O_APPEND) as file:
                file.write(f"{text.rstrip()}\n\n{'-' * 80}\n")

    def _rotate(self) -> None:
        if not self.path.exists() or self.path.stat().st_size < _LARGEST:
            return
        for number in range(_KEPT, 1, -1):
            older = self._older(number - 1)
            if older.exists():
                older.replace(self._older(number))
        self.path.replace(self._older(1))

    def _older(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.stem}.{number}{self.path.suffix}")


class Faults:
    """Has the interpreter write down what every thread was doing when the process is killed by its own fault.

    Each process writes to a file of its own, locked while it lives; so the next one knows whose author is dead.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"fault-{os.getpid()}.log"
        self._file: IO[str] | None = None
        self._lock: FileLock | None = None
        self._was_enabled = False

    def start(self) -> list[str]:
        """Begin to watch; what processes that died since the last start have left behind. Blocks."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            left = self._collect()
            self._lock = FileLock(_lock_of(self._path), thread_local=False)
            self._lock.acquire(timeout=0)
            self._file = _private(self._path, os.O_TRUNC)
        except (OSError, Timeout):
            return []
        self._was_enabled = faulthandler.is_enabled()
        faulthandler.enable(self._file)
        return left

    def stop(self) -> None:
        """Watch no more: this process has ended well."""
        if self._file is None or self._lock is None:
            return
        faulthandler.disable()
        if self._was_enabled and sys.__stderr__ is not None:
            faulthandler.enable(sys.__stderr__)
        self._file.close()
        self._file = None
        self._remove(self._path, self._lock)

    def _collect(self) -> list[str]:
        found = []
        for path in sorted(self._folder.glob("fault-*.log")):
            lock = FileLock(_lock_of(path), thread_local=False)
            try:
                lock.acquire(timeout=0)
            except (Timeout, OSError):
                continue  # of a process that lives
            with suppress(OSError):
                found.append(path.read_text(encoding="utf-8", errors="replace"))
            self._remove(path, lock)
        return [text for text in found if text.strip()]

    def _remove(self, path: Path, lock: FileLock) -> None:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        lock.release(force=True)
        with suppress(OSError):
            _lock_of(path).unlink(missing_ok=True)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _private(path: Path, flag: int) -> IO[str]:
    """A file for writing that only its owner may read, whatever its folder allows."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | flag, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8", errors="replace")
