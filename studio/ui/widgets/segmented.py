"""One of a few things, all of them in sight: side by side as segments, or in a grid as tiles with a shape."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from studio.ui.tokens import tokens_of
from studio.ui.widgets.focus_chain import focus_chain
from studio.ui.widgets.menu_button import Glyph
from studio.ui.widgets.segment import Segment

_TILES_APART = 4


class Option(NamedTuple):
    """What can be chosen: its value, its words, what a screen reader calls it, and perhaps a little shape."""

    value: object
    text: str
    name: str = ""
    glyph: Glyph | None = None
    tip: str = ""  # what it says when it is pointed at, where that is not its name


class Segmented(QWidget):
    """A group of radio buttons: one stop of Tab; arrows, Home and End go from one to the next and choose it."""

    chosen = Signal(object)
    """The value that a person chose."""
    settled = Signal()
    """It was clicked, or Enter was pressed: whatever opened for it can close."""

    def __init__(self, name: str, parent: QWidget | None = None, *, columns: int = 0) -> None:
        """`columns` of tiles in a grid; 0 for one row of segments."""
        super().__init__(parent)
        self.setObjectName(name)
        self._columns = columns
        self._options: list[Option] = []
        self._segments: list[Segment] = []
        self._value: object = None
        self._grid = QGridLayout(self)
        inset = 0 if columns else 2
        self._grid.setContentsMargins(inset, inset, inset, inset)
        self._grid.setSpacing(_TILES_APART if columns else 0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self._value

    def values(self) -> list[object]:
        """What is offered."""
        return [option.value for option in self._options]

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for segment in self._segments:
            segment.setAccessibleDescription(name)  # what is chosen from, heard with what is chosen

    def offer(self, options: Sequence[Option]) -> None:
        """Take what can be chosen; nothing happens where it is the same as before."""
        if [option[:3] for option in options] == [option[:3] for option in self._options]:
            return
        self._options = list(options)
        for segment in self._segments:
            self._grid.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = [self._segment(place, option) for place, option in enumerate(options)]
        self._take_place()
        self.choose(self._value)
        self.updateGeometry()

    def _take_place(self) -> None:
        """Let Tab come to the segments where this group was made, not behind all that was there before them."""
        takes_focus = (each for each in focus_chain(self, forth=False) if each.focusPolicy() != Qt.FocusPolicy.NoFocus)
        before = next(takes_focus, None)
        for one, other in pairwise((before or self, *self._segments)):
            QWidget.setTabOrder(one, other)

    def choose(self, value: object) -> None:
        """Show a value as chosen; tells nobody."""
        self._value = value
        for option, segment in zip(self._options, self._segments, strict=True):
            segment.setAutoExclusive(False)  # else Qt keeps the last one checked, though its value is not this one
            segment.setChecked(option.value == value)
        for segment in self._segments:
            segment.setAutoExclusive(True)
        checked = next((each for each in self._segments if each.isChecked()), None)
        for segment in self._segments:
            is_stop = segment is (checked or self._segments[0])
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        if self._segments:
            self.setFocusProxy(checked or self._segments[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = next((n for n, each in enumerate(self._segments) if each.hasFocus()), None)
        if place is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(place)
            self.settled.emit()
        elif (target := self._target(place, Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            self._segments[target].setFocus(Qt.FocusReason.TabFocusReason)
            self._take(target)

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._columns:
            tokens = tokens_of(self.palette())
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.hover)
            painter.drawRoundedRect(QRect(self.rect()), tokens.radius, tokens.radius)

    def _segment(self, place: int, option: Option) -> Segment:
        name, is_tile = f"{self.objectName()}{place}", bool(self._columns)
        segment = Segment(name, option.text, self, glyph=option.glyph, tile=is_tile)
        segment.setAccessibleName(option.name or option.text)
        segment.setAccessibleDescription(self.accessibleName())
        segment.setToolTip(option.tip or option.name)
        segment.clicked.connect(lambda: self._clicked(place))
        segment.toggled.connect(lambda on: self._toggled(place, on))
        columns = self._columns or len(self._options)
        self._grid.addWidget(segment, place // columns, place % columns)
        segment.show()
        return segment

    def _clicked(self, place: int) -> None:
        self._take(place)
        self.settled.emit()

    def _toggled(self, place: int, on: bool) -> None:
        """Follow a screen reader, which checks without a click."""
        if on and self._options[place].value != self._value:
            self._take(place)

    def _take(self, place: int) -> None:
        value = self._options[place].value
        changed = value != self._value
        self.choose(value)
        if changed:
            self.chosen.emit(value)

    def _target(self, place: int, key: Qt.Key) -> int | None:
        """Where a key goes to from a place; None for a key that goes nowhere."""
        last = len(self._segments) - 1
        forth = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        down = self._columns or 1
        step = {
            Qt.Key.Key_Left: -forth,
            Qt.Key.Key_Right: forth,
            Qt.Key.Key_Up: -down,
            Qt.Key.Key_Down: down,
            Qt.Key.Key_Home: -place,
            Qt.Key.Key_End: last - place,
        }.get(key)
        if step is None:
            return None
        target = place + step
        return target if 0 <= target <= last else place
