"""What a tile shows: the state of one turn as words, a tone, a picture and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject

from studio.workbench.job import Why

if TYPE_CHECKING:
    from studio.library.records import Image, Turn
    from studio.ui.words import Fix, Said, Words
    from studio.workbench.jobs import Job
    from studio.workbench.steps import Entry

Tone = Literal["muted", "warn", "bad"]
State = Literal["working", "saving", "picture", "failed", "unknown", "cancelled", "silent", "elsewhere", "trashed"]

# Servers refuse what others, or they themselves, have answered: a type of an image, a way of writing base64. It is sent
# again as it came, so that the conversation would be refused whatever is typed next.
_MAY_MEAN_HISTORY = ("Refused", "RequestInvalid")


@dataclass(frozen=True, slots=True)
class Face:
    """How a turn stands: `title` in `tone`; money, advice and fixes of what went wrong; `image` once there is one.

    `seconds` have gone since somebody began to work on it, or are left until it is tried again: `wait`, and `why`.
    `is_paused` while it waits for nothing but the queue to be resumed.
    """

    state: State
    title: str
    tone: Tone = "muted"
    seconds: int | None = None
    wait: float = 0.0
    why: str = ""
    money: str = ""
    advice: str = ""
    detail: str = ""
    fixes: tuple[Fix, ...] = ()
    image: Image | None = None
    is_paused: bool = False

    @property
    def is_over(self) -> bool:
        """Whether it will stay like this by itself."""
        return self.state not in ("working", "saving", "elsewhere")

    @property
    def sentence(self) -> str:
        """All of it as running text."""
        return " ".join(part for part in (self.title, self.money, self.advice) if part)


class Faces(QObject):
    """Reads entries into faces."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def of(self, entry: Entry, now: float) -> Face:
        """How an entry stands at `now`, in seconds of `time.monotonic`."""
        job = entry.job
        if job is not None and not job.is_over:
            return self._working(job, now)
        picture = main_image(entry)
        if picture is not None:
            return Face("picture", self.tr("done"), image=picture)
        if job is not None and (error := _error_of(job, entry)) is not None:
            return self._bad(entry, self._words.error(error, free=job.free, asked=True), _kind_of(error))
        return self._from_record(entry)

    def _working(self, job: Job, now: float) -> Face:
        # What has arrived can no longer be cancelled, only kept.
        state: State = "saving" if job.state in ("arrived", "done") else "working"
        title = self._words.job(job)
        if job.state == "queued":
            is_paused = job.waits is not None and job.waits.why is Why.PAUSED
            return Face(state, title, is_paused=is_paused)
        if job.state == "waiting":
            wait = max(1.0, job.progress.wait)
            return Face(state, title, seconds=round(wait), wait=wait, why=self._words.why_waiting(job))
        return Face(state, title, seconds=int(job.elapsed(now)))

    def _from_record(self, entry: Entry) -> Face:
        """What an earlier run of the program left behind, or a reply without a picture."""
        last = entry.attempts[-1] if entry.attempts else None
        if last is not None and last.failure is not None:
            said = self._words.failure(last.failure, last.charge)
            kind = "Interrupted" if last.state == "unknown" else str(last.failure.get("kind", ""))
            return self._bad(entry, said, kind)
        turn = _turn_of(entry)
        if turn is not None and turn.outcome in ("words", "nothing", "blocked"):
            return _face(self._words.outcome(turn, entry.facts, last.charge if last else None), "silent", "warn")
        if turn is not None and turn.outcome is not None:
            return Face("trashed", self.tr("Its image is in the trash."))
        if last is not None:
            if turn is not None and turn.copied_from is not None:
                return Face("elsewhere", self.tr("Under way where it was copied from"))
            return Face("elsewhere", self.tr("Its reply is not in the library yet"))
        return Face("cancelled", self.tr("This was never sent."), money=self.tr("Nothing was charged."))

    def _bad(self, entry: Entry, said: Said, kind: str) -> Face:
        if kind == "Cancelled":
            return _face(said, "cancelled", "muted")
        if kind == "Interrupted":
            return _face(said, "unknown", "warn")
        if kind in _MAY_MEAN_HISTORY and _has_sent_history(entry):
            said = self._words.with_history(said)
        return _face(said, "failed", "bad")


def main_image(entry: Entry) -> Image | None:
    """The picture of an entry, None when there is none or it is in the trash."""
    return next((image for image in images_of(entry) if image.role == "main"), None)


def side_images(entry: Entry) -> tuple[Image, ...]:
    """Drafts and thoughts that came along."""
    main = main_image(entry)
    return tuple(image for image in images_of(entry) if image is not main)


def words_of(entry: Entry) -> str:
    """What the model said: as the record has it, else as much as has come."""
    if entry.turn is not None and entry.turn.words:
        return entry.turn.words.strip()
    job = entry.job
    if job is None:
        return ""
    turn = job.finished.turn if job.finished is not None else None
    return ((turn.words if turn is not None else job.progress.words) or "").strip()


def images_of(entry: Entry) -> tuple[Image, ...]:
    """What an entry brought, in the moment before it is read back from the record too."""
    if not entry.images and entry.turn is None and entry.job is not None and entry.job.finished is not None:
        return tuple(entry.job.finished.images)
    return entry.images


def _error_of(job: Job, entry: Entry) -> Exception | None:
    if job.finished is not None:
        return job.finished.failure
    # Where the record knows how the last attempt ended, it is right, whatever the job ran into; of the same failure the
    # job knows more.
    last = entry.attempts[-1] if entry.attempts else None
    is_other = last is not None and last.ended is not None and (last.failure or {}).get("kind") != _kind_of_job(job)
    return None if is_other else job.error


def _kind_of_job(job: Job) -> str:
    return _kind_of(job.error) if job.error is not None else ""


def _kind_of(error: Exception) -> str:
    return type(error).__name__


def _turn_of(entry: Entry) -> Turn | None:
    return entry.turn or (entry.job.finished.turn if entry.job is not None and entry.job.finished else None)


def _has_sent_history(entry: Entry) -> bool:
    """Whether the conversation went along as it was."""
    turn = _turn_of(entry)
    return turn is not None and turn.parent_id is not None and all("setting" in each for each in turn.decisions)


def _face(said: Said, state: State, tone: Tone) -> Face:
    fixes = tuple(said.fixes)
    return Face(state, said.what, tone, money=said.money, advice=said.advice, detail=said.detail, fixes=fixes)
