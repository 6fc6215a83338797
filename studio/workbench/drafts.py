"""What was begun in each conversation and not sent: it is in the composer whenever that conversation is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.draft_state import DraftState

if TYPE_CHECKING:
    from studio.workbench.branch import Branch
    from studio.workbench.draft import Draft
    from studio.workbench.jobs import Job, Jobs
    from studio.workbench.undo import Step, Undo

_MOST = 40  # conversations whose drafts are kept

WHEREVER = "wherever"
"""The place of a draft whose conversation is gone: it stays in the composer, whichever is opened next."""


class Drafts(QObject):
    """Puts one draft aside and another into the composer when another conversation is opened; settings go along.

    Conversations are known by their ids, one that has not begun by None.
    """

    changed = Signal()
    """Something was put aside, or the draft in the composer belongs to another conversation."""
    swapped = Signal()
    """What was begun elsewhere is in the composer now: what was typed there before is no part of it."""

    def __init__(self, draft: Draft, branch: Branch, jobs: Jobs, undo: Undo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self._branch = branch
        self._undo = undo
        self._place: str | None = None
        self._aside: dict[str | None, DraftState] = {}
        branch.changed.connect(self.follow)
        jobs.added.connect(self._on_added)

    @property
    def place(self) -> str | None:
        """The conversation that what is in the composer belongs to."""
        return self._place

    @property
    def aside(self) -> Mapping[str | None, DraftState]:
        """What is put aside, by conversation, oldest first."""
        return self._aside

    def follow(self) -> None:
        """Have the draft of the conversation that is open in the composer."""
        place = self._branch.conversation_id
        if place == self._place:
            return
        left, self._place = self._place, place
        state, there = self.draft.state(), self._aside.pop(place, None)
        if left == WHEREVER:
            self.draft.put(_joined(there, state) if there is not None else state)
        else:
            self._put_aside(left, state)
            self.draft.put(there or replace(state.lowest, prompt="", inputs=(), instead=None, under=None))
        self.swapped.emit()
        self.changed.emit()

    def begin(self, place: str | None, state: DraftState, aside: Mapping[str | None, DraftState]) -> None:
        """Take up what an earlier run left: `state` belongs to `place`, and comes before what was typed meanwhile."""
        self._aside = {**aside, **self._aside}
        if self._branch.conversation_id not in (None, place) and place != WHEREVER:
            self._put_aside(place, state)
        else:
            self._place = place if self._branch.conversation_id is None else self._branch.conversation_id
            self.draft.put(_joined(state, self.draft.state()))
        self.changed.emit()

    def close(self) -> None:
        """Forget everything."""
        self._aside, self._place = {}, None

    def change(self, state: DraftState, text: str, said: str) -> Step:
        """Have something else in the composer, so that it can be taken back wherever one is by then.

        What was typed between is not lost by that: it is what comes with doing it again.
        """
        place, states = self._place, [state]

        async def swap() -> None:
            there = self._state_at(place)
            self._put(place, states.pop())
            states.append(there)

        return self._undo.do(text, swap, swap, said)

    def _state_at(self, place: str | None) -> DraftState:
        return self.draft.state() if place == self._place else self._aside.get(place, DraftState())

    def _put(self, place: str | None, state: DraftState) -> None:
        if place == self._place:
            self.draft.put(state)
        else:
            self._put_aside(place, state)
            self.changed.emit()

    def _put_aside(self, place: str | None, state: DraftState) -> None:
        self._aside.pop(place, None)
        if not state.is_blank:
            self._aside[place] = state
        for oldest in list(self._aside)[:-_MOST]:
            del self._aside[oldest]

    def _on_added(self, job: Job) -> None:
        """Stay in a conversation that begins with what is sent: it is no other one."""
        if not job.is_from_composer:
            return  # it begins nothing, and takes nothing of what is typed along
        if self._place in (None, WHEREVER) and self._branch.conversation_id == job.wish.conversation_id:
            self._place = job.wish.conversation_id
            self.changed.emit()


def _joined(kept: DraftState, typed: DraftState) -> DraftState:
    """What was kept, before what was typed since; who had begun has chosen the settings as well."""
    if typed.is_blank:
        return kept
    prompt = "\n".join(part for part in (kept.prompt, typed.prompt) if part)
    return replace(typed, prompt=prompt, inputs=(*typed.inputs, *kept.inputs), instead=kept.instead, under=kept.under)
