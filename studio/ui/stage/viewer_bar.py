"""The bar under one picture: which of how many it is, what was asked for, its size and stars, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.actions import Action
from studio.ui.stage.drag_handle import DragHandle
from studio.ui.stage.mode_bar import APART, ModeBar, tool_button
from studio.ui.stage.zoom_controls import ZoomControls
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.widgets.stars import Stars

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.library.records import Image
    from studio.ui.drag_out import DragOut
    from studio.ui.stage.canvas import Canvas

_NARROWEST = 340
_CAPTION = 200  # pixels of a prompt that come before telling how large its picture is


class ViewerBar(ModeBar):
    """Says less where there is less room."""

    step_wanted = Signal(int)
    """Show the picture before (-1) or after (1)."""
    stars_given = Signal(int)
    copy_wanted = Signal()
    close_wanted = Signal()

    def __init__(
        self, canvas: Canvas, drag_out: DragOut, selection: Callable[[], tuple[Image, ...]], parent: QWidget
    ) -> None:
        super().__init__("viewerBar", parent)
        self._pixels = ""
        self.setMinimumWidth(_NARROWEST)  # less than all of it needs: some of it gives way
        self._before = tool_button(self, Action.PREVIOUS_PICTURE, "previousButton")
        self._after = tool_button(self, Action.NEXT_PICTURE, "nextButton")
        self._count = self._fact("pictureCount")
        self._size = self._fact("pictureSize")
        self._caption = ElidedLabel(self)
        self._caption.setObjectName("pictureCaption")
        self._stars = Stars("viewerStars", self)
        self._handle = DragHandle(drag_out, selection, self)
        self._copy = tool_button(self, Action.COPY, "copyButton")
        self._before.clicked.connect(lambda: self.step_wanted.emit(-1))
        self._after.clicked.connect(lambda: self.step_wanted.emit(1))
        self._stars.valueChanged.connect(self.stars_given)
        self._copy.clicked.connect(self.copy_wanted)
        self._lay_out(canvas)

    def tell(self, prompt: str, pixels: str, place: int, places: int) -> None:
        """Say what is shown, and which of how many it is, counted from 1."""
        self._caption.set_whole(prompt)
        self._pixels = pixels
        self._count.setText(f"{place} / {places}")
        for widget in (self._before, self._count, self._after):
            widget.setVisible(places > 1)
        self._before.setEnabled(place > 1)
        self._after.setEnabled(place < places)
        self._fit()

    def tell_rating(self, rating: int) -> None:
        """Show the stars, none of a picture that was rejected."""
        self._stars.tell(max(0, rating))
        self._stars.setAccessibleDescription(self.tr("Rejected") if rating == -1 else "")

    def _fact(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", "muted")
        return label

    def _lay_out(self, canvas: Canvas) -> None:
        fit = tool_button(self, Action.FIT, "fitButton")
        fit.clicked.connect(canvas.fit)
        close = tool_button(self, Action.BACK, "closeViewerButton")
        close.clicked.connect(self.close_wanted)
        row = self.across
        for widget in (self._before, self._count, self._after):
            row.addWidget(widget)
        row.addSpacing(APART)
        row.addWidget(self._caption, 1)
        controls = (self._handle, self._copy, ZoomControls(canvas, self), fit, close)
        groups: tuple[tuple[QWidget, ...], ...] = ((self._size,), (self._stars,), controls)
        for group in groups:
            row.addSpacing(APART)
            for each in group:
                row.addWidget(each)

    def _fit(self) -> None:
        """Let go of what there is no room for: what has keys or is said elsewhere goes first, the stars last."""
        wanted = min(self._caption.wanted_width, _CAPTION) - self._caption.sizeHint().width()
        self._size.setText(self._pixels)
        folding = (self._copy, self._size, self._handle, self._stars)
        for widget in folding:
            widget.show()
        for widget in folding:
            self.across.invalidate()
            if self.across.sizeHint().width() + wanted <= self.width():
                break
            widget.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
