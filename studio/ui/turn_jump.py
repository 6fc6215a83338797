"""Going to a turn from anywhere: its conversation opens, its branch is shown, and its tile has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from studio.ui.stage.stage import Stage
    from studio.workbench.branch import Branch


class TurnJump(QObject):
    """Waits for the branch that was asked for, and lets it be when somebody goes elsewhere meanwhile."""

    begun = Signal()
    """The stage is about to be looked at."""

    def __init__(self, branch: Branch, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._branch = branch
        self._stage = stage
        self._wanted: tuple[str, str] | None = None
        branch.changed.connect(self._look)

    def go(self, conversation_id: str, turn_id: str) -> None:
        """Go to a turn of a conversation."""
        self.begun.emit()
        self._wanted = None
        self._branch.show_turn_of(conversation_id, turn_id)
        self._wanted = conversation_id, turn_id
        self._stage.show_thread()

    def _look(self) -> None:
        if self._wanted is None or self._branch.is_loading:
            return
        (conversation_id, turn_id), self._wanted = self._wanted, None
        if conversation_id == self._branch.conversation_id and self._branch.entry(turn_id) is not None:
            self._stage.thread_view.reveal(turn_id)
            self._stage.thread_view.focus_turn(turn_id)
