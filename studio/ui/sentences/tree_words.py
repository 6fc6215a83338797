"""What is said of a turn in the tree: which it is, how it stands, and how its prompt differs from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.actions import Action
from studio.ui.keys import key_of
from studio.ui.sentences.shortened import first_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio.library.outline import Outlined
    from studio.ui.tree.looks import Standing
    from studio.ui.words import Words
    from studio.workbench.tree_plan import Spot
    from studio.workbench.word_diff import Piece

_TOLD = 120  # letters of a prompt in a name


class TreeWords(QObject):
    """Says for a screen reader what the tree shows; `words` says amounts and times."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def name(self, spot: Spot, siblings: Sequence[Outlined], standing: Standing) -> str:
        """What a spot is called: “Turn 3, an otter in a blue hat, 2 of 3 siblings, starred”."""
        turn = spot.turn
        parts = [self.tr("Turn {number}").format(number=spot.column + 1), first_words(turn.prompt, _TOLD)]
        if spot.is_stack:
            parts.append(self.tr("best of {count} variants").format(count=len(spot.send)))
        elif len(siblings) > 1:
            place = next(number for number, each in enumerate(siblings, 1) if each.id == turn.id)
            parts.append(self.tr("sibling {place} of {count}").format(place=place, count=len(siblings)))
        if turn.starred:
            parts.append(self.tr("starred"))
        if standing != "picture":
            parts.append(self.standing(standing))
        if spot.hidden:
            parts.append(self.tr("{count} turns folded away").format(count=spot.hidden))
        return ", ".join(parts)

    def standing(self, standing: Standing) -> str:
        """How a turn stands, in a few words."""
        return {
            "picture": self.tr("Image"),
            "working": self.tr("Under way"),
            "queued": self.tr("Queued"),
            "waiting": self.tr("Waits to be tried again"),
            "failed": self.tr("Failed"),
            "unknown": self.tr("May have been charged"),
            "cancelled": self.tr("Cancelled"),
            "elsewhere": self.tr("Its reply is not in the library yet"),
            "copied": self.tr("Under way where it was copied from"),
            "unsent": self.tr("Never sent"),
            "words": self.tr("Answered in words"),
            "nothing": self.tr("No image came"),
            "blocked": self.tr("Refused by the model"),
            "cut off": self.tr("Cut off"),
            "trashed": self.tr("Its image is in the trash"),
        }[standing]

    def cost(self, turn: Outlined) -> str:
        """What it cost: an amount, an estimate, “free”, or "" where nothing was asked for or nobody knows."""
        if turn.charge == "none":
            return self._words.money(0, free=True) if turn.state == "done" else ""
        if turn.charge == "maybe":
            return self._words.charge("maybe")
        if turn.charge is None:
            return ""
        if turn.actual_micros is not None:
            return self._words.money(turn.actual_micros)
        return self._words.money(turn.estimate_micros, estimated=True)

    def prompt_before(self, prompt: str) -> str:
        """What the turn before was asked, where another prompt followed it."""
        return self.tr("After “{prompt}”").format(prompt=prompt)

    def same_prompt(self) -> str:
        """That the turn before was asked the same."""
        return self.tr("The same prompt as before it")

    def is_next(self) -> str:
        """That it is what the composer would go on from."""
        return self.tr("the next prompt continues it")

    def goes_on_elsewhere(self, number: int, can_branch: bool) -> str:
        """Which turn the next prompt continues, told of one it does not; and how to continue that one, if it can be."""
        text = self.tr("The next prompt continues turn {number}.").format(number=number)
        if can_branch:
            text = f"{text} {self.tr('{key} branches from here.').format(key=key_of(Action.BRANCH))}"
        return text

    def description(self, turn: Outlined, pieces: Sequence[Piece] | None, standing: Standing) -> str:
        """What a card shows, for a screen reader; `pieces` is what changed in the prompt, if that is known."""
        parts = [self.standing(standing)]
        for piece in pieces or ():
            if piece.kind == "added":
                parts.append(self.tr("added “{text}”").format(text=first_words(piece.text, _TOLD)))
            elif piece.kind == "removed":
                parts.append(self.tr("removed “{text}”").format(text=first_words(piece.text, _TOLD)))
        return ", ".join(
            part for part in (*parts, turn.model, turn.connection, self.when(turn), self.cost(turn)) if part
        )

    def when(self, turn: Outlined) -> str:
        """When it was asked for."""
        return self._words.at(turn.created)
