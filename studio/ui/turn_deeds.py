"""What can be done with a turn on the stage, and what each way out of a failure does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.sentences.said import Fix
from studio.workbench.draft_state import DraftState, Instead, with_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studio.library.records import Image, Json
    from studio.ui.commands import Commands
    from studio.ui.stage.asked import Asked
    from studio.ui.tree_deeds import TreeDeeds
    from studio.workbench.bench import Bench
    from studio.workbench.draft_input import Role
    from studio.workbench.sending import Sending
    from studio.workbench.steps import Entry, Step


class TurnDeeds(QObject):
    """Does what the thread asks for."""

    composer_wanted = Signal()
    """Something was put into the composer: go there."""
    settings_wanted = Signal()
    connection_wanted = Signal(object, bool)
    """Open the connections at this one: its name, None for the one in use; and whether to set its key."""

    folder_wanted = Signal()
    """Show the library's folder."""

    def __init__(self, bench: Bench, sending: Sending, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._sending = sending
        self._to_edit: str | None = None
        bench.branch.changed.connect(self._edit_awaited)

    def follow(self, commands: Commands, asked: Asked, tree: TreeDeeds) -> None:
        """Do what is asked for in the thread, in the tree, and of the turn that the branch ends in."""
        for asks in (asked, tree):
            asks.again.connect(self.again)
            asks.branch_from.connect(self.branch_from)
            asks.edit_prompt.connect(self.edit_prompt)
        asked.fix.connect(self.fix)
        asked.cancel.connect(self._bench.jobs.cancel)
        commands.again.connect(lambda: self._with_last(self.again))
        commands.branch.connect(lambda: self._with_last(self.branch_from))
        commands.edit_turn.connect(lambda: self._with_last(self.edit_prompt))

    def again(self, turn_id: str) -> None:
        """Send it once more."""
        self._sending.again(turn_id)

    def branch_from(self, turn_id: str) -> None:
        """Let the next send continue it."""
        self._bench.onward.branch_from(turn_id)
        self.composer_wanted.emit()

    def edit_prompt(self, turn_id: str) -> None:
        """Put its words, pictures and settings into the composer; sent from there, it becomes a sibling."""
        branch, step = self._bench.branch, self._step_of(turn_id)
        self._to_edit = None
        if step is None:
            self._to_edit = turn_id  # as soon as somebody has led the stage there
            return
        parent = branch.steps[step.number - 2].through.turn if step.number > 1 else None
        entry = next(entry for entry in step.entries if entry.id == turn_id)
        main = [image for image in entry.images if image.role == "main"]
        instead = Instead(turn_id, branch.conversation_id or "", parent, step.number, main[-1] if main else None)
        self._bench.draft.edit(instead, _asked_with(step, entry), _given_with(step))
        self.composer_wanted.emit()

    def _edit_awaited(self) -> None:
        branch, awaited = self._bench.branch, self._to_edit
        if awaited is not None and self._step_of(awaited) is not None:
            self.edit_prompt(awaited)
        elif not branch.is_loading:
            self._to_edit = None

    def fix(self, fix: Fix, turn_id: str) -> None:
        """Take a way out of a failure."""
        match fix:
            case Fix.AGAIN:
                self.again(turn_id)
            case Fix.CONTINUE_LAST_IMAGE:
                self._sending.from_last_image(turn_id)
            case Fix.EDIT:
                self.edit_prompt(turn_id)
            case Fix.SMALLER:
                self.edit_prompt(turn_id)
                self._ask_for_smaller()
            case Fix.SETTINGS:
                self.settings_wanted.emit()
            case Fix.CONNECTION | Fix.KEY:
                step = self._step_of(turn_id)
                self.connection_wanted.emit(step.connection if step else None, fix is Fix.KEY)
            case Fix.SHOW_FOLDER:
                self.folder_wanted.emit()

    def _ask_for_smaller(self) -> None:
        """The next smaller size the model takes; where none is known, the size is left to it."""
        draft = self._bench.draft
        sizes = draft.row.sizes if draft.row else ()
        place = sizes.index(draft.image_size) if draft.image_size in sizes else 0
        draft.image_size = sizes[place - 1] if place else None

    def _with_last(self, do: Callable[[str], None]) -> None:
        if steps := self._bench.branch.steps:
            do(steps[-1].through.id)

    def _step_of(self, turn_id: str) -> Step | None:
        steps = self._bench.branch.steps
        return next((step for step in steps if any(entry.id == turn_id for entry in step.entries)), None)


def _asked_with(step: Step, entry: Entry) -> DraftState:
    """The words and settings of one turn of a step: variants differ in their seeds."""
    settings: Json = step.settings
    if entry.turn is not None:
        settings = entry.turn.settings
    elif entry.job is not None:
        settings = entry.job.wish.settings
    return with_words(DraftState(), step.prompt, step.model, settings)


def _given_with(step: Step) -> Iterator[tuple[Image, Role, str | None]]:
    """The pictures that were sent along, called as they were."""
    for given in step.inputs:
        yield given.image, "edit" if given.role == "edit" else "reference", given.name
