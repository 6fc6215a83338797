"""Tells what was done and offers to take it back; tells what could not be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.workbench.messages import Message
from studio.workbench.withdrawal import Withdrawn

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
            return
        withdrawn = self._withdrawn(ended.brought)
        if ended.action == "undo":
            self._dismiss(ended.step)
            if withdrawn:
                self._messages.post(Message(severity="info", text=withdrawn, seconds=_SECONDS))
        elif text := " ".join(part for part in (ended.step.said, withdrawn) if part):
            message = Message(
                severity="done",
                text=text,
                seconds=_SECONDS,
                actions=((self.tr("Undo"), lambda: self._undo.take_back(ended.step)),),
            )
            self._told[ended.step] = message.id
            self._messages.post(message)

    def _withdrawn(self, brought: object) -> str:
        """What became of requests that were to follow what went into the trash; nothing brings those back."""
        if not isinstance(brought, Withdrawn):
            return ""
        said = going_on = ""
        if brought.cancelled == 1:
            said = self.tr("One waiting request was cancelled at no cost; undo does not bring it back.")
        elif brought.cancelled:
            said = self.tr("{count} waiting requests were cancelled at no cost; undo does not bring them back.").format(
                count=brought.cancelled
            )
        if brought.going_on == 1:
            going_on = self.tr("One under way goes on: its image will be in the gallery.")
        elif brought.going_on:
            going_on = self.tr("{count} under way go on: their images will be in the gallery.")
        return " ".join(part for part in (said, going_on.format(count=brought.going_on)) if part)

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
