"""The bar under a picture that is looked at: of one height and one rhythm in every mode."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import tip_of
from studio.ui.widgets.button import Button

BAR = 44
APART = 8  # pixels between groups of controls; within one of them it is half as much
_EDGE = 12


class ModeBar(QFrame):
    """A row for controls; what is in it goes into `across`."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "surface")
        self.setFixedHeight(BAR)
        self.across = QHBoxLayout(self)
        self.across.setContentsMargins(_EDGE, 0, _EDGE, 0)
        self.across.setSpacing(APART // 2)


def tool_button(parent: QWidget, action: Action, name: str) -> Button:
    """A button with the drawing of an action and no words; its tool tip tells the key that does the same.

    A click leaves the focus with the picture, whose keys are the arrows; Tab comes to it.
    """
    button = Button(name, action.text, action.icon, "icon", parent)
    button.setToolTip(tip_of(action))
    button.setCursor(Qt.CursorShape.ArrowCursor)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
