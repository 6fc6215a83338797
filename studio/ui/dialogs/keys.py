"""The sheet of keys: what each one does, by where it works."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.ui.actions import Action, Place, actions_in
from studio.ui.keys import shortened
from studio.ui.widgets.key_hint import KeyHint

_WIDE = 1160  # pixels of a window that has room for three columns
_EDGE = 48  # pixels of the window that stay in sight around the sheet


class _Line(NamedTuple):
    """One line of the sheet: what is done, and the keys for it."""

    words: str
    keys: tuple[str, ...]


class KeysDialog(QDialog):
    """A sheet to look at, made of the declared actions; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sheet = QWidget()
        self._sheet.setObjectName("keysSheet")
        columns = QHBoxLayout(self._sheet)
        columns.setContentsMargins(24, 20, 24, 24)
        columns.setSpacing(40)
        for places in self._columns():
            columns.addLayout(self._stacked(places), 1)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("keysScroll")
        self._scroll.setAccessibleName(self.windowTitle())
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._sheet)
        for ground in (self._sheet, self._scroll.viewport()):
            ground.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self._fitting())
        super().showEvent(event)

    def _fitting(self) -> QSize:
        """As large as all of it takes, and no larger than the window leaves; what is more is scrolled to."""
        wanted, bar = self._sheet.sizeHint(), self._scroll.verticalScrollBar().sizeHint().width()
        parent = self.parentWidget()
        most = parent.size() - QSize(_EDGE, _EDGE) if parent is not None else wanted
        if wanted.height() > most.height():
            wanted.setWidth(wanted.width() + bar)
        return wanted.boundedTo(most)

    def _columns(self) -> Sequence[Sequence[Place]]:
        looking = (Place.LARGE, Place.COMPARE)
        parent = self.parentWidget()
        if parent is not None and parent.width() < _WIDE:
            return (
                (Place.WINDOW, Place.PROMPT, Place.CHIP),
                (Place.PICTURE, Place.GALLERY, Place.TREE, *looking, Place.CONVERSATIONS, Place.QUEUE),
            )
        return (
            (Place.WINDOW,),
            (Place.PICTURE, Place.GALLERY, Place.TREE),
            (*looking, Place.PROMPT, Place.CHIP, Place.CONVERSATIONS, Place.QUEUE),
        )

    def _stacked(self, places: Sequence[Place]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(20)
        for place in places:
            column.addLayout(self._section(place))
        column.addStretch(1)
        return column

    def _section(self, place: Place) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel(self._heading(place), self._sheet)
        heading.setObjectName(f"{place}Heading")
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, line in enumerate(_lines(place)):
            grid.addWidget(QLabel(line.words, self._sheet), row, 0)
            grid.addLayout(self._hints(line), row, 1)
        column.addLayout(grid)
        return column

    def _hints(self, line: _Line) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        for key in line.keys:
            row.addWidget(KeyHint(QKeySequence(key), self._sheet))
        return row

    def _heading(self, place: Place) -> str:
        return {
            Place.WINDOW: self.tr("Everywhere"),
            Place.PICTURE: self.tr("On an image"),
            Place.GALLERY: self.tr("In the gallery"),
            Place.TREE: self.tr("In the version tree"),
            Place.LARGE: self.tr("Looking at images"),
            Place.COMPARE: self.tr("Comparing"),
            Place.PROMPT: self.tr("In the prompt"),
            Place.CHIP: self.tr("On an added image"),
            Place.CONVERSATIONS: self.tr("Among conversations"),
            Place.QUEUE: self.tr("In the queue"),
        }[place]


def _lines(place: Place) -> list[_Line]:
    """What has keys in a place; neighbours that do one thing together in one line."""
    found = []
    with_keys = [each for each in actions_in(place) if _keys(each, place) and not _is_told_before(each, place)]
    for _, group in groupby(with_keys, key=lambda each: each.pair or each.name):
        actions = list(group)
        words = actions[0].pair or actions[0].text
        keys = shortened([_keys(each, place)[0] for each in actions])
        found.append(_Line(words.rstrip("…"), keys))
    return found


def _is_told_before(action: Action, place: Place) -> bool:
    """Whether an action stands under another heading: what is done while comparing is done while looking, and more."""
    return place is Place.COMPARE and Place.LARGE in action.places


def _keys(action: Action, place: Place) -> tuple[str, ...]:
    return action.keys if place in action.places else action.bare
