"""A field in the place of what it names: Enter, or leaving it, takes what was typed, Esc leaves the name as it was."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from studio.ui.actions import Action
from studio.ui.keys import is_pressed


class NameEdit(QLineEdit):
    """There until it is ended; the focus it then still has goes to what it names."""

    typed = Signal(str)
    """This is what it is to be called."""
    ended = Signal()

    def __init__(self, name: str, text: str, longest: int, named: QWidget, parent: QWidget | None) -> None:
        super().__init__(text, parent)
        self._named = named
        self._is_over = False
        self.setObjectName(name)
        self.setMaxLength(longest)
        self.returnPressed.connect(self._take)

    def open_at(self, place: QRect) -> None:
        """Appear there, with all of the name selected."""
        self.setGeometry(place)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def finish(self) -> None:
        """Go, whatever was typed."""
        if self._is_over:
            return
        self._is_over = True
        had_focus = self.hasFocus()
        self.hide()
        self.deleteLater()
        if had_focus:
            self._named.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def _take(self) -> None:
        if not self._is_over:
            self.finish()
            self.typed.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.BACK, event):
            self.finish()
        else:
            super().keyPressEvent(event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # a field leaves it to what it lies in, which Enter may press

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # it is left, and not for its own menu
            self._take()
