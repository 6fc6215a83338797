"""The messages that stay until they are read, newest below: at most three in sight, the rest counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.announcing import announce
from studio.ui.widgets.button import Button
from studio.ui.widgets.focus_return import FocusReturn
from studio.ui.widgets.inline_message import InlineMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.ui.widgets.message_parts import Tone
    from studio.workbench.messages import Message, Messages, Severity

MOST = 3
TONES: Mapping[Severity, Tone] = {"info": "info", "done": "ok", "warning": "warn", "error": "bad"}
"""How each severity looks."""


class MessageBar(QFrame):
    """Shows what stays, says it to screen readers, and gives the focus back when the last one is gone."""

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
        self._rows: dict[str, InlineMessage] = {}
        self.setObjectName("messageBar")
        self.setAccessibleName(self.tr("Messages"))
        self._rest = self._rest_line()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 8, 12, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._rest)
        self._focus = FocusReturn(self.isAncestorOf, self)
        messages.posted.connect(self._on_posted)
        messages.gone.connect(self._on_gone)
        self._show()

    def take_focus(self) -> None:
        """Put the focus on the newest message."""
        next(reversed(self._rows.values())).take_focus()

    def _rest_line(self) -> QWidget:
        line = QWidget(self)
        self._count = QLabel(line)
        self._count.setObjectName("messageCount")
        self._count.setProperty("role", "muted")
        clear = Button("dismissAllButton", self.tr("Dismiss all"), role="quiet", parent=line)
        clear.setAccessibleName(self.tr("Dismiss all messages"))
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
        if row is not None:
            self._say(self, row.accessibleName(), urgent=message.severity == "error")

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
        everything = [message for message in self._messages.all if message.lifetime is None]
        shown = everything[-MOST:]
        wanted = {message.id for message in shown}
        lost_focus = False
        for message_id in [each for each in self._rows if each not in wanted]:
            lost_focus |= self._drop_row(message_id)
        for place, message in enumerate(shown):
            if message.id not in self._rows:
                self._rows[message.id] = self._row(message)
                self._layout.insertWidget(place + 1, self._rows[message.id])  # below the line that counts
        hidden = len(everything) - len(shown)
        self._count.setText(
            self.tr("1 earlier message") if hidden == 1 else self.tr("{count} earlier messages").format(count=hidden)
        )
        self._rest.setVisible(hidden > 0)
        self.setVisible(bool(everything))
        if lost_focus:
            self._hand_on_focus()

    def _row(self, message: Message) -> InlineMessage:
        labels = [label for label, _ in message.actions]
        row = InlineMessage(TONES[message.severity], message.text, message.detail, labels, self)
        row.dismissed.connect(partial(self._messages.dismiss, message.id))
        row.answered.connect(lambda number: self._messages.answer(message, number))
        return row

    def _hand_on_focus(self) -> None:
        if self._rows:
            self.take_focus()
        else:
            self._focus.give_back()
