"""What sending will do, in a sentence or two: what it stands beside, and what of the conversation goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.sentences.shortened import shortened

if TYPE_CHECKING:
    from studio.generation.foresee import Foreseen
    from studio.ui.words import Words
    from studio.workbench.draft_state import Instead
    from studio.workbench.token_count import Counted

_TITLE = 40  # letters


class Plans(QObject):
    """Sentences about a draft; turns are called by their numbers on the stage."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def edits(self, instead: Instead, count: int, *, something_under: bool) -> str:
        """A turn is asked for otherwise, `count` times."""
        text = self.tr("Makes a sibling of turn {number}: the turn and what follows it stay.")
        if count > 1:
            text = self.tr("Makes {count} siblings of turn {number}: the turn and what follows it stay.")
        text = text.format(count=count, number=instead.number)
        back = self.tr("Esc brings back what was here.") if something_under else self.tr("Esc stops editing.")
        return f"{text} {back}"

    def branches(self, number: int, head: int) -> str:
        """A turn before the last one is continued."""
        text = self.tr("Makes a branch at turn {number}: what follows it stays. Esc goes on from turn {head}.")
        return text.format(number=number, head=head)

    def begins_tree(self, title: str, head: int) -> str:
        """The turn that would be continued was taken out."""
        text = self.tr("Begins a new tree in “{title}”. Esc goes on from turn {head}.")
        return text.format(title=shortened(title, _TITLE), head=head)

    def begins_with_picture(self, title: str) -> str:
        """A picture to be edited begins something new in a conversation."""
        return self.tr("Begins a new tree in “{title}” with the image to be edited.").format(
            title=shortened(title, _TITLE)
        )

    def replays(self, foreseen: Foreseen, number: int) -> str:
        """What goes along of the conversation up to turn `number`; "" for all of it."""
        if not foreseen.decisions:
            return ""
        decision = foreseen.decisions[-1]
        why = self._words.history_reason(decision.reason)
        if decision.image_id is not None:
            text = self.tr("Of the conversation up to turn {number} only its last image goes along: {why}.")
        else:
            text = self.tr("Nothing of the conversation up to turn {number} goes along: {why}.")
        return text.format(number=number, why=why)

    def tokens(self, answer: Counted | Exception | None, *, is_asking: bool) -> str:
        """How much there is to read for the model; "" where nobody asked."""
        if is_asking:
            return self.tr("Counting tokens…")
        if answer is None:
            return ""
        if isinstance(answer, Exception):
            return self.tr("The tokens could not be counted: {why}").format(why=self._words.error(answer).what)
        if answer.tokens is None:
            return self.tr("This connection does not count tokens.")
        text = self.tr("About {count} tokens go in with each request.")
        if answer.micros:
            text = self.tr("About {count} tokens go in with each request, {money} to read.")
        text = text.format(count=f"{answer.tokens:,}", money=self._words.money(answer.micros or 0, True))
        if not answer.without:
            return text
        names = ", ".join(self._words.tunings.name(each) for each in answer.without)
        return f"{text} {self.tr('Not counted: {names}.').format(names=names)}"

    def too_much(self, foreseen: Foreseen, budget: int) -> str:
        """It is more than servers take."""
        text = self.tr("The request would have {size}; more than {budget} are often refused.")
        text = text.format(size=self._words.bytes(foreseen.size), budget=self._words.bytes(budget))
        return text if foreseen.continues else f"{text} {self.tr('Send fewer or smaller images.')}"
