"""The gallery alone in the window, and one picture alone; whatever was there before comes back as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.body import Body
from studio.ui.commands import Commands
from studio.ui.gallery.gallery import GalleryPanel
from studio.ui.picture_modes import PictureModes
from studio.ui.stage.stage import Stage


class WindowModes(QObject):
    """Puts away what a mode has no room for.

    `above` is what stands over the body and `below` what stands under it.
    """

    picture_alone = Signal(bool)
    """A picture fills the window now, or does so no more."""
    gallery_fills = Signal(bool)
    """The grid of the gallery has all of the window now, or is at the side again."""

    def __init__(
        self,
        body: Body,
        stage: Stage,
        gallery: GalleryPanel,
        pictures: PictureModes,
        above: Sequence[QWidget],
        below: Sequence[QWidget],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._body = body
        self._stage = stage
        self._gallery = gallery
        self._above = above
        self._below = below
        self._pictures = pictures
        self._gallery_alone = False
        self._gallery_filled = False  # as far as it was told
        self._picture_alone = False
        self._alone: QWidget | None = None  # what shows the picture that is alone
        self._has_opened = False  # the picture: it was not large before
        self._is_informed = False  # the gallery stands beside the picture that was opened from it, for what it tells
        self._focus: list[QWidget | None] = []
        stage.currentChanged.connect(self._on_stage)

    def follow(self, commands: Commands) -> None:
        """Enter and leave the modes at a command; who wants to write leaves them."""
        commands.gallery_only.connect(self.toggle_gallery)
        commands.picture_only.connect(self.toggle_picture)
        commands.generate.connect(self.leave)
        commands.focus_prompt.connect(self.leave)
        commands.more_settings.connect(self.leave)

    @property
    def is_picture_alone(self) -> bool:
        """Whether a picture fills the window."""
        return self._picture_alone

    def toggle_gallery(self) -> None:
        """Let the gallery fill the window, or go back."""
        if self._gallery_alone:
            self.leave()
            return
        self._leave_picture()
        self._remember_focus()
        self._gallery_alone, self._is_informed = True, False
        self._stage.show_thread()
        self._apply()
        self._gallery.focus_pictures()

    def toggle_picture(self) -> None:
        """Let the large picture fill the window, or go back."""
        if self._picture_alone:
            self._leave_picture()
            return
        self._remember_focus()
        self._has_opened = self._stage.shows_thread
        if self._has_opened and not self._pictures.open_current(self._gallery.selected_images()):
            self._focus.pop()
            return
        self._picture_alone = True
        self._apply()
        self._alone = self._stage.currentWidget()
        if self._alone is not None:
            self._alone.setFocus(Qt.FocusReason.OtherFocusReason)
            self._alone.installEventFilter(self)
        self.picture_alone.emit(True)

    def inform(self) -> None:
        """Make room for what the gallery tells of a picture."""
        self._leave_picture()
        if self._gallery_alone and not self._stage.shows_thread:
            self._is_informed = True
            self._apply()
        elif not self._body.is_shown(self._gallery):
            self._body.fold(self._gallery, shown=True)

    def step_back(self) -> bool:
        """Leave the last mode that was entered; False when there was none."""
        if self._picture_alone:
            self._leave_picture()
        elif self._gallery_alone:
            self.leave()
        else:
            return False
        return True

    def leave(self) -> None:
        """Have everything in the window again."""
        self._leave_picture()
        if self._gallery_alone:
            self._gallery_alone = False
            self._apply()
            self._restore_focus()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Take Esc from the picture that is alone: it leads back to what was around it, not away from the picture."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        if event.type() == QEvent.Type.KeyPress:
            self._leave_picture()
        return True

    def _leave_picture(self) -> None:
        if not self._picture_alone:
            return
        self._picture_alone = False
        if self._alone is not None:
            self._alone.removeEventFilter(self)
        if self._has_opened:
            self._stage.show_thread()
        self._apply()
        self._restore_focus()
        self.picture_alone.emit(False)

    def _on_stage(self) -> None:
        """A picture was opened from the gallery, or what was large was left for the thread."""
        if self._picture_alone and self._stage.shows_thread:
            self._has_opened = False
            self._leave_picture()
        elif self._gallery_alone and not self._picture_alone:
            self._is_informed = False
            self._apply()
            if self._stage.shows_thread:
                self._gallery.focus_pictures()

    def _apply(self) -> None:
        """Show what belongs to the mode, and nothing else."""
        for widget in self._above:
            widget.setVisible(not self._picture_alone)
        for widget in self._below:
            widget.setVisible(not self._picture_alone and not self._gallery_alone)
        self._pictures.set_bare(self._picture_alone)
        self._tell_of_gallery()
        if self._picture_alone:
            self._body.show_only(self._stage)
        elif not self._gallery_alone:
            self._body.show_only()
        elif self._stage.shows_thread:
            self._body.show_only(self._gallery)
        else:
            self._body.show_only(self._stage, *([self._gallery] if self._is_informed else []))

    def _tell_of_gallery(self) -> None:
        fills = self._gallery_alone and self._stage.shows_thread
        if fills != self._gallery_filled:
            self._gallery_filled = fills
            self.gallery_fills.emit(fills)

    def _remember_focus(self) -> None:
        self._focus.append(QApplication.focusWidget())

    def _restore_focus(self) -> None:
        from shiboken6 import isValid

        widget = self._focus.pop() if self._focus else None
        if widget is not None and isValid(widget) and widget.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
