"""What can be done with pictures: the verbs, their keys, and the menu that offers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from studio.library.records import Image

    Selection = Callable[[], tuple[Image, ...]]


class Verb(StrEnum):
    """One thing to do with the pictures that are selected."""

    OPEN = "open"
    COMPARE = "compare"
    EDIT = "edit"
    REFERENCE = "reference"
    COPY = "copy"
    SAVE = "save"
    EXPORT = "export"
    SHOW = "show"
    PROMPT = "prompt"
    AGAIN = "again"
    BRANCH = "branch"
    RATE_1 = "rate 1"
    RATE_2 = "rate 2"
    RATE_3 = "rate 3"
    RATE_4 = "rate 4"
    RATE_5 = "rate 5"
    RATE_NONE = "rate none"
    REJECT = "reject"
    TRASH = "trash"
    RESTORE = "restore"


RATINGS: dict[Verb, int | None] = {
    Verb.RATE_5: 5, Verb.RATE_4: 4, Verb.RATE_3: 3, Verb.RATE_2: 2, Verb.RATE_1: 1,
    Verb.RATE_NONE: None, Verb.REJECT: -1,
}  # fmt: skip
"""What each of these verbs sets the rating to, in the order of the menu."""

KEYS: dict[Verb, tuple[str, ...]] = {
    Verb.OPEN: ("Return", "Enter"),
    Verb.COMPARE: ("C",),
    Verb.COPY: ("Ctrl+C",),
    Verb.SAVE: ("Ctrl+S",),
    Verb.EXPORT: ("Ctrl+E",),
    Verb.PROMPT: ("Ctrl+Shift+V",),
    Verb.AGAIN: ("Ctrl+R",),
    Verb.BRANCH: ("Ctrl+B",),
    Verb.RATE_1: ("1",),
    Verb.RATE_2: ("2",),
    Verb.RATE_3: ("3",),
    Verb.RATE_4: ("4",),
    Verb.RATE_5: ("5",),
    Verb.RATE_NONE: ("0",),
    Verb.REJECT: ("X",),
    Verb.TRASH: ("Del", "Backspace"),
}
"""The keys of each verb while a picture has the focus, the one shown in menus first."""

_GROUPS: tuple[tuple[Verb, ...], ...] = (
    (Verb.OPEN, Verb.COMPARE),
    (Verb.EDIT, Verb.REFERENCE),
    (Verb.COPY, Verb.SAVE, Verb.EXPORT, Verb.SHOW),
    (Verb.PROMPT, Verb.AGAIN, Verb.BRANCH),
    (),  # the ratings
    (Verb.TRASH, Verb.RESTORE),
)
_OF_ONE = frozenset({Verb.OPEN, Verb.SAVE, Verb.SHOW})
_OF_ONE_TURN = frozenset({Verb.PROMPT, Verb.AGAIN, Verb.BRANCH})
_IN_TRASH = frozenset({Verb.OPEN, Verb.COPY, Verb.SHOW, Verb.RESTORE})


def applies(verb: Verb, images: Sequence[Image]) -> bool:
    """Whether a verb means something for these pictures."""
    if not images:
        return False
    if any(image.trashed is not None for image in images) and verb not in _IN_TRASH:
        return False
    if verb is Verb.RESTORE:
        return all(image.trashed is not None for image in images)
    if verb is Verb.COMPARE:
        return len(images) == 2
    if verb in _OF_ONE_TURN:
        return len(images) == 1 and images[0].turn_id is not None
    return len(images) == 1 or verb not in _OF_ONE


class ImageActions(QObject):
    """Offers the verbs, by menu and by key, and says which was chosen for what; it does none of them."""

    chosen = Signal(object, tuple)
    """The verb, and the images it is for."""

    def menu(self, images: Sequence[Image], parent: QWidget | None = None) -> QMenu:
        """A menu for these pictures, to be shown with `popup`; it goes away by itself."""
        chosen = tuple(images)
        menu = QMenu(parent)
        menu.setObjectName("imageMenu")
        menu.setAccessibleName(self.tr("Picture actions"))
        menu.aboutToHide.connect(menu.deleteLater)
        for group in _GROUPS:
            verbs = [verb for verb in group if applies(verb, chosen)]
            if verbs or (not group and applies(Verb.REJECT, chosen)):
                menu.addSeparator()
            for verb in verbs:
                self._add(menu, verb, chosen)
            if not group and applies(Verb.REJECT, chosen):
                self._add_ratings(menu, chosen)
        return menu

    def attach(self, widget: QWidget, selection: Selection) -> None:
        """Let the keys act on what `selection` returns while the widget has the focus, before any key of the window."""
        widget.installEventFilter(_Keys(self, widget, selection))

    def choose(self, verb: Verb, images: Sequence[Image]) -> None:
        """Say that a verb was chosen, unless it means nothing for these pictures."""
        if applies(verb, images):
            self.chosen.emit(verb, tuple(images))

    def label(self, verb: Verb) -> str:
        """What a verb is called in menus and on buttons."""
        return {
            Verb.OPEN: self.tr("Open large"),
            Verb.COMPARE: self.tr("Compare"),
            Verb.EDIT: self.tr("Use as edit"),
            Verb.REFERENCE: self.tr("Add as reference"),
            Verb.COPY: self.tr("Copy"),
            Verb.SAVE: self.tr("Save as…"),
            Verb.EXPORT: self.tr("Export to a folder…"),
            Verb.SHOW: self.tr("Show in folder"),
            Verb.PROMPT: self.tr("Use prompt and settings"),
            Verb.AGAIN: self.tr("Again"),
            Verb.BRANCH: self.tr("Branch from here"),
            Verb.RATE_1: "★",
            Verb.RATE_2: "★★",
            Verb.RATE_3: "★★★",
            Verb.RATE_4: "★★★★",
            Verb.RATE_5: "★★★★★",
            Verb.RATE_NONE: self.tr("No rating"),
            Verb.REJECT: self.tr("Reject"),
            Verb.TRASH: self.tr("Move to trash"),
            Verb.RESTORE: self.tr("Take out of the trash"),
        }[verb]

    def _add(self, menu: QMenu, verb: Verb, images: tuple[Image, ...]) -> None:
        action = menu.addAction(self.label(verb))
        action.setObjectName(verb.name)
        if verb in KEYS:
            action.setShortcut(QKeySequence(KEYS[verb][0]))
            action.setShortcutVisibleInContextMenu(True)
        if verb in RATINGS:
            action.setCheckable(True)
            action.setChecked(all(image.rating == RATINGS[verb] for image in images))
        action.triggered.connect(lambda: self.choose(verb, images))

    def _add_ratings(self, menu: QMenu, images: tuple[Image, ...]) -> None:
        ratings = menu.addMenu(self.tr("Rating"))
        ratings.setObjectName("ratingMenu")
        for verb in RATINGS:
            self._add(ratings, verb, images)


class _Keys(QObject):
    """The keys of one widget.

    They are taken by a filter and not by shortcuts: a shortcut of the window with the same key, such as Ctrl+R, would
    make both ambiguous and neither would act.
    """

    def __init__(self, actions: ImageActions, widget: QWidget, selection: Selection) -> None:
        super().__init__(widget)
        self._actions = actions
        self._selection = selection
        self._verbs = {_combined(text): verb for verb, texts in KEYS.items() for text in texts}

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not isinstance(event, QKeyEvent):
            return False
        verb = self._verb_of(event)
        if verb is None:
            return False
        images = self._selection()
        if not applies(verb, images):
            return False
        event.accept()
        if kind == QEvent.Type.KeyPress and not event.isAutoRepeat():  # a key held down must not empty the gallery
            self._actions.choose(verb, images)
        return True

    def _verb_of(self, event: QKeyEvent) -> Verb | None:
        modifiers, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            modifiers &= ~Qt.KeyboardModifier.ShiftModifier  # on French keyboards digits are shifted
        return self._verbs.get(modifiers.value | key)


def _combined(text: str) -> int:
    combination: QKeyCombination = QKeySequence(text)[0]  # type: ignore[index]  # the stubs do not know it
    return combination.toCombined()
