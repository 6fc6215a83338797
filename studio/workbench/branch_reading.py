"""Reading a branch in a worker: of many wishes at once, only the last is read to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.workbench.jobs import Jobs
    from studio.workbench.tasks import Tasks
    from studio.workbench.way import Way


class _Wanted(NamedTuple):
    conversation_id: str
    way: Way
    to: str | None


class BranchReading(QObject):
    """Reads until what was read is what was asked for last."""

    read = Signal(str, object)
    """The Read of the conversation with this id, the one that was asked for last."""

    def __init__(self, tasks: Tasks, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._jobs = jobs
        self._library: Library | None = None
        self._wanted: _Wanted | None = None
        self._busy = False

    @property
    def is_under_way(self) -> bool:
        """Whether something was asked for that has not been read yet."""
        return self._wanted is not None

    def open(self, library: Library) -> None:
        """Read from a library from now on."""
        self._library = library

    def close(self) -> None:
        """Let go of the library."""
        self._library = self._wanted = None

    def ask(self, conversation_id: str, way: Way, to: str | None) -> None:
        """Read the branch of a conversation that goes this way, through the turn `to` where that is named."""
        self._wanted = _Wanted(conversation_id, way, to)
        if not self._busy and self._library is not None:
            self._busy = True
            self._tasks.start(self._read(), "branch")

    def forget(self) -> None:
        """Nothing is wanted any more."""
        self._wanted = None

    async def _read(self) -> None:
        try:
            while (wanted := self._wanted) is not None and (library := self._library) is not None:
                await self._read_from(library, wanted)
        finally:
            self._busy = False

    async def _read_from(self, library: Library, wanted: _Wanted) -> None:
        from studio.workbench.steps import read_branch

        jobs = self._jobs.of_conversation(wanted.conversation_id)
        try:
            read = await self._tasks.in_worker(read_branch, library, *wanted, jobs)
        except Exception:
            if library is not self._library:
                return  # closed in the meantime: what it could not tell is of no interest
            raise
        if wanted is self._wanted:
            self._wanted = None
            self.read.emit(wanted.conversation_id, read)
