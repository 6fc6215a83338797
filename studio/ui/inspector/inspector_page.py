"""The inside of the inspector: the prompt, the facts, stars, what it was made from, and the verbs used most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.ui.image_actions import BY_STARS, Verb, applies
from studio.ui.inspector.fact_rows import FactRows
from studio.ui.inspector.prompt_text import PromptText
from studio.ui.inspector.sources import Sources
from studio.ui.widgets.button import Button
from studio.ui.widgets.flow_layout import FlowLayout
from studio.ui.widgets.link_button import LinkButton
from studio.ui.widgets.stars import Stars

if TYPE_CHECKING:
    from studio.library.records import Image, Turn
    from studio.ui.inspector.inspected_words import InspectedWords, Row
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.inspection import Inspected, Several

_DRAWINGS = {Verb.OPEN: "fit", Verb.EDIT: "edit", Verb.PROMPT: "retry", Verb.COPY: "copy"}
# Pixels of the page with less than which a button is told by its drawing alone, those first whose drawing says it best.
_ROOM_FOR_WORDS = {Verb.OPEN: 400, Verb.EDIT: 0, Verb.PROMPT: 316, Verb.COPY: 400}


class InspectorPage(QWidget):
    """Shows what it is told; asks for what is not its business by signals."""

    verb = Signal(object)
    """A Verb for the pictures that are shown."""
    turn_wanted = Signal(object)
    """Show this Turn on the stage."""
    open_wanted = Signal(object)
    """Show this Image, one of those it was made from, large."""

    def __init__(self, words: InspectedWords, thumbnails: AwaitedThumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._turn: Turn | None = None
        self._prompt = PromptText(self)
        self._facts = FactRows(self)
        self._stars = Stars("inspectorStars", self)
        self._file = LinkButton("inspectorFile", self)
        self._sources = Sources(thumbnails, self)
        self._lineage = LinkButton("inspectorTurn", self)
        short = {
            Verb.OPEN: self.tr("Open"),
            Verb.EDIT: Verb.EDIT.action.text,
            Verb.PROMPT: self.tr("Use prompt"),
            Verb.COPY: self.tr("Copy"),
        }
        self._buttons = {verb: self._button(verb, words) for verb, words in short.items()}
        self._names: dict[QWidget, QLabel] = {}
        for place, (name, widget) in enumerate(
            (
                (self.tr("Rating"), self._stars),
                (self.tr("Made from"), self._sources),
                (self.tr("Where"), self._lineage),
                (self.tr("File"), self._file),
            )
        ):
            self._names[widget] = self._facts.add(name, widget, place)
        self._lay_out()
        self._connect()

    def show_one(self, found: Inspected, rows: Sequence[Row]) -> None:
        """Show what is known of one picture."""
        origin = found.origin
        self._turn = origin.turn if origin is not None else None
        self._show_prompt(origin.turn.prompt if origin is not None else found.image.name or "")
        self._facts.show_rows(rows)
        self._file.set_whole(found.path.name, self.tr("Show it in its folder"))
        self._show(self._file)
        self._sources.show_inputs(origin.inputs if origin is not None else ())
        self._show(self._sources, origin is not None and bool(origin.inputs))
        if origin is not None:
            self._lineage.set_whole(self._words.lineage(origin), self._words.lineage_tip(origin))
        self._show(self._lineage, origin is not None)
        self._show_stars((found.image,))

    def show_several(self, found: Several, rows: Sequence[Row]) -> None:
        """Show what several pictures have in common."""
        self._turn = None
        self._show_prompt(found.prompt)
        self._facts.show_rows(rows)
        for widget in (self._file, self._sources, self._lineage):
            self._show(widget, False)
        self._show_stars(found.images)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for verb, button in self._buttons.items():
            button.set_role("chip" if self.width() >= _ROOM_FOR_WORDS[verb] else "icon")

    def _show_prompt(self, text: str) -> None:
        self._prompt.setVisible(bool(text))
        self._prompt.show_text(text)

    def _show_stars(self, images: tuple[Image, ...]) -> None:
        """Show the rating that all of them have, and the verbs that mean something for them."""
        ratings = {image.rating for image in images}
        rating = ratings.pop() if len(ratings) == 1 else None
        self._stars.tell(max(0, rating or 0))
        self._stars.setAccessibleDescription(self.tr("Rejected") if rating == -1 else "")
        self._show(self._stars, applies(Verb.RATE_NONE, images))
        for verb, button in self._buttons.items():
            button.setVisible(applies(verb, images))

    def _show(self, widget: QWidget, shown: bool = True) -> None:
        widget.setVisible(shown)
        self._names[widget].setVisible(shown)

    def _button(self, verb: Verb, short: str) -> Button:
        button = Button(f"inspector-{verb.name}", short, _DRAWINGS[verb], "chip", self)
        button.setAccessibleName(verb.action.text)
        button.setToolTip(verb.action.text)
        button.clicked.connect(lambda: self.verb.emit(verb))
        return button

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._prompt)
        column.addWidget(self._facts)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("inspectorArea")
        area.setProperty("role", "surface")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setWidget(content)
        content.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        foot = QWidget(self)
        flow = FlowLayout(foot, 4)
        for button in self._buttons.values():
            flow.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        margin = QVBoxLayout()
        margin.setContentsMargins(12, 8, 12, 12)
        margin.addWidget(foot)
        whole.addLayout(margin)

    def _connect(self) -> None:
        self._stars.valueChanged.connect(lambda stars: self.verb.emit(BY_STARS[stars]))
        self._file.clicked.connect(lambda: self.verb.emit(Verb.SHOW))
        self._lineage.clicked.connect(lambda: self.turn_wanted.emit(self._turn))
        self._sources.open_wanted.connect(self.open_wanted)
