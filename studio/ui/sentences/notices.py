"""What is told beside the pictures: how far a job is, what was done to inputs and history, asked against got."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio.ui.sentences.amounts import Amounts
from studio.ui.sentences.tuning_words import TuningWords

if TYPE_CHECKING:
    from studio.generation.input_notes import Note
    from studio.generation.wish import Progress
    from studio.workbench.job import Waits


class Notices(QObject):
    """Lines without a failure in them."""

    def __init__(self, amounts: Amounts, tunings: TuningWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._amounts = amounts
        self._tunings = tunings

    def progress(self, progress: Progress) -> str:
        """How far a job is: "Thinking", "Receiving 3.2 MB", "Tries again in 37 s"."""
        state = progress.state.value
        if state == "waiting":
            seconds = self._amounts.seconds(max(1.0, progress.wait))
            return self.tr("Tries again in {seconds}").format(seconds=seconds)
        if state in ("sending", "receiving") and progress.bytes:
            text = self.tr("Sending {bytes}") if state == "sending" else self.tr("Receiving {bytes}")
            return text.format(bytes=self._amounts.bytes(progress.bytes))
        return self.state(state)

    def waits(self, waits: Waits, connection: str | None) -> str:
        """What a job in the queue waits for; no connection is the sandbox."""
        name = connection or self.tr("the sandbox")
        text = {
            "paused": self.tr("Queued: the queue is paused"),
            "room": self.tr("Queued: {connection} takes {limit} at once"),
            "rate": self.tr("Queued for {seconds}: {connection} takes {limit} a minute"),
        }.get(waits.why.value, self.tr("Queued"))
        return text.format(connection=name, limit=waits.limit, seconds=self._amounts.seconds(max(1, waits.seconds)))

    def state(self, state: str) -> str:
        """The state of a job in a word."""
        return {
            "queued": self.tr("Queued"),
            "waiting": self.tr("Waiting"),
            "sending": self.tr("Sending"),
            "thinking": self.tr("Thinking"),
            "receiving": self.tr("Receiving"),
            "arrived": self.tr("Arrived, being saved"),
            "done": self.tr("Done"),
            "failed": self.tr("Failed"),
            "cancelled": self.tr("Cancelled"),
            "unknown": self.tr("Not known"),
        }.get(state, state)

    def why_waiting(self, progress: Progress) -> str:
        """Why it is tried again later; "" when nobody knows."""
        kind = progress.failure.kind if progress.failure is not None else ""
        return {
            "RateLimited": self.tr("There were too many requests."),
            "Overloaded": self.tr("The model is busy."),
            "Unreachable": self.tr("There is no connection."),
        }.get(kind, "")

    def note(self, note: Note) -> str:
        """What was done to an input on its way out."""
        return {
            "Converted": self.tr("Converted from {source} to {target}"),
            "TurnedUpright": self.tr("Turned upright"),
            "FirstFrameOnly": self.tr("Only the first page is used")
            if getattr(note, "what", "") == "page"
            else self.tr("Only the first frame is used"),
            "ColoursConverted": self.tr("Colours converted to sRGB"),
            "MetadataRemoved": self.tr("Metadata removed"),
        }[type(note).__name__].format(source=getattr(note, "source", ""), target=getattr(note, "target", ""))

    def decision(self, decision: Mapping[str, object]) -> str:
        """What was done with the history of a turn, or which setting was not sent, and why."""
        if "setting" in decision:
            return self._tunings.left_out(decision)
        why = self.history_reason(str(decision.get("reason")))
        if decision.get("image_id"):
            return self.tr("Of the conversation so far only its last image was sent: {why}.").format(why=why)
        return self.tr("Nothing of the conversation so far could be sent: {why}.").format(why=why)

    def history_reason(self, reason: str) -> str:
        """Why a conversation does not go along as it was, in the middle of a sentence; an unknown reason as it is."""
        return {
            "another model": self.tr("it was made with another model"),
            "another endpoint": self.tr("it was made at another endpoint"),
            "no signatures": self.tr("its signatures are missing"),
            "cut off": self.tr("its reply had broken off"),
            "elsewhere": self.tr("its image came in another way than models take back"),
        }.get(reason, reason)

    def difference(self, settings: Mapping[str, object], width: int | None, height: int | None) -> str:
        """How a picture differs from what was asked: "Asked 4K 16:9, got 1376 × 768"; "" when it does not."""
        if width is None or height is None:
            return ""
        from studio.gemini.capabilities import difference

        aspect, size = (value if isinstance(value := settings.get(name), str) else None for name in _SHAPE)
        if difference(aspect, size, width, height) is None:
            return ""
        asked = " ".join(part for part in (size, aspect) if part)
        return self.tr("Asked {asked}, got {got}").format(asked=asked, got=self.pixels(width, height))

    def pixels(self, width: int, height: int) -> str:
        """The size of a picture: "1376 × 768"."""
        return self.tr("{width} × {height}", "pixels").format(width=width, height=height)


_SHAPE = ("aspectRatio", "imageSize")
