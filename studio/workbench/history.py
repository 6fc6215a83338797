"""The prompts that were sent before, wherever: what Alt+↑ brings back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.workbench.jobs import Job, Jobs

_MOST = 200


class History(QObject):
    """The newest prompts of a library, each once, in the order they were last sent."""

    changed = Signal()

    def __init__(self, tasks: Tasks, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._prompts: dict[str, None] = {}
        self._library: Library | None = None
        jobs.added.connect(self._on_added)

    @property
    def prompts(self) -> tuple[str, ...]:
        """The prompts, oldest first."""
        return tuple(self._prompts)

    def open(self, library: Library) -> None:
        """Read what was sent in this library."""
        self._library = library
        self._tasks.start(self._read(library), "read earlier prompts")

    def close(self) -> None:
        """Forget all of them."""
        self._library = None
        self._prompts = {}
        self.changed.emit()

    async def _read(self, library: Library) -> None:
        turns = await self._tasks.in_worker(library.turns.recent, _MOST)
        if library is self._library:
            sent_meanwhile, self._prompts = self._prompts, {}
            for prompt in (*(turn.prompt for turn in reversed(turns)), *sent_meanwhile):
                self._append(prompt)
            self.changed.emit()

    def _on_added(self, job: Job) -> None:
        self._append(job.wish.prompt)
        self.changed.emit()

    def _append(self, prompt: str) -> None:
        self._prompts.pop(prompt, None)
        self._prompts[prompt] = None
