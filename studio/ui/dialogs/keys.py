"""The sheet of keys: what each one does, in the window and on a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.commands import Commands
from studio.ui.image_actions import KEYS, ImageActions, Verb

Rows = Sequence[tuple[str, str]]
"""What is done, and the keys for it."""


class KeysDialog(QDialog):
    """A list to look at; Esc closes it."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(24, 20, 24, 24)
        columns.setSpacing(40)
        sections = (
            ((self.tr("Everywhere"), self._everywhere(commands)),),
            ((self.tr("On a picture"), self._on_a_picture(commands)),),
            (
                (self.tr("Looking at a picture"), self._looking()),
                (self.tr("Comparing"), self._comparing()),
                (self.tr("In the composer"), self._composing()),
                (self.tr("Among conversations"), self._conversations()),
            ),
        )
        for column in sections:
            columns.addLayout(self._stacked([self._section(title, keys) for title, keys in column]), 1)

    def _everywhere(self, commands: Commands) -> Rows:
        return [
            (action.iconText(), _native(action.shortcut().toString()))
            for action in commands.all()
            if not action.shortcut().isEmpty()
        ]

    def _on_a_picture(self, commands: Commands) -> Rows:
        """What can be done with it, then where keys lead from it."""
        pictures = ImageActions(self)
        shown = {verb: [keys[0]] for verb, keys in KEYS.items()}
        shown[Verb.COMPARE].append(commands.action("compare").shortcut().toString())
        return [
            *((pictures.label(verb), _native(*keys)) for verb, keys in shown.items()),
            (self.tr("Next picture"), self.tr("Arrows")),
            (self.tr("Another try at this step"), _native("Alt+Left", "Alt+Right")),
            (self.tr("Larger or smaller in the gallery"), _native("+", "-")),
        ]

    def _looking(self) -> Rows:
        return [
            (self.tr("Whole picture"), _native("Ctrl+0")),
            (self.tr("Actual size"), _native("Ctrl+1")),
            (self.tr("Fill the stage"), _native("Ctrl+2")),
            (self.tr("Larger or smaller"), _native("+", "-")),
            (self.tr("Move about in it"), self.tr("Ctrl+Arrows")),
            (self.tr("Earlier or later picture"), _native("Left", "Right")),
            (self.tr("First or last picture"), _native("Home", "End")),
            (self.tr("Back to the thread"), _native("Esc")),
        ]

    def _comparing(self) -> Rows:
        return [
            (self.tr("Move the line"), _native("Left", "Right")),
            (self.tr("Change sides"), _native("S")),
            (self.tr("Difference"), _native("D")),
        ]

    def _composing(self) -> Rows:
        return [
            (self.tr("Earlier or later prompts"), _native("Alt+Up", "Alt+Down")),
            (self.tr("Paste pictures or text"), _native("Ctrl+V")),
            (self.tr("Short name of an added picture"), _native("F2")),
            (self.tr("Move an added picture"), _native("Alt+Left", "Alt+Right")),
            (self.tr("Take an added picture out"), _native("Del")),
        ]

    def _conversations(self) -> Rows:
        return [
            (self.tr("Rename"), _native("F2")),
            (self.tr("Move to the trash"), _native("Del")),
            (self.tr("Leave the search or the trash"), _native("Esc")),
        ]

    def _stacked(self, sections: Iterable[QVBoxLayout]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(20)
        for section in sections:
            column.addLayout(section)
        column.addStretch(1)
        return column

    def _section(self, title: str, keys: Rows) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, (text, pressed) in enumerate(keys):
            key = QLabel(pressed, self)
            key.setProperty("role", "key")
            grid.addWidget(QLabel(text.rstrip("…"), self), row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
        return column


def _native(*keys: str) -> str:
    """Keys as they are called on this machine, those for the same or for a pair of things in one."""
    return " / ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
