"""Typed facts → translated sentences: what the window says of failures, outcomes, jobs, money and time.

Nothing heavy is imported for it: failures are told apart by the names of their classes, as the record keeps them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from studio.ui.sentences.amounts import Amounts
from studio.ui.sentences.beside_words import BesideWords
from studio.ui.sentences.failures import Failures
from studio.ui.sentences.left_behind import LeftBehind
from studio.ui.sentences.notices import Notices
from studio.ui.sentences.outcomes import Outcomes
from studio.ui.sentences.said import Fix, Said, said_of
from studio.ui.sentences.tuning_words import TuningWords

if TYPE_CHECKING:
    from studio.generation.input_notes import Note
    from studio.library.records import Image, Json, Turn
    from studio.workbench.jobs import Job

__all__ = ["Fix", "Said", "Words"]


class Words(QObject):
    """Says things in the user's language; `clock` tells the time in seconds since 1970."""

    def __init__(
        self, parent: QObject | None = None, *, locale: QLocale | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(parent)
        self._amounts = Amounts(locale, clock, self)
        self.tunings = TuningWords(self)
        self._notices = Notices(self._amounts, self.tunings, self)
        self._outcomes = Outcomes(self)
        self._failures = Failures(self._amounts, self)
        self.left_behind = LeftBehind(self._amounts, self)
        self.beside = BesideWords(self)

    def error(self, error: Exception, *, free: bool = False, asked: bool = False) -> Said:
        """What is said of any exception, as `Failures.of`."""
        return self._failures.of(error, free=free, asked=asked)

    def failure(self, record: Json | None, charge: str | None, *, free: bool = False) -> Said:
        """What is said of an attempt's failure as the record keeps it; `charge` is none, maybe or yes."""
        return self._failures.recorded(record, charge, free=free)

    def with_history(self, said: Said) -> Said:
        """What is said of a refusal where the conversation went along: that may be what is refused."""
        advice = self.tr("Change the request, or continue from the last image instead of the whole conversation.")
        return said._replace(advice=advice, fixes=(*said.fixes, Fix.CONTINUE_LAST_IMAGE))

    def outcome(self, turn: Turn, facts: Json, charge: str | None = None) -> Said:
        """What is said of a reply without a picture; `facts` is what was read from it, `charge` as in `failure`."""
        line = self._outcomes.line(turn.outcome or "nothing", facts)
        # A reply that was read costs money, but at an endpoint that asks for none, and where the provider says so.
        money = "" if charge == "none" and not facts.get("uncharged") else self.charge(charge)
        return said_of(line, money, self._provider_says(facts))

    def remark(self, facts: Json) -> str:
        """What is odd about a reply that did bring a picture; "" when nothing is."""
        finish, block = (str(facts.get(name) or "") for name in ("finishReason", "blockReason"))
        if not block and finish.upper() in ("", "STOP"):
            return ""
        line = self._outcomes.blocked(block) if block else self._outcomes.finished(finish)
        return self.tr("A picture came, with a remark: {remark}").format(remark=self._provider_says(facts) or line.what)

    def charge(self, charge: str | None) -> str:
        """Whether an attempt cost money; "" when that is not known at all."""
        return self._failures.charge(charge)

    def fix(self, fix: Fix) -> str:
        """The label of the button for a way out."""
        return {
            Fix.AGAIN: self.tr("Ask again"),
            Fix.EDIT: self.tr("Edit the request"),
            Fix.SETTINGS: self.tr("Open settings"),
            Fix.CONNECTION: self.tr("Open connection"),
            Fix.KEY: self.tr("Set the key"),
            Fix.SMALLER: self.tr("Ask for a smaller picture"),
            Fix.CONTINUE_LAST_IMAGE: self.tr("Continue from the last image"),
            Fix.SHOW_FOLDER: self.tr("Show the folder"),
        }[fix]

    def job(self, job: Job) -> str:
        """How far a job is, or what it waits for; for how long already is told by a number beside it."""
        if job.waits is not None:
            return self._notices.waits(job.waits, job.connection if job.connection_id else None)
        return self._notices.progress(job.progress)

    def why_waiting(self, job: Job) -> str:
        """Why a job waits to be tried again."""
        return self._notices.why_waiting(job.progress)

    def state(self, state: str) -> str:
        """The state of a job in a word."""
        return self._notices.state(state)

    def money(self, micros: int | None, estimated: bool = False, *, free: bool = False) -> str:
        """An amount in micro-dollars: "$0.067", "≈ $0.27" for an estimate, "free"; "" when it is not known."""
        return self._amounts.money(micros, estimated=estimated, free=free)

    def bytes(self, count: int) -> str:
        """A number of bytes: "3.2 MB"."""
        return self._amounts.bytes(count)

    def seconds(self, seconds: float) -> str:
        """A duration: "14 s", "2 min 5 s"."""
        return self._amounts.seconds(seconds)

    def when(self, milliseconds: int) -> str:
        """A time in milliseconds since 1970, shortly: "now", "11:20", "Yesterday 09:02", "3 Nov 14:05"."""
        return self._amounts.when(milliseconds)

    def at(self, milliseconds: int) -> str:
        """The same for what is read later as well: never "now"."""
        return self._amounts.at(milliseconds)

    def day(self, milliseconds: int) -> str:
        """The day of a time, as a heading: "Today", "Yesterday", "Last 7 days", "November"."""
        return self._amounts.day(milliseconds)

    def moment(self, milliseconds: int) -> str:
        """A time in full."""
        return self._amounts.moment(milliseconds)

    def note(self, note: Note) -> str:
        """What was done to an input on its way out."""
        return self._notices.note(note)

    def decision(self, decision: Json) -> str:
        """What was done with the history of a turn, and why."""
        return self._notices.decision(decision)

    def history_reason(self, reason: str) -> str:
        """Why a conversation does not go along as it was, in the middle of a sentence."""
        return self._notices.history_reason(reason)

    def difference(self, settings: Json, image: Image) -> str:
        """How a picture differs from what was asked: "Asked 4K 16:9, got 1376 × 768"; "" when it does not."""
        return self._notices.difference(settings, image.width, image.height)

    def pixels(self, width: int, height: int) -> str:
        """The size of a picture: "1376 × 768"."""
        return self._notices.pixels(width, height)

    def _provider_says(self, facts: Json) -> str:
        message = str(facts.get("finishMessage") or "").strip()
        return self.tr("The provider says: “{message}”").format(message=message) if message else ""
