"""What is done with requests that an earlier run left behind, as the panel asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.generation.recover import Recovered
    from studio.library.records import Turn
    from studio.ui.recovery.panel import RecoveryPanel
    from studio.workbench.recovery import Recovery
    from studio.workbench.sending import Sending


class RecoveryDeeds(QObject):
    """Shows, asks again, lets go; a turn is asked for again by nobody but the person."""

    def __init__(
        self,
        panel: RecoveryPanel,
        recovery: Recovery,
        sending: Sending,
        show_turn: Callable[[Turn], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._recovery = recovery
        panel.show_wanted.connect(lambda each: show_turn(each.turn))
        panel.ask_wanted.connect(lambda left: recovery.ask_again(left, sending.repeat))
        panel.let_go_wanted.connect(self._let_go)
        panel.stop_wanted.connect(recovery.stop_fetching)
        panel.send_wanted.connect(recovery.send_waiting)
        panel.drop_wanted.connect(self._drop)

    def _let_go(self, left: tuple[Recovered, ...]) -> None:
        if all(each.fate == "kept" for each in left):
            said = ""  # what was kept stays; only the news of it goes
        elif len(left) == 1:
            said = self.tr("One request taken off the list.")
        else:
            said = self.tr("{count} requests taken off the list.").format(count=len(left))
        self._recovery.let_go(left, self.tr("Let go of interrupted requests"), said)

    def _drop(self) -> None:
        count = len(self._recovery.waiting)
        if count == 1:
            said = self.tr("One queued request cancelled. Nothing was charged.")
        else:
            said = self.tr("{count} queued requests cancelled. Nothing was charged.").format(count=count)
        self._recovery.let_go_waiting(self.tr("Cancel queued requests"), said)
