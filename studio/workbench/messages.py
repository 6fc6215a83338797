"""What the program has to say to the person in front of it, until it was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from PySide6.QtCore import QObject, Signal

Severity = Literal["info", "done", "warning", "error"]

_numbers = count(1)


Action = tuple[str, Callable[[], object]]
"""A button of a message: its label and what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. A second one with the same `id` takes its place.

    `seconds` is how long it stays unread; None, and for warnings and errors always: until it is dismissed.
    """

    severity: Severity
    text: str
    detail: str = ""
    actions: tuple[Action, ...] = ()
    seconds: float | None = None
    id: str = field(default_factory=lambda: f"message {next(_numbers)}")

    @property
    def lifetime(self) -> float | None:
        """Seconds until it goes by itself, None for never."""
        return self.seconds if self.severity in ("info", "done") else None


class Messages(QObject):
    """The messages that have not been dismissed, oldest first."""

    posted = Signal(object)
    """Message: a new one, or new words in the place of an old one."""
    gone = Signal(str)
    """The id of a message that was dismissed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: dict[str, Message] = {}

    @property
    def all(self) -> tuple[Message, ...]:
        """What has not been dismissed, oldest first."""
        return tuple(self._messages.values())

    def post(self, message: Message) -> None:
        """Say something."""
        self._messages[message.id] = message
        self.posted.emit(message)

    def dismiss(self, message_id: str) -> None:
        """Take a message away; nothing, when it is gone already."""
        if self._messages.pop(message_id, None) is not None:
            self.gone.emit(message_id)

    def answer(self, message: Message, number: int) -> None:
        """Do what one of its actions does; the message is gone by then, so that it may post another."""
        self.dismiss(message.id)
        message.actions[number][1]()

    def dismiss_all(self) -> None:
        """Take all messages away."""
        for message_id in tuple(self._messages):
            self.dismiss(message_id)
