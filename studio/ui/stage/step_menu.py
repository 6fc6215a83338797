"""What can be done with a turn of the thread, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.allowed import allowed
from studio.ui.icons import icon
from studio.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from studio.ui.stage.asked import Asked
    from studio.workbench.steps import Entry, Step

_ON_ITS_WAY = (Action.STAR_TURN, Action.PRUNE_TURN)  # what waits until a turn is over


class StepMenu(QObject):
    """Makes menus; what is chosen is asked for."""

    def __init__(self, asked: Asked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked = asked

    def of(self, step: Step, entry: Entry, parent: QWidget) -> Menu:
        """A menu for one turn of a step, to be shown with `popup`; it goes away by itself."""
        menu = Menu("turnMenu", parent)
        menu.setAccessibleName(self.tr("Turn actions"))
        menu.aboutToHide.connect(menu.deleteLater)
        asked, may = self._asked, allowed(entry)
        starred = entry.turn is not None and entry.turn.starred is not None
        star = self.tr("Take the star away") if starred else Action.STAR_TURN.text
        self._add(menu, Action.AGAIN, lambda: asked.again.emit(entry.id), may.again)
        self._add(menu, Action.EDIT_TURN, lambda: asked.edit_prompt.emit(entry.id), may.again)
        self._add(menu, Action.BRANCH, lambda: asked.branch_from.emit(entry.id), may.on)
        self._add(menu, Action.FORK, lambda: asked.turn.emit(Action.FORK, entry.id), may.on)
        menu.addSeparator()
        self._add(menu, Action.STAR_TURN, lambda: asked.turn.emit(Action.STAR_TURN, entry.id), may.marks, star)
        menu.addSeparator()
        self._add(menu, Action.COPY_PROMPT, lambda: copy_prompt(step))
        is_written = entry.turn is not None
        self._add(menu, Action.COPY_CURL, lambda: asked.copy_request.emit("curl", entry.id), is_written)
        self._add(menu, Action.COPY_PYTHON, lambda: asked.copy_request.emit("Python", entry.id), is_written)
        self._add(menu, Action.EXPORT_BRANCH, lambda: asked.export_branch.emit(entry.id), is_written)
        self._add_cancelling(menu, step)
        menu.addSeparator()
        self._add(menu, Action.PRUNE_TURN, lambda: asked.turn.emit(Action.PRUNE_TURN, entry.id), may.marks)
        return menu

    def _add(
        self, menu: Menu, declared: Action, do: Callable[[], object], enabled: bool = True, text: str = ""
    ) -> None:
        action = menu.addAction(icon(declared.icon, menu.palette()), text or declared.text)
        action.setObjectName(declared.id)
        if declared.keys and declared not in _ON_ITS_WAY:  # whose keys are those of the tree
            action.setShortcut(QKeySequence(declared.keys[0]))
            action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(enabled)
        action.triggered.connect(do)

    def _add_cancelling(self, menu: Menu, step: Step) -> None:
        under_way = [(place + 1, each) for place, each in enumerate(step.entries) if each.job and not each.job.is_over]
        if under_way:
            menu.addSeparator()
        for place, entry in under_way:
            label = self.tr("Cancel image {place}").format(place=place)
            action = menu.addAction(label)
            action.setObjectName(f"cancelImage{place}")
            action.triggered.connect(lambda _=False, turn=entry.id: self._asked.cancel.emit(turn))


def copy_prompt(step: Step) -> None:
    """Put the prompt of a step on the clipboard."""
    QGuiApplication.clipboard().setText(step.prompt)
