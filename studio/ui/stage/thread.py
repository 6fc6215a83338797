"""The branch as a thread of steps. Only steps near the view exist as widgets; what is looked at stays where it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from studio.ui.announcing import announce
from studio.ui.stage.asked import Asked, Kit
from studio.ui.stage.column import Column, Reader, guess_height, has, key_of
from studio.ui.stage.step_pool import StepPool
from studio.ui.stage.tile_face import main_image
from studio.ui.stage.welcome import Welcome

if TYPE_CHECKING:
    from studio.ui.stage.step_view import StepView
    from studio.workbench.branch import Branch
    from studio.workbench.steps import Step

_MARGIN, _NARROW_MARGIN, _WIDEST = 28, 12, 1128

# Sizes and shapes only: colours come from the sheet of the theme.
_SHEET = """
QPushButton[compact="true"] { min-height: 22px; max-height: 22px; padding: 0 8px; font-size: 12px; }
QToolButton[compact="true"] { min-height: 22px; max-height: 22px; min-width: 24px; padding: 0 2px; font-size: 11px; }
QPushButton[role="example"] { text-align: left; min-height: 38px; }
"""


class Thread(QScrollArea):
    """Shows a branch and follows its end, unless the reader has gone elsewhere."""

    announced = Signal(str)
    """What a screen reader was told."""

    def __init__(self, branch: Branch, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._branch = branch
        self._kit = kit
        self._steps: tuple[Step, ...] = ()
        self._conversation_id: str | None = None
        self._column = Column()
        self._reader = Reader()
        self._settling = False
        self._announced: set[str] = set()
        self._content = QWidget()
        self._content.setObjectName("threadContent")
        self._welcome = Welcome(self._content)
        self._welcome.example_chosen.connect(kit.asked.example_chosen)
        self._pool = StepPool(kit, self._content, self)
        self._pool.walked.connect(self._walk)
        self._pool.told.connect(self._show_whole)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._relay)
        self._dress()
        self._connect()
        self._on_changed()

    def _dress(self) -> None:
        self.setObjectName("thread")
        self.setAccessibleName(self.tr("Thread"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(_SHEET)
        self.setWidget(self._content)
        self.verticalScrollBar().setSingleStep(40)

    def _connect(self) -> None:
        self._branch.changed.connect(self._on_changed)
        self._branch.entry_changed.connect(self._on_entry_changed)
        self.asked.choose.connect(self._hold_turn)
        self.asked.sibling.connect(lambda number, _: self._hold(number - 1))
        self._content.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._pool.look_at_focus)

    @property
    def asked(self) -> Asked:
        """What people ask for in here."""
        return self._kit.asked

    @property
    def welcome(self) -> Welcome:
        """What is shown while there is no step."""
        return self._welcome

    @property
    def views(self) -> list[StepView]:
        """The steps that exist as widgets, in order."""
        return self._pool.in_order()

    def set_library_path(self, path: str) -> None:
        """Say in which folder pictures are kept."""
        self._welcome.set_library_path(path)
        self._relay()

    def reveal(self, turn_id: str) -> None:
        """Scroll to the step with a turn."""
        number = self._number_of(turn_id)
        if number is not None:
            self._reader.go(self._column, number, -16)
            self._relay()

    def show_end(self) -> None:
        """Scroll to the end and follow it."""
        self._reader.start()
        self._relay(to_end=True)

    # --- what changed

    def _on_changed(self) -> None:
        old, self._steps = self._steps, tuple(self._branch.steps)
        other = self._branch.conversation_id != self._conversation_id
        self._conversation_id = self._branch.conversation_id
        if other:
            self._reader.start()
        self._pool.show_steps(self._steps)
        grown = bool(self._steps) and (not old or key_of(self._steps[-1]) != key_of(old[-1]))
        self._relay(to_end=self._reader.follows and (other or grown))

    def _on_entry_changed(self, entry_id: str) -> None:
        step = next((step for step in self._branch.steps if has(step, entry_id)), None)
        if step is None:
            return
        view = self._pool.get(key_of(step))
        if view is not None:
            view.look_again(step)
        self._announce(step, entry_id)

    def _announce(self, step: Step, entry_id: str) -> None:
        """Tell a screen reader once how a turn ended."""
        place, entry = next((place, each) for place, each in enumerate(step.entries, 1) if each.id == entry_id)
        if entry_id in self._announced or entry.job is None or not entry.job.is_over:
            return
        self._announced.add(entry_id)
        face = self._kit.faces.of(entry, time.monotonic())
        text = self.tr("Picture {place} of {places}: {state}")
        text = text.format(place=place, places=len(step.entries), state=face.sentence)
        announce(self, text, urgent=False)
        self.announced.emit(text)

    # --- geometry

    def _relay(self, *, to_end: bool = False) -> None:
        """Stand the steps under each other, make those that are near, and keep what is looked at in its place."""
        if self._settling:
            return
        self._settling = True
        self._welcome.setVisible(not self._steps)
        if not self._steps:
            self._place_welcome()
        self._lay(to_end)
        while self._make_near():
            self._lay(to_end)
        self._settling = False
        self._reader.look(self._column, self.verticalScrollBar().value())

    def _lay(self, to_end: bool) -> None:
        width, left = self._width()
        heights = [self._height_of(step, width) for step in self._steps]
        self._column.lay([key_of(step) for step in self._steps], heights)
        if self._steps:
            self._content.resize(self.viewport().width(), max(self._column.total, self.viewport().height()))
        for key, top, height in zip(self._column.keys, self._column.tops, heights, strict=True):
            view = self._pool.get(key)
            if view is not None:
                view.setGeometry(left, top, width, height)
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum() if to_end else self._reader.place(self._column, bar.maximum()))

    def _height_of(self, step: Step, width: int) -> int:
        view = self._pool.get(key_of(step))
        return guess_height(step, width) if view is None else view.height_in(width)

    def _width(self) -> tuple[int, int]:
        """How wide the steps are, and how far from the left they begin; with or without a scroll bar beside them."""
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        width = max(200, min(room - 2 * (_MARGIN if room >= 600 else _NARROW_MARGIN), _WIDEST))
        return width, max(0, (room - width) // 2)

    def _place_welcome(self) -> None:
        room = self.viewport()
        width = min(self._width()[0], self._welcome.widest)
        height = max(room.height(), self._welcome.heightForWidth(width) + 2 * _MARGIN)
        self._content.resize(room.width(), height)
        self._welcome.setGeometry((room.width() - width) // 2, _MARGIN, width, height - 2 * _MARGIN)

    def _make_near(self) -> bool:
        """Make the steps in view and a page around it; whether there were any to make."""
        page, top = self.viewport().height(), self.verticalScrollBar().value()
        near = self._column.between(top - page, top + 2 * page)
        missing = [self._steps[number] for number in near if self._pool.get(self._column.keys[number]) is None]
        for step in missing:
            self._pool.make(step, self._width()[0])
        if missing:
            self._pool.thin_out(near)
        return bool(missing)

    def _on_scrolled(self, value: int) -> None:
        if not self._settling:
            self._reader.scrolled(self._column, value, self.verticalScrollBar().maximum())
            self._relay()

    def _number_of(self, turn_id: str) -> int | None:
        return next((number for number, step in enumerate(self._steps) if has(step, turn_id)), None)

    def _hold_turn(self, turn_id: str) -> None:
        number = self._number_of(turn_id)
        self._hold(-1 if number is None else number)

    def _hold(self, number: int) -> None:
        self._reader.hold(self._column, number, self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay(to_end=self._reader.follows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._soon.start(0)
        return super().eventFilter(watched, event)

    # --- hands

    def _walk(self, view: StepView, way: int) -> None:
        """Move the focus to the tiles of the step above or below."""
        number = (view.step.number - 1 if view.step is not None else 0) + way
        other = self._pool.get(key_of(self._steps[number])) if 0 <= number < len(self._steps) else None
        if other is not None and other.tiles:
            tile = other.tiles[-1 if way < 0 else 0]
            tile.setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(tile, 0, 24)

    def _show_whole(self, widget: QWidget) -> None:
        """Bring what somebody asked to read into view."""
        self._relay()
        self.ensureWidgetVisible(widget, 0, 16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_C and not event.modifiers():
            self._compare()
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _compare(self) -> None:
        """Ask for the focused picture beside its chosen sibling, or else beside the one it was made from."""
        from studio.ui.image_actions import Verb

        focus = QApplication.focusWidget()
        number = self._number_of(focus.objectName().removeprefix("tile-")) if focus is not None else None
        if focus is None or number is None:
            return
        step = self._steps[number]
        entry = next(each for each in step.entries if focus.objectName() == f"tile-{each.id}")
        before = [self._steps[number - 1].through] if number else []
        other = step.through if step.through is not entry else next(iter(before), None)
        pictures = (main_image(other) if other is not None else None, main_image(entry))
        if all(picture is not None for picture in pictures):
            self.asked.verb.emit(Verb.COMPARE, pictures)
