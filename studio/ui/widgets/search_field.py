"""A field to search in: a magnifying glass, a way to empty it, and the arrow down to what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import is_pressed, with_key

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """Esc empties it, and once it is empty goes on to whoever is around it; Down and Enter leave for the results."""

    left = Signal()
    """The results are wanted; `entered` says more."""
    entered = Signal()
    """The first of the results is wanted."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        """`words` say what is searched; they stand in the empty field until `setPlaceholderText` is called."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText(words)
        palette = QGuiApplication.palette()
        glass = self.addAction(icon("search", palette), QLineEdit.ActionPosition.LeadingPosition)
        glass.setText(words)  # what a screen reader that comes to it says
        clear = self.addAction(icon("close", palette), QLineEdit.ActionPosition.TrailingPosition)
        clear.setObjectName(f"{name}Clear")
        clear.setText(self.tr("Clear"))
        clear.setToolTip(with_key(self.tr("Clear"), Action.BACK))
        clear.setVisible(False)
        clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: clear.setVisible(bool(text)))
        for button in self.findChildren(QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bare = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if is_pressed(Action.BACK, event) and self.text():
            self.clear()
        elif is_pressed(Action.BACK, event):
            event.ignore()
        elif bare and event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif bare and event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
