"""The sheet of keys: what each one does, in the window and on a picture."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.commands import Commands
from studio.ui.image_actions import KEYS, ImageActions


class KeysDialog(QDialog):
    """A list to look at; Esc closes it."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pictures = ImageActions(self)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(24, 20, 24, 24)
        columns.setSpacing(40)
        window = [
            (action.iconText(), action.shortcut()) for action in commands.all() if not action.shortcut().isEmpty()
        ]
        columns.addLayout(self._column(self.tr("Everywhere"), window), 1)
        prompt = [
            (self.tr("Earlier prompts"), QKeySequence("Alt+Up")),
            (self.tr("Paste pictures or text"), QKeySequence("Ctrl+V")),
        ]
        verbs = [(pictures.label(verb), QKeySequence(keys[0])) for verb, keys in KEYS.items()]
        right = QVBoxLayout()
        right.setSpacing(20)
        right.addLayout(self._column(self.tr("On a picture"), verbs))
        right.addLayout(self._column(self.tr("In the prompt"), prompt))
        right.addStretch(1)
        columns.addLayout(right, 1)

    def _column(self, title: str, keys: Iterable[tuple[str, QKeySequence]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel(title, self)
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, (text, sequence) in enumerate(keys):
            key = QLabel(sequence.toString(QKeySequence.SequenceFormat.NativeText), self)
            key.setProperty("role", "key")
            grid.addWidget(QLabel(text.rstrip("…"), self), row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
        column.addStretch(1)
        return column
