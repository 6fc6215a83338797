"""Conversations in the trash that something is sent in: they are taken out of it, which is said and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.workbench.bench import Bench
    from studio.workbench.jobs import Job


class TakenUp(QObject):
    """Sees to it that no picture is paid for in a conversation that nobody finds, whichever way it was asked for."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._send_id = ""
        bench.jobs.added.connect(self._on_added)

    def _on_added(self, job: Job) -> None:
        if job.wish.send_id != self._send_id:  # one look for all variants of a click
            self._send_id = job.wish.send_id
            self._bench.tasks.start(self._look(job.wish.conversation_id), "look into the trash")

    async def _look(self, conversation_id: str) -> None:
        if (library := self._bench.library) is None:
            return
        found = await self._bench.tasks.in_worker(library.conversations.find, conversation_id)
        if found is not None and found.trashed is not None and library is self._bench.library:
            self._bench.edits.restore_conversation(
                found,
                self.tr("Restore “{title}”").format(title=found.title),
                self.tr("“{title}” is back among the conversations: something was sent in it.").format(
                    title=found.title
                ),
            )
