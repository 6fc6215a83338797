"""The steps of a thread that exist as widgets: made when they come near, let go when they are far."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.stage.column import key_of
from studio.ui.stage.step_facts import StepFacts

if TYPE_CHECKING:
    from studio.ui.stage.asked import Kit
    from studio.ui.stage.step_view import StepView
    from studio.workbench.steps import Step

_MOST = 40


class StepPool(QObject):
    """Step views by the key of their step; `place` is the widget they stand in."""

    walked = Signal(object, int)
    """An arrow key led out of the tiles of this StepView: -1 upwards, 1 downwards."""
    told = Signal(object)
    """All of a failure was asked for and is told in this widget."""

    def __init__(self, kit: Kit, place: QWidget, before: QWidget) -> None:
        super().__init__(place)
        self._kit = kit
        self._facts = StepFacts(kit.words, kit.model_name, self)
        self._place = place
        self._before = before  # what the Tab key comes from
        self._views: dict[str, StepView] = {}
        self._keys: list[str] = []

    def get(self, key: str) -> StepView | None:
        """The view of a step, None when it is not made."""
        return self._views.get(key)

    def in_order(self) -> list[StepView]:
        """The views there are, as they stand."""
        return [self._views[key] for key in self._keys if key in self._views]

    def focused(self) -> StepView | None:
        """The view with the focus in it."""
        focus = QApplication.focusWidget()
        return next((view for view in self._views.values() if focus is not None and view.isAncestorOf(focus)), None)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Let go of what is not of these steps, and show what changed in the others."""
        self._keys = [key_of(step) for step in steps]
        for key in self._views.keys() - set(self._keys):
            self._release(key)
        for step in steps:
            view = self._views.get(key_of(step))
            if view is not None and view.step != step:
                view.show_step(step)

    def make(self, step: Step, before: Step | None, width: int) -> None:
        """Make the view of a step that follows another, as wide as it will be."""
        from studio.ui.stage.step_view import StepView  # an empty thread, the first thing painted, needs none of it

        view = StepView(self._kit, self._facts, self._place)
        view.setObjectName(f"step-{step.number}")
        view.resize(width, 100)
        view.show_step(step, before)
        view.show()
        for child in view.findChildren(QWidget):
            child.ensurePolished()  # sizes are of the style sheet, which would come with the first paint
        self._views[key_of(step)] = view
        view.walked_out.connect(lambda way: self.walked.emit(view, way))
        view.told.connect(self.told)
        view.arranged.connect(lambda: self._order(view))
        self._order(view)

    def thin_out(self, near: range) -> None:
        """When there are many, let those farthest from `near` go, but for one with the focus in it."""
        if len(self._views) <= _MOST:
            return
        middle = (near.start + near.stop) / 2
        number_of = {key: number for number, key in enumerate(self._keys)}
        far = sorted(self._views, key=lambda key: -abs(number_of[key] - middle))
        focused = self.focused()
        for key in far[: len(self._views) - _MOST]:
            if number_of[key] not in near and self._views[key] is not focused:
                self._release(key)

    def look_at_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """The focus went from one widget to another."""
        for view in self._views.values():
            if any(each is not None and view.isAncestorOf(each) for each in (old, new)):
                view.look_at_focus()

    def _release(self, key: str) -> None:
        if self._views[key] is self.focused():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt takes it anywhere
        view = self._views.pop(key)
        view.hide()
        view.deleteLater()

    def _order(self, view: StepView) -> None:
        """Let the Tab key go through the steps as they stand, not as they were made."""
        views = self.in_order()
        if view not in views:
            return
        number = views.index(view)
        chain = [views[number - 1].stops[-1] if number else self._before, *view.stops]
        if number + 1 < len(views):
            chain.append(views[number + 1].stops[0])
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
