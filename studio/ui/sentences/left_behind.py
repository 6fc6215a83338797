"""What is said of requests that an earlier run of the program left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.profile.saved_connection import SANDBOX
from studio.ui.sentences.amounts import Amounts
from studio.ui.sentences.shortened import first_words

if TYPE_CHECKING:
    from studio.generation.recover import Recovered

_PROMPT = 160


class LeftBehind(QObject):
    """How many there were and what became of each: what was kept, what may have been charged."""

    def __init__(self, amounts: Amounts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._amounts = amounts

    def heading(self, left: Sequence[Recovered]) -> str:
        """All of them in one sentence: "2 requests were interrupted: one image was kept; one may have been charged"."""
        count = len(left)
        if count == 1:
            head = self.tr("One request was interrupted")
        else:
            head = self.tr("{count} requests were interrupted").format(count=count)
        parts = [part for part in (self._kept(left), *self._lost(left)) if part]
        return self.tr("{head}: {parts}.").format(head=head, parts="; ".join(parts))

    def prompt(self, prompt: str) -> str:
        """The first words of what was asked for."""
        return first_words(prompt, _PROMPT)

    def facts(self, each: Recovered) -> str:
        """Over which connection, and when: "RouterHub · Yesterday 14:05"."""
        made_with = each.turn.connection
        facts = [self.tr("Sandbox") if made_with == SANDBOX else made_with, self._amounts.at(each.turn.created)]
        if each.in_trash:
            facts.append(self.tr("in the trash"))
        return " · ".join(facts)

    def fate(self, each: Recovered) -> str:
        """What became of one."""
        if each.fate == "kept":
            count = len(each.images)
            return self.tr("Its image was kept") if count == 1 else self.tr("{count} images kept").format(count=count)
        if each.fate == "fetching":
            return self.tr("Its image is being fetched, for free")
        if each.fate == "unfetched":
            return self.tr("Its image could not be fetched yet")
        if each.fate == "never sent":
            return self.tr("Never sent, nothing was charged")
        return self.tr("Free, nothing was charged") if each.free else self.tr("May have been charged")

    def waiting(self, count: int) -> str:
        """How many wishes were not sent."""
        if count == 1:
            return self.tr("One request was queued and not sent. Nothing was charged.")
        return self.tr("{count} requests were queued and not sent. Nothing was charged.").format(count=count)

    def _kept(self, left: Sequence[Recovered]) -> str:
        images = sum(len(each.images) for each in left if each.fate == "kept")
        if not images:
            return ""
        if images == 1:
            return self.tr("one image had arrived and was kept")
        return self.tr("{count} images had arrived and were kept").format(count=images)

    def _lost(self, left: Sequence[Recovered]) -> tuple[str, ...]:
        paid = sum(each.fate == "unknown" and not each.free for each in left)
        free = sum(each.fate == "unknown" and each.free for each in left)
        unsent = sum(each.fate == "never sent" for each in left)
        fetched = sum(each.fate == "fetching" for each in left)
        waiting = sum(each.fate == "unfetched" for each in left)
        return (
            self._counted(paid, self.tr("one may have been charged"), self.tr("{count} may have been charged")),
            self._counted(free, self.tr("one was free"), self.tr("{count} were free")),
            self._counted(unsent, self.tr("one was never sent"), self.tr("{count} were never sent")),
            self._counted(
                fetched, self.tr("the image of one is being fetched"), self.tr("images of {count} are being fetched")
            ),
            self._counted(
                waiting,
                self.tr("the image of one could not be fetched yet"),
                self.tr("images of {count} could not be fetched yet"),
            ),
        )

    def _counted(self, count: int, one: str, several: str) -> str:
        if not count:
            return ""
        return one if count == 1 else several.format(count=count)
