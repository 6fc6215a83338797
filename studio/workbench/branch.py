"""The branch on the stage: which conversation, which way through its tree, and what is under way in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.workbench.branch_reading import BranchReading
from studio.workbench.jobs import Job, Jobs
from studio.workbench.tasks import Tasks

if TYPE_CHECKING:
    from studio.library.library import Library
    from studio.library.records import Conversation, Turn
    from studio.workbench.looked_at import LookedAt
    from studio.workbench.steps import Entry, Read, Step
    from studio.workbench.way import Way


class Branch(QObject):
    """One conversation as the stage shows it; made empty, filled once the library is open."""

    changed = Signal()
    """There is another conversation, way or step."""
    turned = Signal()
    """Another conversation is about to be shown, or none."""
    entry_changed = Signal(str)
    """One entry's job moved; its id."""

    def __init__(
        self, tasks: Tasks, jobs: Jobs, parent: QObject | None = None, looked_at: LookedAt | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._looked_at = looked_at
        self._library: Library | None = None
        self._conversation_id: str | None = None
        self._way: Way | None = None
        self._read: Read | None = None
        self._reading = BranchReading(tasks, jobs, self)
        self._reading.read.connect(self._take)
        self._wanted: str | None = None  # the turn to go to, until it has been shown
        self._at: str | None = None
        self._ways: dict[str, Way] = {}  # through the conversations that were shown before
        self._put_away: tuple[str, Way] | None = None  # what was shown when it was put into the trash
        jobs.added.connect(self._on_added)
        jobs.changed.connect(self._on_moved)
        jobs.ended.connect(self._on_ended)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, root first."""
        return self._read.steps if self._read else ()

    @property
    def conversation(self) -> Conversation | None:
        """What is shown; None for one that has not begun."""
        return self._read.conversation if self._read else None

    @property
    def conversation_id(self) -> str | None:
        """Its id, known with the first wish that is sent."""
        return self._conversation_id

    @property
    def is_loading(self) -> bool:
        """Whether something was asked for that is not shown yet."""
        return self._reading.is_under_way

    @property
    def at(self) -> str | None:
        """The turn that was gone to last; None where the branch was turned another way."""
        return self._at

    @property
    def way(self) -> Way:
        """Which way was last gone at each fork."""
        from studio.workbench.way import Way

        return self._way or Way()

    def open(self, library: Library) -> None:
        """Read from a library from now on."""
        self._ways.clear()
        self._library = library
        self._reading.open(library)

    def close(self) -> None:
        """Show nothing, and let go of the library."""
        self.clear()
        self._library = None
        self._reading.close()

    def clear(self) -> None:
        """Show a conversation that has not begun."""
        self._turn_to(None)
        self.changed.emit()

    def show_conversation(self, conversation_id: str) -> None:
        """Show a conversation where it was last looked at, or at its newest turn."""
        to: str | None = None
        if conversation_id != self._conversation_id:
            self._turn_to(conversation_id)
            if self._way is None and self._looked_at is not None:
                to = self._looked_at.turn(conversation_id)
        self._reload(to)

    def show_turn(self, turn: Turn) -> None:
        """Show the branch through a turn."""
        self.show_turn_of(turn.conversation_id, turn.id)

    def show_turn_of(self, conversation_id: str, turn_id: str) -> None:
        """Show the branch of a conversation that goes through a turn."""
        if conversation_id != self._conversation_id:
            self._turn_to(conversation_id)
        self._reload(turn_id)

    def go_to(self, turn_id: str, way: Way) -> None:
        """Let the branch go a way that leads through a turn of the conversation that is shown."""
        if self._conversation_id is not None:
            self._way = way
            self._reload(turn_id)

    def choose(self, turn_id: str) -> None:
        """Let the branch go through another turn of a step that is shown."""
        for step in self.steps:
            if any(entry.id == turn_id for entry in step.entries):
                entry = next(entry for entry in step.entries if entry.id == turn_id)
                if entry.turn is not None:
                    self._reload(turn_id)

    def sibling(self, number: int, delta: int) -> None:
        """Go to another send at the point of step `number`, `delta` places on."""
        step = self.steps[number - 1]
        place = step.place + delta
        if self._way is not None and 0 <= place < step.places:
            self._way.sends[step.parent_id] = step.sends[place]
            self._wanted = self._at = None
            self._reload()

    def refresh(self) -> None:
        """Read again what is shown; what was put into the trash meanwhile is shown no more until it is taken out."""
        if self._conversation_id is not None:
            self._reload()
        elif self._library is not None and self._put_away is not None:
            self._tasks.start(self._look_for(self._library, *self._put_away), "branch")

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id, if it is shown."""
        return next((entry for step in self.steps for entry in step.entries if entry.id == entry_id), None)

    def _turn_to(self, conversation_id: str | None) -> None:
        if self._conversation_id is not None and self._way is not None:
            self._ways[self._conversation_id] = self._way
        self._conversation_id, self._read = conversation_id, None
        self._way = self._ways.get(conversation_id or "")
        self._wanted = self._at = self._put_away = None
        self._reading.forget()
        self.turned.emit()

    def _reload(self, to: str | None = None) -> None:
        self._wanted, self._at = to or self._wanted, to or self._at
        if self._conversation_id is not None:
            self._reading.ask(self._conversation_id, self.way, self._wanted)

    def _take(self, conversation_id: str, read: Read) -> None:
        """Show what was read."""
        if _is_trashed(read) and self._read is not None and not _is_trashed(self._read):
            self._turn_to(None)
            self._put_away = conversation_id, read.way
        else:  # somebody may have come to a conversation in the trash by one of its pictures
            self._read, self._way, self._wanted = read, read.way, None
            if self._looked_at is not None and read.steps:
                self._looked_at.note(conversation_id, read.steps[-1].through.id)
        self.changed.emit()

    async def _look_for(self, library: Library, conversation_id: str, way: Way) -> None:
        """Show what was put away, as soon as it is in the trash no more."""
        found = await self._tasks.in_worker(library.conversations.find, conversation_id)
        if found is not None and found.trashed is None and self._put_away == (conversation_id, way):
            self._turn_to(conversation_id)
            self._way = way
            self._reload()

    def _on_added(self, job: Job) -> None:
        """Go to what was just sent, unless another conversation is being looked at."""
        wish = job.wish
        if self._conversation_id is None and job.is_from_composer:
            self._conversation_id = wish.conversation_id
        if wish.conversation_id == self._conversation_id:
            self._reload(job.id)

    def _on_moved(self, job: Job) -> None:
        if self.entry(job.id) is not None:
            self.entry_changed.emit(job.id)

    def _on_ended(self, job: Job) -> None:
        if job.wish.conversation_id == self._conversation_id or _has_copy_of(job.id, self.steps):
            self._reload()


def _has_copy_of(turn_id: str, steps: Sequence[Step]) -> bool:
    """Whether a turn is among these that was copied from another, perhaps while that was on its way."""
    turns = (entry.turn for step in steps for entry in step.entries)
    return any(turn is not None and turn.copied_from == turn_id for turn in turns)


def _is_trashed(read: Read) -> bool:
    return read.conversation is not None and read.conversation.trashed is not None
