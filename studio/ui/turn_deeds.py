"""What can be done with a turn on the stage, and what each way out of a failure does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.sentences.said import Fix

if TYPE_CHECKING:
    from studio.workbench.bench import Bench
    from studio.workbench.sending import Sending
    from studio.workbench.steps import Step


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

    def again(self, turn_id: str) -> None:
        """Send it once more."""
        self._sending.again(turn_id)

    def branch_from(self, turn_id: str) -> None:
        """Let the next send continue it."""
        self._bench.branch.branch_from(turn_id)
        self.composer_wanted.emit()

    def edit_prompt(self, turn_id: str) -> None:
        """Put its words and settings into the composer; sent from there, it becomes a sibling."""
        step = self._step_of(turn_id)
        if step is None:
            return
        draft, branch = self._bench.draft, self._bench.branch
        turn = next(entry.turn for entry in step.entries if entry.id == turn_id)
        if turn is not None:
            draft.use_settings_of(turn)
        else:
            draft.prompt = step.prompt
        if step.number > 1:
            branch.branch_from(branch.steps[step.number - 2].through.id)
        else:
            branch.begin_anew()
        self._add_inputs(step)
        self.composer_wanted.emit()

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

    def _add_inputs(self, step: Step) -> None:
        """Put in what was sent with it and is not there, called as it was."""
        draft = self._bench.draft
        there = {each.image.id for each in draft.inputs if each.image is not None}
        for given in step.inputs:
            if given.image.id not in there:
                draft.add_images([given.image], "edit" if given.role == "edit" else "reference")
                if given.name:
                    draft.set_label(max(each.id for each in draft.inputs), given.name)

    def _ask_for_smaller(self) -> None:
        """The next smaller size the model takes; where none is known, the size is left to it."""
        draft = self._bench.draft
        sizes = draft.row.sizes if draft.row else ()
        place = sizes.index(draft.image_size) if draft.image_size in sizes else 0
        draft.image_size = sizes[place - 1] if place else None

    def _step_of(self, turn_id: str) -> Step | None:
        steps = self._bench.branch.steps
        return next((step for step in steps if any(entry.id == turn_id for entry in step.entries)), None)
