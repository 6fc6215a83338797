"""What people ask for in the thread, and what its parts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.ui.stage.tile_face import Faces
from studio.ui.stage.tile_looks import TileLooks
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
from studio.ui.widgets.motion import Ticker

if TYPE_CHECKING:
    from studio.ui.drag_out import DragOut
    from studio.ui.image_actions import ImageActions
    from studio.ui.words import Words


class Asked(QObject):
    """Everything the thread can ask of the rest of the program; it does none of it itself."""

    open_image = Signal(object)
    """Show this Image large."""
    choose = Signal(str)
    """Let the branch go through the turn with this id."""
    sibling = Signal(int, int)
    """At the step with this number, go this many sends on."""
    branch_from = Signal(str)
    """Continue from this turn."""
    again = Signal(str)
    """Send this turn once more, as a sibling."""
    edit_prompt = Signal(str)
    """Load the prompt and settings of this turn into the composer."""
    turn = Signal(object, str)
    """Do this Action with the turn with this id."""
    export_branch = Signal(str)
    """Tell the branch that ends at this turn as Markdown."""
    copy_request = Signal(str, str)
    """Put the request of a turn on the clipboard: as "curl" or "Python", and the turn."""
    cancel = Signal(str)
    """Cancel the job of this turn."""
    verb = Signal(object, tuple)
    """A Verb, and the images it is for."""
    fix = Signal(object, str)
    """A Fix of a failure, and the turn that failed."""
    example_chosen = Signal(str)
    """Try this prompt."""
    examples_wanted = Signal()
    """The pictures of the examples are to be shown."""
    folder_wanted = Signal()
    """Show where pictures are kept."""

    edited_changed = Signal()
    """Another turn is in the composer to be asked for otherwise, or none."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edited = ""

    @property
    def edited(self) -> str:
        """The id of the turn that is in the composer to be asked for otherwise, "" for none."""
        return self._edited

    def set_edited(self, turn_id: str) -> None:
        """Say which turn is in the composer."""
        if turn_id != self._edited:
            self._edited = turn_id
            self.edited_changed.emit()


@dataclass(frozen=True, slots=True)
class Kit:
    """What the parts of the thread share."""

    asked: Asked
    words: Words
    faces: Faces
    looks: TileLooks
    thumbnails: AwaitedThumbnails
    ticker: Ticker
    actions: ImageActions
    model_name: Callable[[str], str]
    drags: DragOut
