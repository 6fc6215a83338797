"""What is done by the clock while a library is open: seeing what others write into it, and copying its record."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.workbench.tasks import Tasks

_WATCH_MILLISECONDS = 2000
_BACKUP_MILLISECONDS = 3_600_000


class LibraryWatch(QObject):
    """Looks after one library at a time."""

    changed = Signal()
    """Another process has changed the record."""

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._library: Library | None = None
        self._version = 0
        self._watch = QTimer(self, interval=_WATCH_MILLISECONDS)
        self._watch.timeout.connect(lambda: self._tasks.start(self._look(), "watch the library"))
        self._backups = QTimer(self, interval=_BACKUP_MILLISECONDS)
        self._backups.timeout.connect(lambda: self._tasks.start(self._back_up(), "back up"))

    def open(self, library: Library, version: int) -> None:
        """Watch a library, whose record was at this version when it was read."""
        self._library, self._version = library, version
        self._watch.start()
        self._backups.start()
        if library.backup_due:
            self._tasks.start(self._back_up(), "back up")

    def close(self) -> None:
        """Let go of it."""
        self._library = None
        self._watch.stop()
        self._backups.stop()

    async def _look(self) -> None:
        """See whether another process has changed the record."""
        if (library := self._library) is None:
            return
        version = await self._tasks.in_worker(library.data_version)
        if version != self._version and library is self._library:
            self._version = version
            self.changed.emit()

    async def _back_up(self) -> None:
        from studio.library.errors import DiskFull, LibraryInUse

        if (library := self._library) is not None and not library.read_only:
            await self._tasks.in_worker(library.back_up_today)
            with suppress(DiskFull, LibraryInUse):  # nobody asked for it, and the next time will do
                await self._tasks.in_worker(library.search.tidy)
