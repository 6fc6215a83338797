"""How the window is divided, as people left it: which sides are folded away, how wide and how high each part is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QAbstractButton, QWidget

    from studio.profile.remembered import Remembered
    from studio.ui.body import Body
    from studio.ui.commands import Commands
    from studio.ui.gallery.gallery import GalleryPanel
    from studio.ui.sidebar.sidebar import Sidebar
    from studio.ui.stage_and_tree import StageAndTree
    from studio.ui.title_row import TitleRow
    from studio.ui.window_modes import WindowModes
    from studio.ui.window_state import WindowState

_SIDE, _SIDE_ALONE = "gallery.side", "gallery.side_alone"
_LARGE = 208  # pixels of a picture where the gallery has all of the window


class Division(QObject):
    """Folds the sides, and brings everything back as it was with the screens there are."""

    def __init__(
        self, title_row: TitleRow, sidebar: Sidebar, gallery: GalleryPanel, body: Body, area: StageAndTree
    ) -> None:
        super().__init__(body)
        self._title_row = title_row
        self._sidebar = sidebar
        self._gallery = gallery
        self._body = body
        self._area = area
        body.folded.connect(self._follow_folds)

    def follow(self, commands: Commands, modes: WindowModes) -> None:
        """Fold what is asked to be folded; there is room for a side only where no mode has taken it."""
        row = self._title_row
        modes.gallery_fills.connect(self._size_pictures)
        row.sidebar_toggled.connect(modes.leave)
        row.gallery_toggled.connect(modes.leave)
        row.sidebar_toggled.connect(lambda on: self._body.fold(self._sidebar, on))
        row.gallery_toggled.connect(lambda on: self._body.fold(self._gallery, on))
        commands.sidebar.connect(row.sidebar_button.toggle)
        commands.gallery.connect(row.gallery_button.toggle)
        commands.tree.connect(self._area.toggle)
        commands.find.connect(lambda: self._unfold(row.gallery_button, self._gallery.focus_filter))
        commands.restore_conversation.connect(lambda: self._unfold(row.sidebar_button, self._sidebar.show_trash))
        commands.find_conversation.connect(lambda: self._unfold(row.sidebar_button, self._sidebar.focus_search))

    def remember(self, remembered: Remembered, state: WindowState) -> None:
        """Divide the window as it was, now and whenever there are other screens."""
        self._state = state
        self._divide()
        state.leaving.connect(self.keep)
        state.restored.connect(self._divide)
        self._remembered = remembered
        self._usual_side = self._gallery.side
        self._size_pictures(alone=False)
        self._gallery.side_changed.connect(lambda side: remembered.set(self._side_name, side))

    def keep(self) -> None:
        """Remember how the window is divided."""
        self._state.set("body", self._body.state())
        self._state.set("tree", self._area.state())
        self._state.set("inspector", self._gallery.body.state())

    def _divide(self) -> None:
        """Divide the window as it was with these screens; where that is not known it stays as it is."""
        self._body.restore(self._state.get("body"))
        self._area.restore(self._state.get("tree"))
        self._gallery.body.restore(self._state.get("inspector"))
        self._follow_folds()

    def _size_pictures(self, alone: bool) -> None:
        """Show the pictures as large as they were where the gallery was alone, or at the side."""
        self._side_name = _SIDE_ALONE if alone else _SIDE
        self._gallery.set_side(self._remembered.get(self._side_name, _LARGE if alone else self._usual_side))

    def _unfold(self, button: QAbstractButton, go: Callable[[], None]) -> None:
        """Go to a search field, in a side that may be folded away."""
        button.setChecked(True)
        go()

    def _follow_folds(self) -> None:
        """Let the buttons say what is folded away."""
        sides: tuple[tuple[QAbstractButton, QWidget], ...] = (
            (self._title_row.sidebar_button, self._sidebar),
            (self._title_row.gallery_button, self._gallery),
        )
        for button, side in sides:
            button.blockSignals(True)
            button.setChecked(self._body.is_shown(side))
            button.blockSignals(False)
