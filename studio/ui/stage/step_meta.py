"""The line under the tiles: what made them, what they took and cost, and the siblings of the step."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio.ui.actions import Action
from studio.ui.keys import with_key
from studio.ui.tokens import tokens_of
from studio.ui.widgets.button import Button

if TYPE_CHECKING:
    from studio.ui.stage.step_facts import Facts

_HEIGHT = 24  # with siblings and without


class StepMeta(QWidget):
    """Facts on the left; what came along and the siblings on the right."""

    sides = Signal(bool)
    """Drafts and thoughts are to be shown, or put away."""
    sibling = Signal(int)
    """Go this many sends on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: Facts | None = None
        self._text = QLabel(self)
        self._text.setObjectName("stepFacts")
        self._text.setProperty("role", "faint")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._sides: Button | None = None  # this and the siblings are made for the few steps that have them
        self._siblings: _Siblings | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(4, 0, 4, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self._text, 1)
        self.setMinimumHeight(_HEIGHT)

    @property
    def buttons(self) -> tuple[QWidget, ...]:
        """Everything the focus can go to, in order."""
        sides = (self._sides,) if self._sides is not None else ()
        siblings = (self._siblings.earlier, self._siblings.later) if self._siblings is not None else ()
        return (*sides, *siblings)

    def show_facts(self, facts: Facts) -> None:
        """Show the facts of a step."""
        if facts != self._facts:
            self._facts = facts
            self._write(facts)

    def show_sides(self, label: str) -> None:
        """Offer what came along, "2 drafts"; nothing when the label is empty."""
        if self._sides is None:
            if not label:
                return
            self._sides = Button("sideImages", self.tr("Drafts"), "chevron-right", "quiet", self)
            self._sides.set_compact()
            self._sides.setCheckable(True)
            self._sides.toggled.connect(self._on_sides)
            self._row.insertWidget(1, self._sides)
        if not label:
            self._sides.setChecked(False)
        self._sides.setVisible(bool(label))
        self._sides.setText(label)

    def show_place(self, place: int, places: int) -> None:
        """Show where the step stands among its siblings, `place` counted from 0."""
        if self._siblings is None and places > 1:
            self._siblings = _Siblings(self)
            self._siblings.wanted.connect(self.sibling)
            self._row.addWidget(self._siblings)
        if self._siblings is not None:
            self._siblings.setVisible(places > 1)
            self._siblings.show_place(place, places)

    def _write(self, facts: Facts) -> None:
        warn = tokens_of(self.palette()).warn
        parts = [html.escape(part) for part in facts.plain]
        parts += [f'<span style="color:{warn}">{html.escape(each)}</span>' for each in facts.warnings]
        self._text.setText(" · ".join(parts))
        self._text.setAccessibleName(" · ".join((*facts.plain, *facts.warnings)))

    def _on_sides(self, shown: bool) -> None:
        if self._sides is not None:
            self._sides.set_drawing("chevron-down" if shown else "chevron-right")
        self.sides.emit(shown)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._facts is not None:
            self._write(self._facts)


class _Siblings(QWidget):
    """‹ 2 / 3 ›"""

    wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.earlier = _button(self, "earlierSibling", self.tr("Earlier version"), Action.EARLIER_TRY)
        self.later = _button(self, "laterSibling", self.tr("Later version"), Action.LATER_TRY)
        self._place = QLabel(self)
        self._place.setObjectName("siblingPlace")
        self._place.setProperty("role", "faint")
        self.earlier.clicked.connect(lambda: self.wanted.emit(-1))
        self.later.clicked.connect(lambda: self.wanted.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (self.earlier, self._place, self.later):
            row.addWidget(widget)

    def show_place(self, place: int, places: int) -> None:
        """Show where one stands, counted from 0."""
        self.earlier.setEnabled(place > 0)
        self.later.setEnabled(place < places - 1)
        self._place.setText(f"{place + 1} / {places}")
        self._place.setAccessibleName(self.tr("Version {place} of {places}").format(place=place + 1, places=places))


def _button(parent: QWidget, name: str, label: str, action: Action) -> Button:
    button = Button(name, label, action.icon, "icon", parent)
    button.set_compact()
    button.setToolTip(with_key(label, action))
    return button
