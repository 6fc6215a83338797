"""The branch as a thread of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.actions import Action
from studio.ui.announcing import announce
from studio.ui.keys import is_pressed
from studio.ui.stage.asked import Asked, Kit
from studio.ui.stage.column import has, key_of
from studio.ui.stage.ends import Ends
from studio.ui.stage.step_scroll import StepScroll
from studio.ui.stage.tile_face import main_image

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.stage.step_view import StepView
    from studio.workbench.branch import Branch


class Thread(StepScroll):
    """Shows what a branch has, as it changes; says how jobs ended; and leads keys from step to step."""

    announced = Signal(str)
    """What a screen reader was told."""

    def __init__(self, branch: Branch, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._branch = branch
        self._kit = kit
        self._conversation_id: str | None = None
        self._ends = Ends(kit.faces, kit.words, self)
        self._ends.told.connect(self._announce)
        self.setObjectName("thread")
        self.setAccessibleName(self.tr("Thread"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # by keys one goes from step to step; there is more to see there
        self._welcome.example_chosen.connect(kit.asked.example_chosen)
        self._welcome.pictures_wanted.connect(kit.asked.examples_wanted)
        self._welcome.folder_wanted.connect(kit.asked.folder_wanted)
        self._pool.walked.connect(self._walk)
        self._pool.told.connect(self.bring)
        branch.changed.connect(self._on_changed)
        branch.entry_changed.connect(self._on_entry_changed)
        kit.asked.choose.connect(self._hold_turn)
        kit.asked.sibling.connect(lambda number, _: self.hold(number - 1))
        self._on_changed()

    @property
    def asked(self) -> Asked:
        """What people ask for in here."""
        return self._kit.asked

    def set_library_path(self, path: str) -> None:
        """Say in which folder pictures are kept."""
        self._welcome.set_library_path(path)
        self._relay()

    def set_provider(self, name: str) -> None:
        """Say who draws."""
        self._welcome.set_provider(name)
        self._relay()

    def take_focus(self) -> bool:
        """Put the focus on the picture that the branch ends with; False where there is none."""
        view = self.view_of(len(self._steps) - 1)
        if view is None or view.step is None or not view.tiles:
            return False
        through = f"tile-{view.step.through.id}"
        tile = next((each for each in view.tiles if each.objectName() == through), view.tiles[0])
        tile.setFocus(Qt.FocusReason.TabFocusReason)
        self.bring(tile)
        return True

    def focus_turn(self, turn_id: str) -> None:
        """Put the focus on the tile of a turn, if the branch shows it."""
        number = self.number_of(turn_id)
        view = self.view_of(number) if number is not None else None
        tile = next((each for each in view.tiles if each.turn_id == turn_id), None) if view is not None else None
        if tile is not None:
            tile.setFocus(Qt.FocusReason.TabFocusReason)
            self.bring(tile)

    def _on_changed(self) -> None:
        other = self._branch.conversation_id != self._conversation_id
        self._conversation_id = self._branch.conversation_id
        if other:
            self.read_on(self._conversation_id)
        self.show_steps(self._branch.steps, afresh=other)
        if other:
            self._ends.forget()
        self._ends.look(self._branch.steps)

    def _on_entry_changed(self, entry_id: str) -> None:
        step = next((step for step in self._branch.steps if has(step, entry_id)), None)
        if step is None:
            return
        view = self._pool.get(key_of(step))
        if view is not None:
            view.look_again(step, entry_id)
        self._ends.look((step,))

    def _announce(self, text: str) -> None:
        announce(self, text, urgent=False)
        self.announced.emit(text)

    def _hold_turn(self, turn_id: str) -> None:
        number = self.number_of(turn_id)
        if number is not None:
            self.hold(number)

    def _walk(self, view: StepView, way: int) -> None:
        """Move the focus to the tiles of the step above or below."""
        other = self.view_of((view.step.number - 1 if view.step is not None else 0) + way)
        if other is not None and other.tiles:
            tile = other.tiles[-1 if way < 0 else 0]
            tile.setFocus(Qt.FocusReason.TabFocusReason)
            self.bring(tile)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if is_pressed(Action.COMPARE, event):
            self._compare()
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _compare(self) -> None:
        """Ask for the focused picture beside its chosen sibling, else the one it was made from, else any sibling."""
        from studio.ui.image_actions import Verb

        focus = QApplication.focusWidget()
        turn_id = focus.objectName().removeprefix("tile-") if focus is not None else ""
        number = self.number_of(turn_id)
        if number is None:
            return
        step = self._steps[number]
        others = [] if step.through.id == turn_id else [step.through]
        others += [self._steps[number - 1].through] if number else []
        others += [entry for entry in step.entries if entry.id != turn_id]
        mine = next(main_image(entry) for entry in step.entries if entry.id == turn_id)
        theirs: Image | None = next((image for entry in others if (image := main_image(entry)) is not None), None)
        if mine is not None and theirs is not None:
            self.asked.verb.emit(Verb.COMPARE, (theirs, mine))
