"""What is known of the picture that is looked at, or of those that are selected; a strip while there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.image_actions import Verb
from studio.ui.inspector.inspected_words import InspectedWords
from studio.ui.widgets.button import Button
from studio.workbench.inspection import Inspected, Several

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.inspector.inspector_page import InspectorPage
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words
    from studio.workbench.inspection import Inspection

STRIP = 36
"""Pixels of the line at its top, which is all that is seen of it while it is folded."""


class Inspector(QFrame):
    """Follows an `Inspection`; `model_name` turns a model id into the name people know."""

    verb = Signal(object, tuple)
    """A Verb, and the images it is for."""
    turn_wanted = Signal(object)
    """Show this Turn on the stage."""
    fold_wanted = Signal()
    """It is to be folded away, or to come back."""
    followed = Signal()
    """There is something to show now, or nothing any more."""

    def __init__(
        self,
        inspection: Inspection,
        thumbnails: MakesThumbnails,
        words: Words,
        model_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._thumbnails = thumbnails
        self._words = InspectedWords(words, model_name, self)
        self._page: InspectorPage | None = None  # made for the first picture: a window begins without one
        self._is_folded = False
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("Information"))
        self.setProperty("role", "surface")
        self._title = QLabel(self)
        self._title.setObjectName("inspectorTitle")
        self._title.setProperty("role", "heading")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._fold = Button("inspectorFold", "", "chevron-down", "icon", self)
        self._fold.clicked.connect(self.fold_wanted)
        self._lay_out()
        inspection.changed.connect(self._follow)
        self._follow()

    @property
    def has_subject(self) -> bool:
        """Whether there is anything to show."""
        return self._inspection.subject is not None

    def set_folded(self, folded: bool) -> None:
        """Show the strip alone, or everything."""
        self._is_folded = folded
        self._dress()

    def _lay_out(self) -> None:
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 0, 8, 0)
        strip.addWidget(self._title, 1)
        strip.addWidget(self._fold)
        head = QWidget(self)
        head.setLayout(strip)
        head.setFixedHeight(STRIP)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(head)
        self._column.addStretch(0)

    def _follow(self) -> None:
        subject, had = self._inspection.subject, self._fold.isVisibleTo(self)
        if isinstance(subject, Inspected):
            self._title.setText(self.tr("Information"))
            self._made_page().show_one(subject, self._words.of_one(subject))
        elif isinstance(subject, Several):
            self._title.setText(self._words.title(subject))
            self._made_page().show_several(subject, self._words.of_several(subject))
        else:
            self._title.setText(self.tr("Select a picture to see how it was made"))
        self._dress()
        if had != self.has_subject:
            self.followed.emit()

    def _dress(self) -> None:
        """Show what there is to show, and on the button what it does."""
        words = self.tr("Show information") if self._is_folded else self.tr("Hide information")
        self._fold.setText(words)
        self._fold.setToolTip(words)
        self._fold.set_drawing("chevron-up" if self._is_folded else "chevron-down")
        self._fold.setVisible(self.has_subject)
        if self._page is not None:
            self._page.setVisible(self.has_subject and not self._is_folded)

    def _made_page(self) -> InspectorPage:
        if self._page is None:
            from studio.ui.inspector.inspector_page import InspectorPage
            from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails

            thumbnails = AwaitedThumbnails(self._thumbnails, self)
            self._page = InspectorPage(self._words, thumbnails, self)
            self._page.verb.connect(self._ask)
            self._page.turn_wanted.connect(self.turn_wanted)
            self._page.open_wanted.connect(lambda image: self.verb.emit(Verb.OPEN, (image,)))
            self._column.insertWidget(1, self._page, 1)
        return self._page

    def _ask(self, verb: Verb) -> None:
        if images := self._images():
            self.verb.emit(verb, images)

    def _images(self) -> tuple[Image, ...]:
        subject = self._inspection.subject
        if isinstance(subject, Inspected):
            return (subject.image,)
        return subject.images if subject is not None else ()
