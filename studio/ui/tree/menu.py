"""What can be done with a turn of the tree, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from studio.library.outline import Outlined
    from studio.ui.allowed import Allowed

_OF_IMAGE = (Action.OPEN, Action.COMPARE, Action.EDIT, Action.REFERENCE)
_GROUPS = (
    _OF_IMAGE,
    (Action.AGAIN, Action.EDIT_TURN, Action.BRANCH, Action.FORK),
    (Action.STAR_TURN, Action.FOLD_TURN),
    (Action.PRUNE_TURN,),
)


def is_allowed(action: Action, may: Allowed) -> bool:
    """Whether an action can be done with a turn that lets so much be done with it."""
    match action:
        case Action.AGAIN | Action.EDIT_TURN:
            return may.again
        case Action.BRANCH | Action.FORK:
            return may.on
        case Action.STAR_TURN | Action.PRUNE_TURN:
            return may.marks
    return True


class TreeMenu(QObject):
    """Makes the menu; what is chosen is handed on."""

    def make(
        self,
        turn: Outlined,
        may: Allowed,
        *,
        is_folded: bool,
        has_more: bool,
        chosen: Callable[[Action], object],
        parent: QWidget,
    ) -> Menu:
        """A menu for a turn, which something follows if it `has_more`, to be shown with `popup`; it goes by itself."""
        menu = Menu("treeMenu", parent)
        menu.setAccessibleName(self.tr("Turn"))
        menu.aboutToHide.connect(menu.deleteLater)
        said = {
            Action.STAR_TURN: self.tr("Take the star away") if turn.starred else Action.STAR_TURN.text,
            Action.FOLD_TURN: self.tr("Unfold what follows") if is_folded else self.tr("Fold what follows"),
        }
        for group in _GROUPS:
            menu.addSeparator()
            for action in group:
                if (action in _OF_IMAGE and turn.image is None) or (action is Action.FOLD_TURN and not has_more):
                    continue
                made = menu.addAction(said.get(action, action.text))
                made.setObjectName(action.name)
                made.setEnabled(is_allowed(action, may))
                if action.icon:
                    made.setIcon(icon(action.icon, menu.palette()))
                if action.keys and (action not in _OF_IMAGE or action is Action.COMPARE):
                    made.setShortcut(QKeySequence(action.keys[0]))
                    made.setShortcutVisibleInContextMenu(True)
                made.triggered.connect(partial(chosen, action))
        return menu
