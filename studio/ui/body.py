"""The middle of the window, divided between sidebar, stage and gallery; how wide each is, and which are folded away."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.widgets.side_panel import SidePanel
from studio.ui.widgets.splitter import LINE, Splitter

_SIDEBAR, _GALLERY = 224, 332
_LEAST_SIDEBAR, _LEAST_STAGE, _LEAST_GALLERY = 208, 480, 240
_TIGHT = 1100  # a window narrower than this has no room for the gallery beside the stage
_AMPLE, _SHARE = 1600, 0.4  # of what is wider than that, the thread cannot make use, and the gallery takes this much

LEAST_HEIGHT = 208
"""Pixels of its height that are left to it whatever is typed below."""


class Widths(NamedTuple):
    """Pixels of each part."""

    sidebar: int
    stage: int
    gallery: int


class Body(QWidget):
    """Keeps the sides as wide as people left them, and puts the gallery away while the window is narrow."""

    folded = Signal()
    """A side was folded away, or came back."""
    focus_folded = Signal()
    """What had the keyboard went away with its side."""

    def __init__(self, sidebar: QWidget, stage: QWidget, gallery: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("body")
        self.setMinimumHeight(LEAST_HEIGHT)
        self._stage = stage
        stage.setParent(self)
        self._sidebar = SidePanel(sidebar, first=_SIDEBAR, least=_LEAST_SIDEBAR, parent=self)
        self._gallery = SidePanel(gallery, first=_GALLERY, least=_LEAST_GALLERY, parent=self)
        self._panels = {sidebar: self._sidebar, gallery: self._gallery}
        self._is_put_away = False
        self._insists = False  # somebody wants the gallery though the window is narrow
        self._only: tuple[QWidget, ...] | None = None
        self._shown = (True, True)
        across = Qt.Orientation.Horizontal
        self._left = Splitter("sidebarSplitter", self.tr("Width of the conversations"), across, 1, self)
        self._right = Splitter("gallerySplitter", self.tr("Width of the gallery"), across, -1, self)
        for panel, line in ((self._sidebar, self._left), (self._gallery, self._right)):
            panel.changed.connect(self._divide)
            line.valueChanged.connect(lambda extent, panel=panel: self._draw(panel, extent))
            line.fold_wanted.connect(lambda panel=panel: self._turn(panel))

    @property
    def reading_order(self) -> tuple[QWidget, ...]:
        """Parts and the lines between them, from left to right."""
        sidebar, gallery = self._panels
        return sidebar, self._left, self._stage, self._right, gallery

    def is_shown(self, side: QWidget) -> bool:
        """Whether a side can be seen."""
        return self._is_in(self._panels[side])

    def fold(self, side: QWidget, shown: bool) -> None:
        """Show or hide a side."""
        self._fold(self._panels[side], shown)

    def show_only(self, *parts: QWidget) -> None:
        """Give all of the room to these parts; with none, each has its own again, as it was."""
        only = tuple(self._stage if self._stage.isAncestorOf(part) else part for part in parts) or None
        if only != self._only:
            self._only = only
            self._divide()

    @property
    def widths(self) -> Widths:
        """How wide the parts are, 0 for what is not shown."""
        shown = (part.width() if part.isVisibleTo(self) else 0 for part in (self._sidebar, self._stage, self._gallery))
        return Widths(*shown)

    def state(self) -> dict[str, object]:
        """How it is divided, to be remembered."""
        return {"sidebar": self._sidebar.state(), "gallery": self._gallery.state()}

    def restore(self, state: object) -> None:
        """Divide it as it was remembered; what makes no sense is not taken."""
        if isinstance(state, dict):
            self._sidebar.restore(state.get("sidebar"))
            self._gallery.restore(state.get("gallery"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight = self.width() < _TIGHT
        self._insists = self._insists and tight
        self._is_put_away = tight and not self._insists
        self._divide()

    def _is_in(self, panel: SidePanel) -> bool:
        if self._only is not None:
            return any(self._panels.get(part) is panel for part in self._only)
        return panel.is_open and not (panel is self._gallery and self._is_put_away)

    def _fold(self, panel: SidePanel, shown: bool) -> None:
        if panel is self._gallery:
            tight = self.width() < _TIGHT
            if shown or not self._is_put_away:
                self._is_put_away, self._insists = False, shown and tight
        panel.fold(shown)
        self._divide()

    def _turn(self, panel: SidePanel) -> None:
        self._fold(panel, not self._is_in(panel))

    def _draw(self, panel: SidePanel, extent: int) -> None:
        """Make a side as wide as it was drawn, as far as the stage keeps its room."""
        if panel is self._gallery and self._is_put_away:
            if extent * 2 < panel.least:
                return  # it is not folded by who did not draw it open
            self._is_put_away, self._insists = False, True
        panel.draw_to(min(extent, self._most(panel)))

    def _most(self, panel: SidePanel) -> int:
        """How wide a side may be drawn."""
        widths = self._wanted_widths()
        other = widths.gallery if panel is self._sidebar else widths.sidebar
        return max(panel.least, self.width() - 2 * LINE - other - _LEAST_STAGE)

    def _wanted_widths(self) -> Widths:
        """Give the sides what they want, and take it back where the stage would get too narrow."""
        self._gallery.first = _GALLERY + max(0, round((self.width() - _AMPLE) * _SHARE))
        sidebar, gallery = (panel.wanted if self._is_in(panel) else 0 for panel in (self._sidebar, self._gallery))
        room = self.width() - LINE * ((sidebar > 0) + (gallery > 0))
        lack = _LEAST_STAGE - (room - sidebar - gallery)
        if lack > 0 and gallery:
            gallery, lack = max(_LEAST_GALLERY, gallery - lack), lack - max(0, gallery - _LEAST_GALLERY)
        if lack > 0 and sidebar:
            sidebar = max(_LEAST_SIDEBAR, sidebar - lack)
        return Widths(sidebar, max(0, room - sidebar - gallery), gallery)

    def _divide(self) -> None:
        widths = self._wanted_widths()
        if self._only is not None and self._stage not in self._only:
            widths = Widths(0, 0, self.width())
        lefts = (0, widths.sidebar + LINE * (widths.sidebar > 0), self.width() - widths.gallery)
        for part, left, width in zip((self._sidebar, self._stage, self._gallery), lefts, widths, strict=True):
            if width:
                part.setGeometry(QRect(left, 0, width, self.height()))
            takes_focus = part is not self._stage and not width and _holds_focus(part)
            part.setVisible(bool(width))
            if takes_focus:
                self.focus_folded.emit()
        self._place_lines(widths)
        shown = self._is_in(self._sidebar), self._is_in(self._gallery)
        if shown != self._shown:
            self._shown = shown
            self.folded.emit()

    def _place_lines(self, widths: Widths) -> None:
        lines = (
            (self._left, self._sidebar, widths.sidebar, widths.sidebar),
            (self._right, self._gallery, widths.gallery, self.width() - widths.gallery - LINE),
        )
        for line, panel, width, place in lines:
            line.setVisible(self._only is None or 0 < width < self.width())
            line.tell(width, self._most(panel), folded=not width)
            line.lie(place, self.height())


def _holds_focus(part: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and part.isAncestorOf(focus)
