"""One turn on its way: how far it is, and what it waits for while it has not left the queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from studio.generation.wish import Finished, JobState, Progress, Wish


class Why(StrEnum):
    """What keeps a job in the queue."""

    WRITING = "writing"
    """It is being written down."""
    PAUSED = "paused"
    """A person holds the queue."""
    ROOM = "room"
    """Its connection does as much at once as it may."""
    RATE = "rate"
    """Its connection was asked as often within a minute as it may be."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What a queued job waits for: `limit` is how many at once or a minute, `seconds` how long where that is known."""

    why: Why
    limit: int = 0
    seconds: int = 0


class Job:
    """One turn on its way; its id is the one the turn has or will have."""

    def __init__(
        self, wish: Wish, connection_id: str | None, connection: str, progress: Progress, endpoint: str = ""
    ) -> None:
        """`endpoint` is the only one it may be sent to; empty where that does not matter or was not noted."""
        self.wish = wish
        self.connection_id = connection_id
        self.connection = connection
        self.endpoint = endpoint
        self.progress = progress
        self.waits = Waits(Why.WRITING) if progress.state == "queued" else None
        self.is_written = False
        self.writing: asyncio.Task[None] | None = None  # over when it is written down, or refused
        self.started: float | None = None
        self.ended: float | None = None
        self.finished: Finished | None = None
        self.error: Exception | None = None
        self.free = connection_id is None
        self.is_listed = False
        self.is_resumed = False  # an earlier run had queued it
        self.is_left = False  # it stays on the disk as it is, for the next start to take up

    @property
    def id(self) -> str:
        """The id of the turn."""
        return self.wish.turn_id

    @property
    def state(self) -> JobState:
        """How far it is."""
        return self.progress.state

    @property
    def is_from_composer(self) -> bool:
        """Whether what is in the composer was just sent, rather than something that was sent before."""
        return not self.is_resumed and self.wish.origin != "again"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.ended is not None

    def elapsed(self, now: float) -> float:
        """Seconds since it left the queue, by the clock `time.monotonic`."""
        return 0.0 if self.started is None else (self.ended or now) - self.started
