"""What keys and menus ask to be done with a turn of a step: with the one that has the focus, if any has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.allowed import allowed
from studio.ui.keys import OwnKeys
from studio.ui.stage.step_menu import StepMenu

if TYPE_CHECKING:
    from studio.ui.stage.asked import Asked
    from studio.ui.stage.tile import Tile
    from studio.ui.stage.tile_grid import TileGrid
    from studio.ui.widgets.menu import Menu
    from studio.workbench.steps import Entry, Step


class StepDeeds(QObject):
    """Takes the keys of the widget that shows a step, and makes its menus; `step` is asked what is shown."""

    def __init__(self, asked: Asked, grid: TileGrid, step: Callable[[], Step | None], view: QWidget) -> None:
        super().__init__(view)
        self._asked = asked
        self._grid = grid
        self._step = step
        self._view = view
        self._menus = StepMenu(asked, self)
        OwnKeys(
            view,
            {
                Action.AGAIN: lambda: self._ask(Action.AGAIN),
                Action.EDIT_TURN: lambda: self._ask(Action.EDIT_TURN),
                Action.BRANCH: lambda: self._ask(Action.BRANCH),
                Action.FORK: lambda: self._ask(Action.FORK),
                Action.EARLIER_TRY: lambda: self.go_to_sibling(-1),
                Action.LATER_TRY: lambda: self.go_to_sibling(1),
            },
        )

    def menu(self, tile: Tile | None = None) -> Menu:
        """What can be done with the turn of a tile, else with the one that has the focus."""
        step = self._step()
        assert step is not None
        shown = next((each for each in step.entries if tile is not None and each.id == tile.turn_id), None)
        return self._menus.of(step, shown or self._entry(step), self._view)

    def go_to_sibling(self, delta: int) -> None:
        """Ask for the try before or after the one that the branch goes through."""
        step = self._step()
        if step is not None and 0 <= step.place + delta < step.places:
            self._asked.sibling.emit(step.number, delta)

    def _ask(self, action: Action) -> None:
        if (step := self._step()) is None:
            return
        entry, asked = self._entry(step), self._asked
        may = allowed(entry)
        if action in (Action.AGAIN, Action.EDIT_TURN):
            if may.again:
                (asked.again if action is Action.AGAIN else asked.edit_prompt).emit(entry.id)
        elif may.on and action is Action.BRANCH:
            asked.branch_from.emit(entry.id)
        elif may.on:
            asked.turn.emit(action, entry.id)

    def _entry(self, step: Step) -> Entry:
        """The turn whose tile has the focus, else the one that the branch goes through."""
        focused = next((tile.turn_id for tile in self._grid.tiles if tile.hasFocus()), "")
        return next((entry for entry in step.entries if entry.id == focused), step.through)
