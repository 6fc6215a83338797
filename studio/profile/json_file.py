"""One small JSON file that survives crashes, full disks, hand editing and two programs writing at the same time."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from studio.profile.errors import FileNotSaved, FileUnreadable
from studio.profile.notices import FileSetAside

Document = dict[str, object]

_LOCK_SECONDS = 10.0


class JsonFile:
    """A JSON object in a file: read whole, changed under a lock, replaced in one step."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Document, FileSetAside | None]:
        """The object in the file, empty when there is none; a broken file is set aside. Raises FileUnreadable."""
        try:
            return _parse(self.path.read_bytes()), None
        except FileNotFoundError:
            return {}, None
        except OSError as error:
            raise FileUnreadable(f"Studio cannot read {self.path}: {_words(error)}.") from error
        except (ValueError, RecursionError):
            return {}, FileSetAside(self.path, self._set_aside())

    def update(self, change: Callable[[Document], object]) -> Document:
        """Read afresh, let `change` edit the object, write it durably, return it. Raises FileNotSaved."""
        with self._locked():
            document, _ = self.read()
            change(document)
            try:
                self._replace(_text(document))
            except OSError as error:
                raise FileNotSaved(f"Studio cannot save {self.path}: {_words(error)}.") from error
        return document

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout  # it loads much, and reading needs none of it

        lock = FileLock(f"{self.path}.lock", timeout=_LOCK_SECONDS)
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise FileNotSaved(f"Studio cannot save {self.path}: another program is writing it.") from error
        except OSError as error:
            raise FileNotSaved(f"Studio cannot save {self.path}: {_words(error)}.") from error
        try:
            yield
        finally:
            lock.release()

    def _replace(self, text: bytes) -> None:
        target = self.path.resolve()  # a link to a file kept elsewhere stays a link
        beside = target.with_name(f".{target.name}.{os.urandom(16).hex()}.new")
        try:
            with beside.open("xb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(target.parent)

    def _set_aside(self) -> Path | None:
        from datetime import UTC, datetime

        stem = f"{self.path.stem}.broken-{datetime.now(UTC):%Y-%m-%d}"
        number = 1
        while (kept := self.path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}.json")).exists():
            number += 1
        with suppress(OSError):
            return self.path.rename(kept)
        return None


def _parse(text: bytes) -> Document:
    document = json.loads(text.decode("utf-8-sig"))
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def _text(document: Document) -> bytes:
    # A lone surrogate (a path that is no UTF-8) becomes \udcxx, which is JSON's own escape: it reads back as it was.
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
