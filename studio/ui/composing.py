"""Says in the composer what sending will do, and does what leads away from that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.composer.model_offer import ModelOffer
from studio.ui.composer.plan_line import Plan
from studio.ui.sentences.plans import Plans
from studio.ui.words import Fix

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.composer.composer import Composer
    from studio.ui.words import Words
    from studio.workbench.bench import Bench


class Composing(QObject):
    """Follows the draft, the branch and what is foreseen of them."""

    edited = Signal(str)
    """The turn with this id is in the composer to be asked for otherwise; "" for none."""
    turn_wanted = Signal(str)
    """The turn that the composer names is to be looked at: its id."""

    def __init__(self, bench: Bench, composer: Composer, words: Words) -> None:
        super().__init__(composer)
        self._bench = bench
        self._composer = composer
        self._words = words
        self._plans = Plans(words, self)
        self._models = ModelOffer(composer.model, bench.models, words, self)
        for changed in (bench.draft.changed, bench.branch.changed, bench.onward.changed, bench.foresight.changed):
            changed.connect(self._tell)
        bench.tokens.changed.connect(self._tell)
        bench.drafts.swapped.connect(composer.prompt.forget_changes)
        composer.leave_wanted.connect(self.leave)
        composer.begin_anew.connect(bench.onward.begin_anew)
        composer.chips.parent_chip.menu_wanted.connect(self._show_named)
        composer.plan.way_out_wanted.connect(self._go_on_from_last_image)

    def leave(self) -> None:
        """Go on from the last turn as usual; an edit that is given up can be taken back."""
        draft, drafts = self._bench.draft, self._bench.drafts
        if (instead := draft.instead) is not None and draft.is_changed:
            text = self.tr("Stop editing turn {number}").format(number=instead.number)
            said = self.tr("Turn {number} is not edited any more.").format(number=instead.number)
            drafts.change(draft.left, text, said)
        elif instead is not None:
            draft.put(draft.left)
        self._bench.onward.go_on()
        self._composer.focus_prompt()

    def _tell(self) -> None:
        foresight, instead = self._bench.foresight, self._bench.draft.instead
        self.edited.emit(instead.turn_id if instead is not None else "")
        place, leads_back = self._place()
        found = foresight.foreseen
        if found is not None and foresight.too_much:
            way_out = self._words.fix(Fix.CONTINUE_LAST_IMAGE) if found.continues else ""
            plan = Plan(self._plans.too_much(found, foresight.budget), leads_back, warns=True, way_out=way_out)
        else:
            number = self._number_of(found.decisions[-1].turn_id) if found is not None and found.decisions else 0
            replays = self._plans.replays(found, number) if found is not None else ""
            tokens = self._plans.tokens(self._bench.tokens.answer, is_asking=self._bench.tokens.is_asking)
            plan = Plan(" ".join(part for part in (place, replays, tokens) if part), leads_back)
        self._composer.plan.show_plan(plan)

    def _place(self) -> tuple[str, bool]:
        """Where in the tree it will stand, where that is not behind the last turn; and whether Esc leads there."""
        draft, branch = self._bench.draft, self._bench.branch
        head, base = self._bench.onward.head, self._bench.onward.base
        title = branch.conversation.title if branch.conversation is not None else ""
        instead = draft.instead
        if draft.starts_anew and (instead is None or instead.parent is not None):
            return (self._plans.begins_with_picture(title) if title else ""), instead is not None
        if instead is not None:
            under = draft.left
            return self._plans.edits(instead, draft.count, something_under=not under.is_blank), True
        if head is None or base is head:
            return "", False
        if base is None:
            return self._plans.begins_tree(title, head.number), True
        return self._plans.branches(base.number, head.number), True

    def _show_named(self) -> None:
        draft = self._bench.draft
        if draft.instead is not None:
            self.turn_wanted.emit(draft.instead.turn_id)
        elif draft.parent_turn is not None:
            self.turn_wanted.emit(draft.parent_turn.id)

    def _number_of(self, turn_id: str) -> int:
        """What the stage numbers a turn of the branch; that of the last one when it is not there."""
        steps = self._bench.branch.steps
        found = [step.number for step in steps if any(entry.id == turn_id for entry in step.entries)]
        return found[0] if found else len(steps)

    def _go_on_from_last_image(self) -> None:
        self._bench.tasks.start(self._take_last_image(), "continue from the last image")

    async def _take_last_image(self) -> None:
        """Put the newest picture of what would be continued into the composer, in the place of all of it."""
        library, parent = self._bench.library, self._bench.draft.parent_turn
        if library is None or parent is None:
            return
        from studio.workbench.again import last_image

        image: Image | None = await self._bench.tasks.in_worker(last_image, library, parent)
        if image is not None and self._bench.draft.parent_turn == parent:
            self._bench.draft.add_images([image], "edit")
            self._composer.focus_prompt()
