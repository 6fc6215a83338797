"""The messages that pass by themselves, as toasts over the stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.ui.announcing import announce
from studio.ui.message_bar import TONES
from studio.ui.widgets.toast import Toast
from studio.ui.widgets.toast_stack import ToastStack

if TYPE_CHECKING:
    from studio.workbench.messages import Message, Messages


class MessageToasts(QObject):
    """Shows what passes, and says it to screen readers."""

    def __init__(
        self,
        messages: Messages,
        host: QWidget,
        areas: Sequence[QWidget],
        taken: Callable[[], int] = lambda: 0,
        *,
        say: Callable[..., None] = announce,
    ) -> None:
        super().__init__(host)
        self._messages = messages
        self._host = host
        self._say = say
        self._toasts: dict[str, Toast] = {}
        self._stack = ToastStack(host, areas, taken)

        messages.posted.connect(self._on_posted)
        messages.gone.connect(self._drop)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """Those in sight, the oldest first."""
        return self._stack.toasts

    def holds(self, widget: QWidget) -> bool:
        """Whether something is in one of them."""
        return self._stack.holds(widget)

    def take_focus(self) -> None:
        """Put the focus on the newest one, whose time then stands still."""
        self.toasts[-1].take_focus()

    def place_again(self) -> None:
        """Stand where there is room now."""
        self._stack.place_again()

    def _on_posted(self, message: Message) -> None:
        if message.lifetime is None:
            self._drop(message.id)  # it was news, now it stays
            return
        labels = [label for label, _ in message.actions]
        toast = Toast(TONES[message.severity], message.text, labels, message.lifetime, self._host)
        toast.dismissed.connect(partial(self._messages.dismiss, message.id))
        toast.answered.connect(lambda number: self._messages.answer(message, number))
        before = self._toasts.get(message.id)
        self._toasts[message.id] = toast
        self._stack.add(toast, instead_of=before)
        self._say(toast, message.text, urgent=False)

    def _drop(self, message_id: str) -> None:
        toast = self._toasts.pop(message_id, None)
        if toast is not None:
            self._stack.drop(toast)
