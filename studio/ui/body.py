"""The middle of the window, divided between sidebar, stage and gallery; how wide each is, and which are folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_SIDEBAR, _STAGE, _GALLERY = 224, 884, 332
_LEAST_SIDEBAR, _LEAST_STAGE, _LEAST_GALLERY = 208, 480, 240
_TIGHT = 1100  # a window narrower than this has no room for the gallery beside the stage
_STAGE_BESIDE_ALL = 448  # what the narrowest window leaves when somebody wants both sides in it


class Body(QSplitter):
    """Keeps the sides as wide as people left them, and puts the gallery away while the window is narrow."""

    folded = Signal()
    """A side was folded away, or came back."""

    def __init__(self, sidebar: QWidget, stage: QWidget, gallery: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sidebar, self._gallery = sidebar, gallery
        self._widths = {sidebar: _SIDEBAR, gallery: _GALLERY}  # as people left them; 0 is drawn shut
        self._is_put_away = False
        self._insists = False  # somebody wants the gallery though the window is narrow
        self.setObjectName("body")
        self.setHandleWidth(1)
        for part, least in ((sidebar, _LEAST_SIDEBAR), (stage, _STAGE_BESIDE_ALL), (gallery, _LEAST_GALLERY)):
            part.setMinimumWidth(least)
            self.addWidget(part)
        self.setStretchFactor(1, 1)
        self.setCollapsible(1, False)
        self.splitterMoved.connect(self._on_moved)

    def is_shown(self, side: QWidget) -> bool:
        """Whether a side can be seen."""
        return not side.isHidden() and self._widths[side] > 0

    def fold(self, side: QWidget, shown: bool) -> None:
        """Show or hide a side; one that was drawn shut comes back as wide as at first."""
        if side is self._gallery:
            self._is_put_away, self._insists = False, shown
        if shown and not self._widths[side]:
            self._widths[side] = _GALLERY if side is self._gallery else _SIDEBAR
        side.setVisible(shown)
        self._divide()

    def division(self) -> list[int]:
        """How wide the three are, in pixels, 0 for what a person folded away; to be remembered."""
        gallery = self._widths[self._gallery] if self._is_put_away else self._wanted(self._gallery)
        return [self._wanted(self._sidebar), self.sizes()[1], gallery]

    def divide(self, sizes: object) -> None:
        """Divide it as it was; anything that is no division is not taken."""
        if isinstance(sizes, list) and len(sizes) == 3 and all(isinstance(size, int) for size in sizes):
            self._widths = {self._sidebar: max(0, sizes[0]), self._gallery: max(0, sizes[2])}
        self._divide()

    def _on_moved(self) -> None:
        sizes = self.sizes()
        for side, size in ((self._sidebar, sizes[0]), (self._gallery, sizes[2])):
            if not side.isHidden():
                self._widths[side] = size
        self.folded.emit()

    def _wanted(self, side: QWidget) -> int:
        return self._widths[side] if self.is_shown(side) else 0

    def _divide(self) -> None:
        """Give the sides what they want, and take it back where the stage would get too narrow."""
        sidebar, gallery = self._wanted(self._sidebar), self._wanted(self._gallery)
        room = self.width() - self.handleWidth() * sum(not side.isHidden() for side in self._widths)
        lack = _LEAST_STAGE - (room - sidebar - gallery)
        if lack > 0 and gallery:
            gallery, lack = max(_LEAST_GALLERY, gallery - lack), lack - max(0, gallery - _LEAST_GALLERY)
        if lack > 0 and sidebar:
            sidebar = max(_LEAST_SIDEBAR, sidebar - lack)
        self.setSizes([sidebar, max(0, room - sidebar - gallery), gallery])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight = self.width() < _TIGHT
        put_away = tight and not self._insists and (self._is_put_away or self.is_shown(self._gallery))
        self._insists = self._insists and tight
        if put_away != self._is_put_away:
            self._is_put_away = put_away
            self._gallery.setVisible(not put_away)
            self.folded.emit()
        self._divide()
