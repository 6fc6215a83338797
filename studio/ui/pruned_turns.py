"""Turns in the trash whose images are still in view: told of when they are looked for, taken out to go on from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.workbench.messages import Message

if TYPE_CHECKING:
    from studio.library.records import Turn
    from studio.workbench.bench import Bench

_TOLD = "turn in the trash"


class PrunedTurns(QObject):
    """Leads to a turn, wherever it is."""

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench

    def show(self, turn: Turn) -> None:
        """Show the branch through a turn; of one in the trash say so, and offer to take it out."""
        if turn.trashed is None:
            self._bench.branch.show_turn(turn)
            return
        actions = ((self.tr("Restore the turn"), lambda: self._bench.tasks.start(self._bring(turn), "take a turn up")),)
        text = self.tr("The turn that made this image is in the trash.")
        self._bench.messages.post(Message(severity="info", text=text, actions=actions, seconds=8, id=_TOLD))

    async def take_up(self, turn: Turn) -> None:
        """Restore a turn, if it is there: somebody goes on from it."""
        if turn.trashed is not None:
            text = self.tr("Restore a turn")
            self._bench.edits.take_up(turn.id, text, self.tr("The turn of this image is back in its conversation."))
            await self._bench.undo.finish()

    async def _bring(self, turn: Turn) -> None:
        self._bench.messages.dismiss(_TOLD)
        await self.take_up(turn)
        self._bench.branch.show_turn(turn)
