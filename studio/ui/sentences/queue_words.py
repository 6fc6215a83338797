"""What is said of everything that is under way: how much of it there is, and which one a job is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.sentences.shortened import first_words

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.job import Waits
    from studio.workbench.jobs import Job, Jobs

_LONGEST = 160  # letters of a prompt that are shown or told


class QueueWords(QObject):
    """Counts and names jobs."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def summary(self, jobs: Jobs) -> str:
        """All of it in a line: "2 under way · 3 queued", "3 paused"; "" when there is nothing."""
        queued = len(jobs.queued)
        running = len(jobs.under_way) - queued
        parts = [self.tr("{count} under way").format(count=running)] if running else []
        if queued:
            text = self.tr("{count} paused") if jobs.is_paused else self.tr("{count} queued")
            parts.append(text.format(count=queued))
        elif jobs.is_paused:
            parts.append(self.tr("paused") if parts else self.tr("Paused"))
        return " · ".join(parts)

    def short(self, jobs: Jobs) -> str:
        """The same where there is little room: how many there are in all."""
        count = len(jobs.under_way)
        return str(count) if count else ""

    def prompt(self, job: Job) -> str:
        """The first words of what was asked for."""
        return first_words(job.wish.prompt, _LONGEST)

    def which(self, job: Job, jobs: Jobs) -> str:
        """Which one of its send it is, and where it goes: "2 of 4 · RouterHub"."""
        of_send = jobs.of_send(job.wish.send_id)
        parts = []
        if len(of_send) > 1:
            place = next((number for number, each in enumerate(of_send, 1) if each is job), 1)
            parts.append(self.tr("{place} of {count}").format(place=place, count=len(of_send)))
        parts.append(job.connection if job.connection_id else self.tr("Sandbox"))
        return " · ".join(parts)

    def state(self, job: Job) -> str:
        """How far it is or what it waits for, with why it is tried again where that is so."""
        if job.waits is not None:
            return self._waits(job.waits)
        return " · ".join(part for part in (self._words.job(job), self._words.why_waiting(job).rstrip(".")) if part)

    def _waits(self, waits: Waits) -> str:
        """What it waits for, beside the name of its connection."""
        text = {
            "paused": self.tr("Paused"),
            "room": self.tr("Waits for room: {limit} at once"),
            "rate": self.tr("Waits {seconds}: {limit} a minute"),
        }.get(waits.why.value, self.tr("Queued"))
        return text.format(limit=waits.limit, seconds=self._words.seconds(max(1, waits.seconds)))
