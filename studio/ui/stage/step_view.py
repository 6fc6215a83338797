"""One step of the branch: prompt and inputs, tiles, the facts, the words, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from studio.ui.allowed import allowed
from studio.ui.stage.history_line import HistoryLine
from studio.ui.stage.said_view import SaidView
from studio.ui.stage.side_images import SideImages
from studio.ui.stage.step_actions import StepActions
from studio.ui.stage.step_deeds import StepDeeds
from studio.ui.stage.step_facts import StepFacts
from studio.ui.stage.step_inputs import InputsStrip
from studio.ui.stage.step_menu import copy_prompt
from studio.ui.stage.step_meta import StepMeta
from studio.ui.stage.step_sources import StepSources
from studio.ui.stage.tile_face import side_images, words_of
from studio.ui.stage.tile_grid import TileGrid
from studio.ui.stage.words_view import WordsView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from studio.ui.stage.asked import Kit
    from studio.ui.stage.tile import Tile
    from studio.workbench.steps import Step

_PROMPT_LINES, _WORDS_LINES = 8, 6


class StepView(QWidget):
    """Shows a step and keeps what of it stays the same when it changes."""

    walked_out = Signal(int)
    """An arrow key led out of its tiles: -1 upwards, 1 downwards."""
    told = Signal(object)
    """All of a failure was asked for and is told in this widget."""
    arranged = Signal()
    """There are other things to focus than before."""

    def __init__(self, kit: Kit, facts: StepFacts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._facts = facts
        self._step: Step | None = None
        self._told: str | None = None  # the turn whose failure is told in full
        self._inputs = InputsStrip(kit, self)
        self._prompt = WordsView(14, _PROMPT_LINES, parent=self)
        self._prompt.set_name("stepPrompt")
        self._actions = StepActions(self)
        self._history = HistoryLine(kit.words, self)
        self._grid = TileGrid(kit, self)
        self._said = SaidView(kit, self)
        self._meta = StepMeta(self)
        self._words = WordsView(13, _WORDS_LINES, quiet=True, parent=self)
        self._words.set_name("modelWords")
        self._sources = StepSources(kit.words.beside, self)
        self._sides = SideImages(kit, self)
        self._lay_out()
        self._deeds = StepDeeds(kit.asked, self._grid, lambda: self._step, self)
        self._connect()

    def _lay_out(self) -> None:
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setContentsMargins(4, 0, 0, 0)
        self._top.setSpacing(10)
        self._top.addWidget(self._inputs, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        row.addWidget(self._prompt, 1)
        row.addWidget(self._actions, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._top)
        column.addWidget(self._history)
        column.addWidget(self._grid)
        for widget in (self._said, self._words, self._sides):
            widget.hide()
        column.addLayout(_inset(self._said))
        column.addWidget(self._meta)
        column.addLayout(_inset(self._words))
        column.addLayout(_inset(self._sources))
        column.addWidget(self._sides)

    def _connect(self) -> None:
        asked = self._kit.asked
        self._actions.again.connect(lambda: asked.again.emit(self.turn_id))
        self._actions.edit_prompt.connect(lambda: asked.edit_prompt.emit(self.turn_id))
        self._actions.branch.connect(lambda: asked.branch_from.emit(self.turn_id))
        self._actions.copy_prompt.connect(lambda: copy_prompt(self._step) if self._step is not None else None)
        self._actions.more.connect(self._show_more)
        asked.edited_changed.connect(self._show_edited)
        self._kit.ticker.ticked.connect(self._show_words)
        for button in self._actions.buttons:
            button.focused.connect(lambda: self._actions.set_seen(True))
        for text in (self._prompt, self._words):
            text.gained_stop.connect(self.arranged)
        self._meta.sides.connect(self._sides.setVisible)
        self._meta.sibling.connect(self._deeds.go_to_sibling)
        self._grid.walked_out.connect(self.walked_out)
        self._grid.told_more.connect(self._tell_all)
        self._said.closed.connect(lambda: self._tell_all(self._told or ""))

    @property
    def step(self) -> Step | None:
        """What it shows."""
        return self._step

    @property
    def turn_id(self) -> str:
        """The turn that the branch goes through."""
        return self._step.through.id if self._step is not None else ""

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """The tiles, in order."""
        return self._grid.tiles

    @property
    def chosen(self) -> Tile | None:
        """The tile of the turn that the branch goes through."""
        return self._grid.tile(self.turn_id)

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key goes through, in order."""
        above = (*self._inputs.thumbs, *self._prompt.stops, *self._actions.buttons)
        tiles = (each for tile in self.tiles for each in (tile, *tile.buttons))
        below = (*self._meta.buttons, *self._words.stops, *self._sources.buttons, *self._sides.shown)
        return [*above, *tiles, *self._said.buttons, *below]

    def show_step(self, step: Step, before: Step | None = None) -> None:
        """Show a step that follows another, changing only what differs."""
        self._step = step
        names = tuple(given.name for given in step.inputs if given.name)
        self._prompt.show_text(step.prompt, names)
        self._inputs.show_inputs(step.inputs)
        self._inputs.setVisible(bool(step.inputs))
        self._history.show_decisions(step.decisions)
        self._grid.show_step(step, before)
        self._meta.show_place(step.place, step.places)
        self._show_outcome(step)
        self.arranged.emit()

    def look_again(self, step: Step, entry_id: str) -> None:
        """Show how the job of one entry of the same step stands now."""
        self._step = step
        before = [tile.buttons for tile in self.tiles]
        self._grid.look_again(step, entry_id)
        self._show_outcome(step)
        if before != [tile.buttons for tile in self.tiles]:
            self.arranged.emit()

    def _show_outcome(self, step: Step) -> None:
        """Show what came of the turn that the branch goes through."""
        through = step.through
        self._meta.show_facts(self._facts.of(step))
        sides = side_images(through)
        drafts = sum(image.role == "draft" for image in sides)
        self._sides.show_images(sides)
        self._meta.show_sides(self._facts.sides(drafts, len(sides) - drafts))
        self._show_words()
        self._sources.show_facts(through.facts)
        self._show_edited()
        may = allowed(through)
        self._actions.allow(again=may.again, branch=may.on)
        self._tell(self._told)

    def _show_words(self) -> None:
        """Show what was said; it grows while it comes."""
        text = words_of(self._step.through) if self._step is not None else ""
        self._words.show_text(text)
        self._words.setVisible(bool(text))

    def _tell_all(self, turn_id: str) -> None:
        """Tell all of what went wrong with a turn, or no more when that is told already."""
        self._told = None if turn_id == self._told else turn_id
        self._tell(self._told)
        self.arranged.emit()
        if self._told is not None:
            self.told.emit(self._said)

    def _tell(self, turn_id: str | None) -> None:
        tile = self._grid.tile(turn_id) if turn_id else None
        face = tile.face if tile is not None else None
        told = face is not None and face.is_over and face.image is None
        if told and turn_id and face is not None:
            self._said.show_face(turn_id, face)
        focus = QApplication.focusWidget()
        if not told and focus is not None and self._said.isAncestorOf(focus) and self.chosen is not None:
            self.chosen.setFocus(Qt.FocusReason.OtherFocusReason)
        self._said.setVisible(told)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._actions.set_seen(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.look_at_focus()

    def look_at_focus(self) -> None:
        """Show the actions while the focus or the pointer is in here."""
        focus = QGuiApplication.focusObject()
        inside = isinstance(focus, QWidget) and self.isAncestorOf(focus)
        self._actions.set_seen(inside or self.underMouse())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        where = self.mapToGlobal(self._grid.geometry().center()) if by_keys else event.globalPos()
        self.menu(None if by_keys else self._grid.tile_at(event.pos())).popup(where)

    def _show_edited(self) -> None:
        edited, entries = self._kit.asked.edited, self._step.entries if self._step is not None else ()
        self._actions.show_edited(any(entry.id == edited for entry in entries))

    def _show_more(self) -> None:
        button = self._actions.more_button
        self.menu().popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

    def menu(self, tile: Tile | None = None) -> QMenu:
        """What can be done with the turn of a tile, else with the one that has the focus."""
        return self._deeds.menu(tile)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_top(self.width())

    def height_in(self, width: int) -> int:
        """How high it is when it is so wide."""
        self._fit_top(width)
        return self.heightForWidth(width)

    def _fit_top(self, width: int) -> None:
        """Put many inputs above the prompt, few beside it."""
        above = self._inputs.sizeHint().width() > width * 0.4
        self._top.setDirection(QBoxLayout.Direction.TopToBottom if above else QBoxLayout.Direction.LeftToRight)


def _inset(widget: QWidget) -> QVBoxLayout:
    """A row that stands where the pictures do, their rings aside."""
    layout = QVBoxLayout()
    layout.setContentsMargins(4, 0, 4, 0)
    layout.addWidget(widget)
    return layout
