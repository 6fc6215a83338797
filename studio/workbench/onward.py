"""Where the next send goes on: behind the end of the branch, behind an earlier turn of it, or in a new tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.workbench.branch import Branch
    from studio.workbench.jobs import Job, Jobs
    from studio.workbench.steps import Step


class Onward(QObject):
    """Follows the branch; what was chosen holds until something is sent, or another conversation is shown."""

    changed = Signal()
    """It goes on elsewhere, though the branch is the same."""

    def __init__(self, branch: Branch, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._branch = branch
        self._pinned: str | None = None
        self._begins_anew = False
        branch.turned.connect(self._forget)
        jobs.added.connect(self._on_added)

    @property
    def head(self) -> Step | None:
        """The last step that can be continued: what comes next is its child, or a sibling of what failed behind it."""
        for step in reversed(self._branch.steps):
            turn = step.through.turn
            if turn is not None and turn.content is not None:
                return step
        return None

    @property
    def base(self) -> Step | None:
        """The step that the next send continues: the one branched from, else the head; None begins a new tree."""
        if self._begins_anew:
            return None
        pinned = next((step for step in self._branch.steps if step.through.id == self._pinned), None)
        return pinned or self.head

    def branch_from(self, turn_id: str) -> None:
        """Let the next send continue this turn, whatever has followed it."""
        self._pinned, self._begins_anew = turn_id, False
        if self._branch.entry(turn_id) is not None:
            self._branch.choose(turn_id)
        self.changed.emit()

    def begin_anew(self) -> None:
        """Let the next send begin a new tree of this conversation."""
        self._begins_anew = True
        self.changed.emit()

    def go_on(self) -> None:
        """Let the next send continue what the branch ends with, after all."""
        if self._pinned is not None or self._begins_anew:
            self._forget()
            self.changed.emit()

    def _forget(self) -> None:
        self._pinned, self._begins_anew = None, False

    def _on_added(self, job: Job) -> None:
        if job.wish.conversation_id == self._branch.conversation_id:
            self._forget()
