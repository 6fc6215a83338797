"""How a send ended, in a line and a few words more: for whoever is looking at another window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.sentences.shortened import first_words

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.job import Job

_PROMPT = 60


class EndWords(QObject):
    """Counts the images and says what failed, with the money."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def title(self, jobs: Sequence[Job]) -> str:
        """What came of it, and what was asked for: "3 images · Otter in a hat"."""
        count = sum(images_of(job) for job in jobs)
        if count == 0:
            what = self.tr("No image")
        else:
            what = self.tr("1 image") if count == 1 else self.tr("{count} images").format(count=count)
        return f"{what} · {first_words(jobs[0].wish.prompt, _PROMPT)}"

    def body(self, jobs: Sequence[Job]) -> str:
        """What went wrong, each thing once and how often, with whether it was charged; "" when nothing did."""
        counted: dict[str, int] = {}
        for job in jobs:
            if said := self._failure(job):
                counted[said] = counted.get(said, 0) + 1
        several = self.tr("{count} times: {said}")
        lines = (said if count == 1 else several.format(count=count, said=said) for said, count in counted.items())
        return "\n".join(lines)

    def _failure(self, job: Job) -> str:
        finished = job.finished
        error = job.error or (finished.failure if finished is not None else None)
        if error is not None:
            said = self._words.error(error, free=job.free, asked=True)
        elif finished is not None and not images_of(job):
            said = self._words.outcome(finished.turn, {}, "none" if job.free else str(finished.charge))
        else:
            return ""
        return " ".join(part for part in (said.what, said.money) if part)


def images_of(job: Job) -> int:
    """How many images a job brought."""
    return sum(image.role == "main" for image in job.finished.images) if job.finished is not None else 0
