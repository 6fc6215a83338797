"""What is known of an action: its words, keys and drawing, where it works, and what it does with its neighbours."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(_: str, text: str) -> str:  # the name lupdate knows; Qt's own has no types
    """Mark a text for translation, in a context."""
    return text


class Place(StrEnum):
    """Where the keys of an action work."""

    WINDOW = "window"  # wherever the focus is
    PICTURE = "picture"  # on pictures of the stage and of the gallery, and while one is shown large
    GALLERY = "gallery"
    TREE = "tree"
    LARGE = "large"
    COMPARE = "compare"
    PROMPT = "prompt"
    CHIP = "chip"
    CONVERSATIONS = "conversations"
    QUEUE = "queue"


class Pair:
    """What neighbours in the list do together, where they are shown in one line."""

    GIVE_STARS = QT_TRANSLATE_NOOP("Action", "Give stars")
    FROM_PICTURE_TO_PICTURE = QT_TRANSLATE_NOOP("Action", "From image to image")
    ANOTHER_TRY_AT_THIS_STEP = QT_TRANSLATE_NOOP("Action", "Another try at this step")
    LARGER_OR_SMALLER_PICTURES = QT_TRANSLATE_NOOP("Action", "Larger or smaller images")
    ZOOM_IN_OR_OUT = QT_TRANSLATE_NOOP("Action", "Zoom in or out")
    ALONG_THE_BRANCH = QT_TRANSLATE_NOOP("Action", "To its parent, or the child last visited")
    AMONG_SIBLINGS = QT_TRANSLATE_NOOP("Action", "From sibling to sibling")
    ENDS_OF_THE_BRANCH = QT_TRANSLATE_NOOP("Action", "First or last turn of the branch")
    MOVE_ABOUT_IN_IT = QT_TRANSLATE_NOOP("Action", "Move about in it")
    EARLIER_OR_LATER_PICTURE = QT_TRANSLATE_NOOP("Action", "Earlier or later image")
    FIRST_OR_LAST_PICTURE = QT_TRANSLATE_NOOP("Action", "First or last image")
    MOVE_THE_LINE = QT_TRANSLATE_NOOP("Action", "Move the line")
    MOVE_THE_LINE_FAR = QT_TRANSLATE_NOOP("Action", "Move the line far")
    ONLY_ONE_OF_THEM = QT_TRANSLATE_NOOP("Action", "Only one of them")
    EARLIER_OR_LATER_PROMPTS = QT_TRANSLATE_NOOP("Action", "Earlier or later prompts")
    MOVE_LEFT_OR_RIGHT = QT_TRANSLATE_NOOP("Action", "Move left or right")
    NEXT_OR_PREVIOUS_PART = QT_TRANSLATE_NOOP("Action", "Go to the next or previous part of the window")
    EARLIER_OR_LATER_IN_THE_QUEUE = QT_TRANSLATE_NOOP("Action", "Earlier or later in the queue")
    ONE_BEFORE_OR_AFTER = QT_TRANSLATE_NOOP("Action", "One before or after")


class Declared(NamedTuple):
    """What is known of an action; of its keys, the first is the one that is shown."""

    english: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    places: tuple[Place, ...] = (Place.WINDOW,)
    bare: tuple[str, ...] = ()
    """Keys without Ctrl, which work on pictures only: letters never fire while typing."""
    pair: str = ""
    """One of Pair."""


class DeclaredAction(Enum):
    """What every action can be asked for; their list is elsewhere."""

    value: Declared

    @property
    def id(self) -> str:
        """Its name for programs: of its signal and its object."""
        return self.name.lower()

    @property
    def text(self) -> str:
        """What it is called in menus."""
        return _said(self.value.english)

    @property
    def pair(self) -> str:
        """What it does together with its neighbours, "" where it stands for itself."""
        return _said(self.value.pair) if self.value.pair else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys, the one that is shown first; where it works, bare letters aside."""
        return self.value.keys

    @property
    def bare(self) -> tuple[str, ...]:
        """Its keys without Ctrl, on pictures only."""
        return self.value.bare

    @property
    def repeats(self) -> bool:
        """Whether it goes on while its key is held: what moves along does; what sends or deletes is done once."""
        return bool(self.value.pair) or self.name in ("UNDO", "REDO")

    @property
    def icon(self) -> str:
        """Its drawing in resources/icons, "" for none."""
        return self.value.icon

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its keys work."""
        return self.value.places


def _said(english: str) -> str:
    return QCoreApplication.translate("Action", english)
