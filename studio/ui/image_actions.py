"""What can be done with pictures: the verbs, where they mean something, and the menu that offers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui.actions import Action
from studio.ui.icons import icon
from studio.ui.keys import actions_by_key, pressed_of
from studio.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from studio.library.records import Image

    Selection = Callable[[], tuple[Image, ...]]


class Verb(Enum):
    """One thing to do with the pictures that are selected: an action that is declared with the others."""

    OPEN = Action.OPEN
    COMPARE = Action.COMPARE
    EDIT = Action.EDIT
    CONTINUE = Action.CONTINUE
    REFERENCE = Action.REFERENCE
    COPY = Action.COPY
    SAVE = Action.SAVE
    EXPORT = Action.EXPORT
    SHOW = Action.SHOW
    PROMPT = Action.PROMPT
    AGAIN = Action.AGAIN
    BRANCH = Action.BRANCH
    RATE_1 = Action.RATE_1
    RATE_2 = Action.RATE_2
    RATE_3 = Action.RATE_3
    RATE_4 = Action.RATE_4
    RATE_5 = Action.RATE_5
    RATE_NONE = Action.RATE_NONE
    REJECT = Action.REJECT
    TRASH = Action.TRASH
    RESTORE = Action.RESTORE

    @property
    def action(self) -> Action:
        """Its words, keys and drawing."""
        return Action[self.name]


RATINGS: dict[Verb, int | None] = {
    Verb.RATE_5: 5, Verb.RATE_4: 4, Verb.RATE_3: 3, Verb.RATE_2: 2, Verb.RATE_1: 1,
    Verb.RATE_NONE: None, Verb.REJECT: -1,
}  # fmt: skip
"""What each of these verbs sets the rating to, in the order of the menu."""
BY_STARS: dict[int, Verb] = {rating or 0: verb for verb, rating in RATINGS.items() if rating != -1}
"""The verb that gives so many stars, 0 for none."""

_GROUPS: tuple[tuple[Verb, ...], ...] = (
    (Verb.OPEN, Verb.COMPARE),
    (Verb.EDIT, Verb.CONTINUE, Verb.REFERENCE),
    (Verb.COPY, Verb.SAVE, Verb.EXPORT, Verb.SHOW),
    (Verb.PROMPT, Verb.AGAIN, Verb.BRANCH),
    (),  # the ratings
    (Verb.TRASH, Verb.RESTORE),
)
_OF_ONE = frozenset({Verb.OPEN, Verb.SAVE, Verb.SHOW})
_OF_ONE_TURN = frozenset({Verb.CONTINUE, Verb.PROMPT, Verb.AGAIN, Verb.BRANCH})
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
        menu = Menu("imageMenu", parent)
        menu.setAccessibleName(self.tr("Image actions"))
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

    @cached_property
    def by_key(self) -> Mapping[int, Action]:
        """The actions behind the verbs by their keys; looked up once, for there are as many widgets as pictures."""
        return actions_by_key(verb.action for verb in Verb)

    def attach(self, widget: QWidget, selection: Selection) -> None:
        """Let the keys act on what `selection` returns while the widget has the focus, before any key of the window."""
        _Keys(self, widget, selection)

    def choose(self, verb: Verb, images: Sequence[Image]) -> None:
        """Say that a verb was chosen, unless it means nothing for these pictures."""
        if applies(verb, images):
            self.chosen.emit(verb, tuple(images))

    def _add(self, menu: QMenu, verb: Verb, images: tuple[Image, ...]) -> None:
        declared = verb.action
        action = menu.addAction(declared.text)
        action.setObjectName(verb.name)
        if declared.icon:
            action.setIcon(icon(declared.icon, menu.palette()))
        if declared.keys:
            action.setShortcut(QKeySequence(declared.keys[0]))
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
    """The keys of the verbs in one widget; those that mean nothing for its pictures are left to others."""

    def __init__(self, actions: ImageActions, widget: QWidget, selection: Selection) -> None:
        super().__init__(widget)
        self._actions = actions
        self._selection = selection
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        action = pressed_of(self._actions.by_key, event)
        if action is None:
            return False
        verb, images = Verb(action), self._selection()
        if not applies(verb, images):
            return False
        event.accept()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat():
            self._actions.choose(verb, images)  # once: a key held down must not empty the gallery
        return True
