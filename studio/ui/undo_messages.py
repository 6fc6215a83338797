"""Tells what was done and offers to take it back; tells what could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.workbench.messages import Message

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.messages import Messages
    from studio.workbench.undo import Ended, Step, Undo

_SECONDS = 8.0


class UndoMessages(QObject):
    """Speaks for an Undo. Steps with nothing to say are done in silence, unless they fail."""

    def __init__(self, undo: Undo, messages: Messages, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._undo = undo
        self._messages = messages
        self._words = words
        self._told: dict[Step, str] = {}
        undo.ended.connect(self._tell)
        messages.gone.connect(self._forget)

    def _tell(self, ended: Ended) -> None:
        if ended.error is not None:
            self._tell_failure(ended, ended.error)
        elif ended.action == "undo":
            self._dismiss(ended.step)
        elif ended.step.said:
            message = Message(
                severity="done",
                text=ended.step.said,
                seconds=_SECONDS,
                actions=((self.tr("Undo"), lambda: self._undo.take_back(ended.step)),),
            )
            self._told[ended.step] = message.id
            self._messages.post(message)

    def _tell_failure(self, ended: Ended, error: Exception) -> None:
        said = self._words.error(error)
        heads = {
            "do": self.tr("Not done: {step}."),
            "undo": self.tr("Not undone: {step}."),
            "redo": self.tr("Not done again: {step}."),
        }
        head = heads[ended.action].format(step=ended.step.text)
        text = " ".join(part for part in (head, said.what, said.advice) if part)
        self._messages.post(Message(severity="error", text=text, detail=said.detail))

    def _dismiss(self, step: Step) -> None:
        """What was taken back needs no button for it any more."""
        if (told := self._told.get(step)) is not None:
            self._messages.dismiss(told)

    def _forget(self, message_id: str) -> None:
        self._told = {step: told for step, told in self._told.items() if told != message_id}
