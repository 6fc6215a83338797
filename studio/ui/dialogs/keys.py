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

_EDGE = 48  # pixels of the window that stay in sight around the sheet
_LOOKING = (Place.LARGE, Place.COMPARE)
_THREE = (
    (Place.WINDOW,),
    (Place.PICTURE, Place.GALLERY, Place.TREE),
    (*_LOOKING, Place.PROMPT, Place.CHIP, Place.CONVERSATIONS, Place.QUEUE),
)
_TWO = (
    (Place.WINDOW, Place.PROMPT, Place.CHIP),
    (Place.PICTURE, Place.GALLERY, Place.TREE, *_LOOKING, Place.CONVERSATIONS, Place.QUEUE),
)


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
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("keysScroll")
        self._scroll.setAccessibleName(self.windowTitle())
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = self._fitting_sheet()
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
        wanted = self._wanted(self._sheet)
        return wanted.boundedTo(self._most(wanted))

    def _wanted(self, sheet: QWidget) -> QSize:
        """What a sheet takes, with a bar where it has to be scrolled."""
        wanted, bar = sheet.sizeHint(), self._scroll.verticalScrollBar().sizeHint().width()
        if wanted.height() > self._most(wanted).height():
            wanted.setWidth(wanted.width() + bar)
        return wanted

    def _most(self, wanted: QSize) -> QSize:
        parent = self.parentWidget()
        return parent.size() - QSize(_EDGE, _EDGE) if parent is not None else wanted

    def _fitting_sheet(self) -> QWidget:
        """In three columns where the window has room for them, else in two."""
        sheet = self._sheet_of(_THREE)
        wanted = self._wanted(sheet)
        return sheet if wanted.width() <= self._most(wanted).width() else self._sheet_of(_TWO)

    def _sheet_of(self, places: Sequence[Sequence[Place]]) -> QWidget:
        sheet = QWidget()
        sheet.setObjectName("keysSheet")
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(24, 20, 24, 24)
        columns.setSpacing(40)
        for stack in places:
            columns.addLayout(self._stacked(sheet, stack), 1)
        return sheet

    def _stacked(self, sheet: QWidget, places: Sequence[Place]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(20)
        for place in places:
            column.addLayout(self._section(sheet, place))
        column.addStretch(1)
        return column

    def _section(self, sheet: QWidget, place: Place) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        heading = QLabel(self._heading(place), sheet)
        heading.setObjectName(f"{place}Heading")
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, line in enumerate(_lines(place)):
            grid.addWidget(QLabel(line.words, sheet), row, 0)
            grid.addLayout(self._hints(sheet, line), row, 1)
        column.addLayout(grid)
        return column

    def _hints(self, sheet: QWidget, line: _Line) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addStretch(1)
        for key in line.keys:
            row.addWidget(KeyHint(QKeySequence(key), sheet))
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
