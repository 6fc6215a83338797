"""What can be done with a turn, beside its prompt: again, edit, branch, copy, and a menu with the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import tip_of
from studio.ui.widgets.button import Button


class QuietButton(Button):
    """An icon that is seen while the pointer or the focus is in its step; keys always reach it."""

    focused = Signal()

    def __init__(
        self, name: str, drawing: str, label: str, parent: QWidget | None = None, action: Action | None = None
    ) -> None:
        super().__init__(name, label, drawing, "icon", parent)
        self.set_compact()
        self.setToolTip(tip_of(action) if action is not None else label)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._seen = self._lit = False

    def set_lit(self, lit: bool, drawing: str) -> None:
        """Be seen all the time in the accent's colour, or be an icon among the others again."""
        if lit != self._lit:
            self._lit = lit
            self.set_drawing(drawing, "accent" if lit else None)
            self.update()

    def set_seen(self, seen: bool) -> None:
        """Paint it, or leave its place free."""
        if seen != self._seen:
            self._seen = seen
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._seen or self._lit or self.hasFocus():
            super().paintEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class StepActions(QWidget):
    """A row of icons; they take their place whether they are seen or not, so that nothing jumps."""

    again = Signal()
    edit_prompt = Signal()
    branch = Signal()
    copy_prompt = Signal()
    more = Signal()
    """The menu is wanted, at `more_button`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._again = QuietButton("again", Action.AGAIN.icon, Action.AGAIN.text, self, Action.AGAIN)
        self._edit = QuietButton("editPrompt", "edit", Action.EDIT_TURN.text, self, Action.EDIT_TURN)
        self._branch = QuietButton("branchFromHere", Action.BRANCH.icon, Action.BRANCH.text, self, Action.BRANCH)
        self._copy = QuietButton("copyPrompt", "copy", Action.COPY_PROMPT.text, self)
        self.more_button = QuietButton("turnMore", "more", self.tr("More to do with this turn"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button, signal in zip(
            self.buttons, (self.again, self.edit_prompt, self.branch, self.copy_prompt, self.more), strict=True
        ):
            row.addWidget(button)
            button.clicked.connect(signal)

    @property
    def buttons(self) -> tuple[QuietButton, ...]:
        """The buttons, in order."""
        return (self._again, self._edit, self._branch, self._copy, self.more_button)

    def allow(self, *, again: bool, branch: bool) -> None:
        """Say what the turn allows: to be asked again or edited, and to be continued."""
        self._again.setEnabled(again)
        self._edit.setEnabled(again)
        self._branch.setEnabled(branch)

    def show_edited(self, edited: bool) -> None:
        """Show that the turn is in the composer now, to be asked for otherwise."""
        self._edit.set_lit(edited, Action.EDIT_TURN.icon)
        self._edit.setAccessibleDescription(self.tr("It is in the composer now.") if edited else "")

    def set_seen(self, seen: bool) -> None:
        """Show the icons, or leave their place free."""
        for button in self.buttons:
            button.set_seen(seen)
