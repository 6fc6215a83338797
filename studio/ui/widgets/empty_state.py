"""What stands where nothing is: a drawing, why it is empty, what to do, and up to two ways to do it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.widgets.button import Button
from studio.ui.widgets.sign import Sign

_DRAWING = 32
_WIDEST = 320  # pixels of a line: longer ones are hard to read in the middle of nothing
MOST_ACTIONS = 2


class EmptyState(QWidget):
    """Teaches; `name` begins the object names of its parts."""

    answered = Signal(int)
    """The number of the action that was chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._sign = Sign("", "faint", self, side=_DRAWING)
        self._title = self._label(f"{name}Title", "name")
        self._advice = self._label(f"{name}Advice", "muted")
        self._buttons = [Button(f"{name}Action{number}", parent=self) for number in range(MOST_ACTIONS)]
        for number, button in enumerate(self._buttons):
            button.clicked.connect(partial(self._answer, number))
        self._lay_out()

    def show_words(self, drawing: str, title: str, advice: str = "", actions: Sequence[str] = ()) -> None:
        """Say why nothing is here, by a drawing of resources/icons and words, and offer at most two actions."""
        self._sign.show_drawing(drawing)
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.setAccessibleName(title)
        self.setAccessibleDescription(advice)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(actions))
            if number < len(actions):
                button.setText(actions[number])

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The actions offered now."""
        return tuple(button for button in self._buttons if not button.isHidden())

    def _answer(self, number: int) -> None:
        self.answered.emit(number)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in self._buttons:
            button.hide()
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(4)
        column.addStretch(2)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        for label in (self._title, self._advice):
            label.setMaximumWidth(_WIDEST)
            across = QHBoxLayout()
            across.addStretch()
            across.addWidget(label, 100)
            across.addStretch()
            column.addLayout(across)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(3)

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
