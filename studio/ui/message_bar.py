"""The messages of the window, newest below: at most three in sight, the rest counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui.announcing import announce
from studio.ui.message_row import MessageRow

if TYPE_CHECKING:
    from studio.workbench.messages import Message, Messages

MOST = 3


class MessageBar(QFrame):
    """Shows Messages, says them to screen readers, and gives the focus back when the last one is gone."""

    def __init__(
        self,
        messages: Messages,
        parent: QWidget | None = None,
        *,
        say: Callable[..., None] = announce,
    ) -> None:
        super().__init__(parent)
        self._messages = messages
        self._say = say
        self._rows: dict[str, MessageRow] = {}
        self._came_from: QWidget | None = None
        self.setObjectName("messageBar")
        self.setAccessibleName(self.tr("Messages"))
        self._rest = self._rest_line()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._rest)
        messages.posted.connect(self._on_posted)
        messages.gone.connect(self._on_gone)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]
        self._show()

    def _rest_line(self) -> QWidget:
        line = QWidget(self)
        self._count = QLabel(line)
        self._count.setObjectName("messageCount")
        self._count.setProperty("role", "muted")
        clear = QPushButton(self.tr("Dismiss all"), line)
        clear.setObjectName("dismissAllButton")
        clear.setAccessibleName(self.tr("Dismiss all messages"))
        clear.setProperty("role", "quiet")
        clear.clicked.connect(self._messages.dismiss_all)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(12, 0, 4, 0)
        layout.addWidget(self._count, 1)
        layout.addWidget(clear)
        return line

    def _on_posted(self, message: Message) -> None:
        had_focus = self._drop_row(message.id)  # new words in the place of old ones
        self._show()
        row = self._rows.get(message.id)
        if row is not None and had_focus:
            row.take_focus()
        words = row.accessibleName() if row is not None else message.text
        self._say(self, words, urgent=message.severity == "error")

    def _on_gone(self, message_id: str) -> None:
        had_focus = self._drop_row(message_id)
        self._show()
        if had_focus:
            self._hand_on_focus()

    def _drop_row(self, message_id: str) -> bool:
        """Take a row away; whether it had the focus."""
        row = self._rows.pop(message_id, None)
        if row is None:
            return False
        had_focus = row.has_focus_within()
        self._layout.removeWidget(row)
        row.hide()
        row.deleteLater()
        return had_focus

    def _show(self) -> None:
        """Have a row for each of the newest messages, and a number for the others."""
        everything = self._messages.all
        shown = everything[-MOST:]
        wanted = {message.id for message in shown}
        lost_focus = False
        for message_id in [each for each in self._rows if each not in wanted]:
            lost_focus |= self._drop_row(message_id)
        for place, message in enumerate(shown):
            if message.id not in self._rows:
                row = MessageRow(message, self)
                row.dismissed.connect(self._messages.dismiss)
                self._rows[message.id] = row
                self._layout.insertWidget(place + 1, row)  # below the line that counts
        hidden = len(everything) - len(shown)
        self._count.setText(
            self.tr("1 earlier message") if hidden == 1 else self.tr("{count} earlier messages").format(count=hidden)
        )
        self._rest.setVisible(hidden > 0)
        self.setVisible(bool(everything))
        if lost_focus:
            self._hand_on_focus()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and self.isAncestorOf(new)
        if inside and old is not None and not self.isAncestorOf(old):
            self._came_from = old
        for row in self._rows.values():
            if row.has_focus_within():
                row.hold_on()
            elif not row.runs_out:
                row.run_on()

    def _hand_on_focus(self) -> None:
        from shiboken6 import isValid

        if self._rows:
            next(reversed(self._rows.values())).take_focus()
        elif self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
