"""Copies of originals that other programs may have: real files in a folder of this run, well named, gone at its end."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.library.export import Export


@dataclass(frozen=True, slots=True)
class _Copy:
    path: Path
    stamp: tuple[int, int, int]


class Copies:
    """One copy for each picture for as long as nobody touches it; from any worker, one after the other, on the disk."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._are_removed = False
        self._folder: Path | None = None
        self._copies: dict[str, _Copy] = {}

    def of(self, planned: Export) -> Path:
        """A copy with exactly the name planned and the bytes of the original; LibraryError, also after `remove`."""
        from studio.library.errors import LibraryClosed, translated

        with self._one_at_a_time:
            if self._are_removed:
                raise LibraryClosed("The library was closed while its pictures were copied for another program.")
            known = self._copies.get(planned.image.id)
            if known is not None and _stamp(known.path) == known.stamp:
                return known.path
            with translated("The picture could not be copied for another program"):
                path = self._copy(planned)
            if stamp := _stamp(path):
                self._copies[planned.image.id] = _Copy(path, stamp)
            return path

    def remove(self) -> None:
        """Remove all of them for good; what another program holds open may stay behind, among temporary files."""
        import shutil  # neither is needed for the first paint

        with self._one_at_a_time:
            self._are_removed = True
            self._copies.clear()
            folder, self._folder = self._folder, None
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def _copy(self, planned: Export) -> Path:
        import shutil
        import tempfile

        from studio.library.errors import PictureMissing

        if not planned.source.is_file():
            raise PictureMissing(f"The file of this picture is gone: {planned.source}. Put it back in its place.")
        if self._folder is None or not self._folder.is_dir():
            self._folder = Path(tempfile.mkdtemp(prefix="studio-"))
        own = Path(tempfile.mkdtemp(dir=self._folder))  # so that no two names meet
        try:
            return Path(shutil.copyfile(planned.source, own / planned.name))
        except BaseException:
            shutil.rmtree(own, ignore_errors=True)
            raise


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when somebody writes to a file or puts another in its place; None when it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
