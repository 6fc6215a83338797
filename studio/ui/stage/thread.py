"""The branch as a thread of steps. Only steps near the view exist as widgets; what is looked at stays where it is."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from studio.ui.stage.asked import Asked, Kit
from studio.ui.stage.column import Anchor, Column, guess_height
from studio.ui.stage.step_facts import StepFacts
from studio.ui.stage.step_view import StepView
from studio.ui.stage.tile_face import main_image
from studio.ui.stage.welcome import Welcome

if TYPE_CHECKING:
    from studio.workbench.branch import Branch
    from studio.workbench.steps import Step

_MARGIN, _NARROW_MARGIN, _WIDEST = 28, 12, 1128
_AT_END = 8
_MOST_LIVE = 40

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
        self._facts = StepFacts(kit.words, kit.model_name, self)
        self._steps: tuple[Step, ...] = ()
        self._conversation_id: str | None = None
        self._views: dict[str, StepView] = {}
        self._column = Column()
        self._anchor: Anchor | None = None
        self._follows = True
        self._settling = False
        self._said: set[str] = set()
        self._content = QWidget()
        self._content.setObjectName("threadContent")
        self._welcome = Welcome(self._content)
        self._welcome.example_chosen.connect(kit.asked.example_chosen)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._relay)
        self._dress()
        branch.changed.connect(self._on_changed)
        branch.entry_changed.connect(self._on_entry_changed)
        kit.asked.choose.connect(self._hold_turn)
        kit.asked.sibling.connect(lambda number, _: self._hold(number - 1))
        self._on_changed()

    def _dress(self) -> None:
        self.setObjectName("thread")
        self.setAccessibleName(self.tr("Thread"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(_SHEET)
        self.setWidget(self._content)
        self._content.installEventFilter(self)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def asked(self) -> Asked:
        """What people ask for in here."""
        return self._kit.asked

    @property
    def welcome(self) -> Welcome:
        """What is shown while there is no step."""
        return self._welcome

    @property
    def views(self) -> tuple[StepView, ...]:
        """The steps that exist as widgets, in order."""
        return tuple(self._views[key] for key in self._column.keys if key in self._views)

    def set_library_path(self, path: str) -> None:
        """Say in which folder pictures are kept."""
        self._welcome.set_library_path(path)
        self._relay()

    def reveal(self, turn_id: str) -> None:
        """Scroll to the step with a turn."""
        index = next((index for index, step in enumerate(self._steps) if _has(step, turn_id)), None)
        if index is not None:
            self._follows = False
            self._anchor = Anchor(_key(self._steps[index]), index, -16)
            self._relay()

    def show_end(self) -> None:
        """Scroll to the end and follow it."""
        self._follows = True
        self._relay(to_end=True)

    # --- what changed

    def _on_changed(self) -> None:
        old, self._steps = self._steps, tuple(self._branch.steps)
        other = self._branch.conversation_id != self._conversation_id
        self._conversation_id = self._branch.conversation_id
        if other:
            self._follows, self._anchor = True, None
        keys = [_key(step) for step in self._steps]
        for key in [key for key in self._views if key not in keys]:
            self._release(key)
        for step in self._steps:
            view = self._views.get(_key(step))
            if view is not None and view.step != step:
                view.show_step(step)
        grown = bool(keys) and (not old or keys[-1] != _key(old[-1]))
        self._relay(to_end=self._follows and (other or grown))

    def _on_entry_changed(self, entry_id: str) -> None:
        step = next((step for step in self._branch.steps if _has(step, entry_id)), None)
        if step is None:
            return
        view = self._views.get(_key(step))
        if view is not None:
            view.look_again(step)
        self._announce(step, entry_id)

    def _announce(self, step: Step, entry_id: str) -> None:
        """Tell a screen reader once how a turn ended."""
        place, entry = next((place, each) for place, each in enumerate(step.entries, 1) if each.id == entry_id)
        if entry_id in self._said or entry.job is None or not entry.job.is_over:
            return
        self._said.add(entry_id)
        face = self._kit.faces.of(entry, time.monotonic())
        text = self.tr("Picture {place} of {places}: {state}")
        text = text.format(place=place, places=len(step.entries), state=face.sentence)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
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
        self._lay()
        self._scroll(to_end)
        while self._make_near():
            self._lay()
            self._scroll(to_end)
        self._settling = False
        self._look()

    def _lay(self) -> None:
        width, left = self._width(), self._left()
        keys = [_key(step) for step in self._steps]
        heights = [self._height_of(step, width) for step in self._steps]
        self._column.lay(keys, heights)
        if self._steps:
            self._content.resize(self.viewport().width(), max(self._column.total, self.viewport().height()))
        for key, top, height in zip(keys, self._column.tops, heights, strict=True):
            view = self._views.get(key)
            if view is not None:
                view.setGeometry(left, top, width, height)

    def _height_of(self, step: Step, width: int) -> int:
        view = self._views.get(_key(step))
        if view is None:
            return guess_height(step, width)
        view.fit_top(width)
        return view.heightForWidth(width)

    def _width(self) -> int:
        margin = _MARGIN if self.viewport().width() >= 600 else _NARROW_MARGIN
        return max(200, min(self.viewport().width() - 2 * margin, _WIDEST))

    def _left(self) -> int:
        return max(0, (self.viewport().width() - self._width()) // 2)

    def _place_welcome(self) -> None:
        width = min(self._width(), self._welcome.widest)
        needed = self._welcome.heightForWidth(width) + 2 * _MARGIN
        height = max(self.viewport().height(), needed)
        self._content.resize(self.viewport().width(), height)
        self._welcome.setGeometry((self.viewport().width() - width) // 2, _MARGIN, width, height - 2 * _MARGIN)

    def _scroll(self, to_end: bool) -> None:
        bar = self.verticalScrollBar()
        if to_end or (self._anchor is None and self._follows):
            bar.setValue(bar.maximum())
        elif self._anchor is not None:
            bar.setValue(self._column.place_of(self._anchor))

    def _make_near(self) -> bool:
        """Make the steps in view and a page around it; whether there were any to make."""
        page, top = self.viewport().height(), self.verticalScrollBar().value()
        near = self._column.between(top - page, top + 2 * page)
        missing = [self._steps[index] for index in near if _key(self._steps[index]) not in self._views]
        for step in missing:
            self._make(step)
        if missing and len(self._views) > _MOST_LIVE:
            self._forget_far(near)
        return bool(missing)

    def _make(self, step: Step) -> None:
        view = StepView(self._kit, self._facts, self._content)
        view.setObjectName(f"step-{step.number}")
        view.setGeometry(self._left(), 0, self._width(), 100)
        view.show_step(step)
        view.show()
        for child in view.findChildren(QWidget):
            child.ensurePolished()
        self._views[_key(step)] = view
        view.walked_out.connect(lambda way: self._walk(view, way))
        view.arranged.connect(lambda: self._order(view))
        self._order(view)

    def _forget_far(self, near: range) -> None:
        """Let the steps farthest from the view go, but for one with the focus in it."""
        middle = (near.start + near.stop) / 2
        index_of = {key: index for index, key in enumerate(self._column.keys)}
        far = sorted(self._views, key=lambda key: -abs(index_of.get(key, 10**9) - middle))
        for key in far[: len(self._views) - _MOST_LIVE]:
            if index_of.get(key, -1) not in near and not _holds(self._views[key], self._focus()):
                self._release(key)

    def _release(self, key: str) -> None:
        view = self._views.pop(key)
        view.hide()
        view.deleteLater()

    def _order(self, view: StepView) -> None:
        """Let the Tab key go through the steps as they stand."""
        views = [each for step in self._steps if (each := self._views.get(_key(step))) is not None]
        if view not in views:
            return
        place = views.index(view)
        chain = [views[place - 1].stops[-1] if place else self, *view.stops]
        if place + 1 < len(views):
            chain.append(views[place + 1].stops[0])
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    # --- the reader's place

    def _look(self) -> None:
        """Note what is being looked at."""
        self._anchor = self._column.anchor_at(self.verticalScrollBar().value())

    def _on_scrolled(self, value: int) -> None:
        if self._settling:
            return
        self._follows = value >= self.verticalScrollBar().maximum() - _AT_END
        self._look()
        self._relay()

    def _hold_turn(self, turn_id: str) -> None:
        self._hold(next((index for index, step in enumerate(self._steps) if _has(step, turn_id)), -1))

    def _hold(self, index: int) -> None:
        """Keep this step where it is, whatever comes after it: it is the one that was touched."""
        if 0 <= index < len(self._column.keys):
            offset = self.verticalScrollBar().value() - self._column.tops[index]
            self._anchor, self._follows = Anchor(self._column.keys[index], index, offset), False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay(to_end=self._follows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest and not self._settling:
            self._later.start(0)
        return super().eventFilter(watched, event)

    # --- hands

    def _walk(self, view: StepView, way: int) -> None:
        """Move the focus to the tiles of the step above or below."""
        number = (view.step.number - 1 if view.step is not None else 0) + way
        if not 0 <= number < len(self._steps):
            return
        self._bring(number)
        tiles = self._views[_key(self._steps[number])].tiles
        if tiles:
            tiles[-1 if way < 0 else 0].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(tiles[0], 0, 24)

    def _bring(self, index: int) -> None:
        """Make sure that a step exists and its tiles are in view."""
        if _key(self._steps[index]) not in self._views:
            self._anchor = Anchor(_key(self._steps[index]), index, 0)
            self._relay()

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

        focus = self._focus()
        for index, step in enumerate(self._steps):
            entry = next((each for each in step.entries if focus and focus.objectName() == f"tile-{each.id}"), None)
            if entry is None:
                continue
            others = [step.through] if step.through is not entry else []
            others += [self._steps[index - 1].through] if index else []
            pictures = [main_image(each) for each in (*others[:1], entry)]
            if len(pictures) == 2 and all(pictures):
                self.asked.verb.emit(Verb.COMPARE, tuple(pictures))

    def _focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        for view in self._views.values():
            if _holds(view, old) or _holds(view, new):
                view.look_at_focus()


def _key(step: Step) -> str:
    return step.entries[0].id


def _has(step: Step, turn_id: str) -> bool:
    return any(entry.id == turn_id for entry in step.entries)


def _holds(view: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and view.isAncestorOf(widget)
