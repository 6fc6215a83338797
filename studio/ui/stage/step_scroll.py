"""Steps under each other that scroll: only those near the view exist as widgets, what is looked at stays put."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from studio.ui.stage.asked import Kit
from studio.ui.stage.column import Column, Guesses, Reader, has, key_of
from studio.ui.stage.step_pool import StepPool
from studio.ui.stage.welcome import Welcome

if TYPE_CHECKING:
    from studio.ui.stage.step_view import StepView
    from studio.workbench.steps import Step

_MARGIN, _NARROW_MARGIN, _WIDEST = 28, 12, 1128


class StepScroll(QScrollArea):
    """Shows steps, follows their end unless the reader has gone elsewhere, and a welcome while there are none."""

    def __init__(self, kit: Kit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._column = Column()
        self._guesses = Guesses()
        self._reader = Reader()
        self._readers: dict[str, Reader] = {}
        self._settling = False
        self._content = QWidget()
        self._content.setObjectName("threadContent")
        self._welcome = Welcome(self._content)
        self._welcome_fits = (0, 0)  # the room for which it was made short or not
        self._pool = StepPool(kit, self._content, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._on_soon)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._content)
        self._content.installEventFilter(self)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._pool.look_at_focus)

    @property
    def welcome(self) -> Welcome:
        """What is shown while there is no step."""
        return self._welcome

    @property
    def views(self) -> list[StepView]:
        """The steps that exist as widgets, in order."""
        return self._pool.in_order()

    def show_steps(self, steps: Sequence[Step], *, afresh: bool) -> None:
        """Show steps; `afresh` when they have nothing to do with what was shown."""
        old, self._steps = self._steps, tuple(steps)
        self._guesses.keep(self._steps)
        focused = self._pool.focused()
        number = focused.step.number - 1 if focused is not None and focused.step is not None else None
        self._pool.show_steps(self._steps)
        grown = bool(self._steps) and (not old or key_of(self._steps[-1]) != key_of(old[-1]))
        self._relay(to_end=self._reader.follows and (afresh or grown))
        if number is not None and not afresh and self._pool.focused() is None:
            self._focus_step(number)

    def read_on(self, name: str | None) -> None:
        """What is shown next goes by this name: it is read on where it was left, and at its end for the first time."""
        self._reader = self._readers.setdefault(name, Reader()) if name is not None else Reader()

    def _focus_step(self, number: int) -> None:
        """Give the focus, whose view went away, to the step that took its place; the thread has it meanwhile."""
        view = self.view_of(number)
        if view is not None and view.chosen is not None:
            view.chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def number_of(self, turn_id: str) -> int | None:
        """The number, from 0, of the step with a turn."""
        return next((number for number, step in enumerate(self._steps) if has(step, turn_id)), None)

    def view_of(self, number: int) -> StepView | None:
        """The view of a step, made now if need be."""
        if not 0 <= number < len(self._steps):
            return None
        step = self._steps[number]
        if self._pool.get(key_of(step)) is None:
            self._make([number])
            self._relay()
        return self._pool.get(key_of(step))

    def reveal(self, turn_id: str) -> None:
        """Scroll to the step with a turn."""
        number = self.number_of(turn_id)
        if number is not None:
            self._reader.go(self._column, number, -16)
            self._relay()

    def show_end(self) -> None:
        """Scroll to the end and follow it."""
        self._reader.start()
        self._relay(to_end=True)

    def hold(self, number: int) -> None:
        """Keep a step where it is, whatever comes after it: it is the one that was touched."""
        self._reader.hold(self._column, number, self.verticalScrollBar().value())

    def bring(self, widget: QWidget) -> None:
        """Scroll as little as needed to bring what somebody asked for into view."""
        self._relay()
        self.ensureWidgetVisible(widget, 0, 24)

    # --- geometry

    def _relay(self, *, to_end: bool = False) -> None:
        """Stand the steps under each other, make those in view, and keep what is looked at in its place."""
        if self._settling:
            return
        self._settling = True
        self._welcome.setVisible(not self._steps)
        if not self._steps:
            self._place_welcome()
        self._lay(to_end)
        while missing := self._missing(around=0):
            self._make(missing)
            self._lay(to_end)
        self._settling = False
        self._reader.look(self._column, self.verticalScrollBar().value())
        if self._missing(around=1):
            self._soon.start(0)

    def _lay(self, to_end: bool) -> None:
        width, left = self._width()
        heights = [self._height_of(number, width) for number in range(len(self._steps))]
        self._column.lay([key_of(step) for step in self._steps], heights)
        if self._steps:
            self._content.resize(self.viewport().width(), max(self._column.total, self.viewport().height()))
        for key, top, height in zip(self._column.keys, self._column.tops, heights, strict=True):
            view = self._pool.get(key)
            if view is not None:
                view.setGeometry(left, top, width, height)
        bar = self.verticalScrollBar()
        to_end = to_end and bool(self._steps)  # a welcome is read from its beginning
        bar.setValue(bar.maximum() if to_end else self._reader.place(self._column, bar.maximum()))

    def _height_of(self, number: int, width: int) -> int:
        step = self._steps[number]
        view = self._pool.get(key_of(step))
        if view is not None:
            return view.height_in(width)
        return self._guesses.of(step, self._steps[number - 1] if number else None, width)

    def _width(self) -> tuple[int, int]:
        """How wide the steps are, and how far from the left they begin; with or without a scroll bar beside them."""
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        width = max(200, min(room - 2 * (_MARGIN if room >= 600 else _NARROW_MARGIN), _WIDEST))
        return width, max(0, (room - width) // 2)

    def _place_welcome(self) -> None:
        room = self.viewport()
        width = min(self._width()[0], self._welcome.widest)
        if self._welcome_fits != (width, room.height()):  # to try it asks for a layout, which would end here again
            self._welcome_fits = (width, room.height())
            self._welcome.set_short(False)
            if self._welcome.heightForWidth(width) > room.height() - 2 * _MARGIN:
                self._welcome.set_short(True)
        height = max(room.height(), self._welcome.heightForWidth(width) + 2 * _NARROW_MARGIN)
        margin = _MARGIN if height >= self._welcome.heightForWidth(width) + 2 * _MARGIN else _NARROW_MARGIN
        self._content.resize(room.width(), height)
        self._welcome.setGeometry((room.width() - width) // 2, margin, width, height - 2 * margin)

    def _near(self, pages: int) -> range:
        """The numbers of the steps in view and so many pages around it."""
        page, top = self.viewport().height(), self.verticalScrollBar().value()
        return self._column.between(top - pages * page, top + (1 + pages) * page)

    def _missing(self, around: int) -> list[int]:
        """The numbers of the steps near the view that have not been made."""
        return [number for number in self._near(around) if self._pool.get(self._column.keys[number]) is None]

    def _make(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            before = self._steps[number - 1] if number else None
            self._pool.make(self._steps[number], before, self._width()[0])
        self._pool.thin_out(self._near(1))

    def _on_soon(self) -> None:
        """Make one step more before somebody scrolls to it, and let the window paint in between."""
        if missing := self._missing(around=1):
            self._make(missing[:1])
        self._relay(to_end=self._reader.follows)

    def _on_scrolled(self, value: int) -> None:
        if self._settling:
            return
        self._reader.scrolled(self._column, value, self.verticalScrollBar().maximum())
        if self._missing(around=0):
            self._relay()
        elif self._missing(around=1):
            self._soon.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay(to_end=self._reader.follows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._soon.start(0)
        return super().eventFilter(watched, event)
