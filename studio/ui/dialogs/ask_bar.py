"""A question asked in its place, above the buttons it is about, instead of in another dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from studio.ui.widgets.button import Button


class AskBar(QFrame):
    """Hidden until it asks; one answer does something, the other takes the question away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("askBar")
        self.setProperty("role", "raised")
        self._do: Callable[[], None] | None = None
        self._question = QLabel()
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setWordWrap(True)
        self.yes, self.no = Button("askYesButton"), Button("askNoButton")
        self.yes.clicked.connect(self._answered)
        self.no.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._question, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    def ask(self, question: str, *, yes: str, no: str, do: Callable[[], None], dangerous: bool = False) -> None:
        """Ask, and call `do` when the answer is yes."""
        self._do = do
        self._question.setText(question)
        for button, text in ((self.yes, yes), (self.no, no)):
            button.setText(text)
            button.setAccessibleDescription(question)
        self.yes.set_role("danger" if dangerous else "plain")
        self.show()
        self.no.setFocus()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @property
    def question(self) -> str:
        """What is being asked; "" when nothing is."""
        return self._question.text() if not self.isHidden() else ""

    def _answered(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()
