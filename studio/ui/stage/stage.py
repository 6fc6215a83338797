"""The middle of the window: the thread, and whatever else takes its place for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from studio.ui.actions import Action
from studio.ui.image_actions import ImageActions, Verb
from studio.ui.keys import is_pressed
from studio.ui.stage.asked import Asked, Kit
from studio.ui.stage.thread import Thread
from studio.ui.stage.tile import Tile
from studio.ui.stage.tile_face import Faces
from studio.ui.stage.tile_looks import TileLooks
from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails, MakesThumbnails
from studio.ui.widgets.motion import Ticker

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.drag_out import DragOut
    from studio.ui.words import Words
    from studio.workbench.branch import Branch


class Stage(QStackedWidget):
    """The thread of a branch and the modes laid over it, such as one picture large; Esc leads back.

    `model_name` turns a model id into the name people know.
    """

    def __init__(
        self,
        branch: Branch,
        thumbnails: MakesThumbnails,
        words: Words,
        drags: DragOut,
        model_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName(self.tr("Stage"))
        self._asked = Asked(self)
        actions = ImageActions(self)
        actions.chosen.connect(self._on_verb)
        awaited = AwaitedThumbnails(thumbnails, self)
        faces, looks = Faces(words, self), TileLooks(words, self)
        kit = Kit(self._asked, words, faces, looks, awaited, Ticker(self), actions, model_name, drags)
        self._thread = Thread(branch, kit, self)
        self._left_at: QWidget | None = None
        self.addWidget(self._thread)

    @property
    def thread_view(self) -> Thread:
        """The thread."""
        return self._thread

    @property
    def asked(self) -> Asked:
        """What people ask for on the thread."""
        return self._asked

    @property
    def bar_height(self) -> int:
        """How many pixels at the bottom are taken by the bar of a mode."""
        return int(getattr(self.currentWidget(), "bar_height", 0))

    @property
    def shows_thread(self) -> bool:
        """Whether no mode lies over the thread."""
        return self.currentWidget() is self._thread

    @property
    def focused_image(self) -> Image | None:
        """The picture of the tile that has the focus."""
        focus = QApplication.focusWidget()
        return focus.face.image if isinstance(focus, Tile) and focus.face is not None else None

    def set_library_path(self, path: str) -> None:
        """Say in the empty thread where pictures are kept."""
        self._thread.set_library_path(path)

    def set_provider(self, name: str) -> None:
        """Say in the empty thread who draws: a connection by its name, or with "" the sandbox."""
        self._thread.set_provider(name)

    def add_mode(self, widget: QWidget) -> None:
        """Add what can take the thread's place; a signal `closed` of its own leads back, as Esc does."""
        self.addWidget(widget)
        closed = getattr(widget, "closed", None)
        if closed is not None:
            closed.connect(self.show_thread)

    def show_mode(self, widget: QWidget) -> None:
        """Show a mode that was added; the thread stays as it is behind it."""
        if self.shows_thread:
            self._left_at = QApplication.focusWidget()
        self.setCurrentWidget(widget)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thread(self) -> None:
        """Go back to the thread; the focus goes back to where the mode was entered from, unless it is elsewhere."""
        if self.shows_thread:
            return
        from shiboken6 import isValid

        mode, focus = self.currentWidget(), QApplication.focusWidget()
        is_elsewhere = focus is not None and focus is not mode and not (mode is not None and mode.isAncestorOf(focus))
        self.setCurrentWidget(self._thread)
        back = self._left_at if self._left_at is not None and isValid(self._left_at) else self._thread
        self._left_at = None
        if is_elsewhere:
            return
        for each in (back, self._thread):
            if each.isVisible():  # else whoever put the stage away has seen to the focus
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def take_focus(self) -> bool:
        """Put the focus on what is looked at; False where there is nothing yet."""
        if self.shows_thread:
            return self._thread.take_focus()
        mode = self.currentWidget()
        assert mode is not None
        mode.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.BACK, event) and not self.shows_thread:
            self.show_thread()
        else:
            super().keyPressEvent(event)

    def _on_verb(self, verb: Verb, images: tuple[Image, ...]) -> None:
        if verb is Verb.OPEN:
            self._asked.open_image.emit(images[0])
        else:
            self._asked.verb.emit(verb, images)
