"""Two pictures compared: a line to wipe over them, or their difference, at one zoom."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import OwnKeys, with_key
from studio.ui.stage.canvas_keys import canvas_acts
from studio.ui.stage.mode_bar import APART, ModeBar, tool_button
from studio.ui.stage.notice import Notice
from studio.ui.stage.shown import Shown
from studio.ui.stage.wipe_canvas import WipeCanvas
from studio.ui.stage.zoom_controls import ZoomControls
from studio.ui.widgets.elided_label import ElidedLabel
from studio.ui.widgets.segmented import Option, Segmented
from studio.workbench.pictures import Pictures
from studio.workbench.prompts import Prompts

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words

_LITTLE, _MUCH = 0.01, 0.1


class Wipe(QWidget):
    """Compares A with B."""

    closed = Signal()
    """The user wants to go back to where they came from."""

    def __init__(
        self,
        pictures: Pictures,
        thumbnails: MakesThumbnails,
        prompts: Prompts,
        words: Words,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._words = words
        first, second = (Shown(pictures, thumbnails, self) for _ in range(2))
        self.canvas = WipeCanvas(first, second, Notice(words, self), self)
        self._build()
        self._take_keys()
        for shown in (first, second):
            shown.changed.connect(self._describe)
        prompts.ready.connect(lambda _: self._describe())
        self.canvas.swapped.connect(self._describe)
        self.setObjectName("wipe")
        self.setAccessibleName(self.tr("Compare"))
        self.setFocusProxy(self.canvas.handle)

    @property
    def images(self) -> tuple[Image | None, Image | None]:
        """A and B."""
        a, b = self.canvas.pair
        return a.image, b.image

    @property
    def is_whole(self) -> bool:
        """Whether the pixels of both are there, and not only their thumbnails."""
        return all(shown.is_whole for shown in self.canvas.pair)

    @property
    def share(self) -> float:
        """Where the line is, from 0 to 1."""
        return self.canvas.handle.share

    @property
    def bar_height(self) -> int:
        """How high its bar is, 0 while that is not shown."""
        return self._bar.height() if not self._bar.isHidden() else 0

    def selection(self) -> tuple[Image, ...]:
        """Both pictures, for what can be done with pictures."""
        return tuple(image for image in self.images if image is not None)

    def compare(self, a: Image, b: Image) -> None:
        """Compare two pictures, all of them, with the line in the middle."""
        self.canvas.camera.fit()
        self.canvas.handle.move_to(0.5)
        self._show_difference(False)
        for shown, image in zip(self.canvas.pair, (a, b), strict=True):
            shown.show(image)

    def change_how(self) -> None:
        """Compare in the next way there is: by wiping, or by their difference."""
        self._show_difference(not self.canvas.shows_difference)

    def swap(self) -> None:
        """Let A be B, and B be A."""
        self.canvas.swap()

    # --- how it is laid out

    def _build(self) -> None:
        bar = self._bar = ModeBar("wipeBar", self)
        self._captions = (self._caption(bar, "captionA"), self._caption(bar, "captionB"))
        self._how = self._ways(bar)
        swap = tool_button(bar, Action.SWAP, "swapButton")
        swap.clicked.connect(self.swap)
        fit = tool_button(bar, Action.FIT, "fitButton")
        fit.clicked.connect(self.canvas.fit)
        close = tool_button(bar, Action.BACK, "closeWipeButton")
        close.clicked.connect(self.closed)
        row = bar.across
        for letter, caption in zip((self.tr("A"), self.tr("B")), self._captions, strict=True):
            heading = QLabel(letter, bar)
            heading.setProperty("role", "heading")
            row.addWidget(heading)
            row.addWidget(caption, 1)
            row.addSpacing(APART)
        row.addWidget(self._how)
        row.addSpacing(APART)
        for widget in (swap, ZoomControls(self.canvas, bar), fit, close):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(bar)

    def _ways(self, bar: QWidget) -> Segmented:
        """The ways to compare; once one is taken, the keys are the picture's again."""
        how = Segmented("compareHow", bar)
        how.setAccessibleName(self.tr("Compare by"))
        by_line = self.tr("Wipe over them with a line")
        difference = Action.DIFFERENCE.text
        how.offer(
            (
                Option(False, self.tr("Wipe"), by_line, tip=with_key(by_line, Action.DIFFERENCE)),
                Option(True, self.tr("Difference"), difference, tip=with_key(difference, Action.DIFFERENCE)),
            )
        )
        how.choose(False)
        how.chosen.connect(self._show_difference)
        how.settled.connect(self.setFocus)
        return how

    def _show_difference(self, shown: bool) -> None:
        self._how.choose(shown)
        self.canvas.set_difference(shown)

    def _caption(self, bar: QWidget, name: str) -> ElidedLabel:
        caption = ElidedLabel(bar)
        caption.setObjectName(name)
        caption.setProperty("role", "muted")
        return caption

    def _describe(self) -> None:
        for shown, caption in zip(self.canvas.pair, self._captions, strict=True):
            if shown.image is None:
                continue
            prompt = self._prompts.get(shown.image) or ""
            size = shown.size
            known = shown.is_whole or bool(shown.image.width)
            pixels = self._words.pixels(round(size.width()), round(size.height())) if known else ""
            caption.set_whole("  ·  ".join(part for part in (pixels, prompt) if part))
        said = "; ".join(
            f"{letter}: {caption.whole}"
            for letter, caption in zip((self.tr("A"), self.tr("B")), self._captions, strict=True)
        )
        if said != self.canvas.accessibleDescription():
            self.canvas.setAccessibleDescription(said)

    # --- keys

    def _take_keys(self) -> None:
        handle = self.canvas.handle
        OwnKeys(
            self,
            {
                Action.LINE_LEFT: lambda: handle.move_to(handle.share - _LITTLE),
                Action.LINE_RIGHT: lambda: handle.move_to(handle.share + _LITTLE),
                Action.LINE_FAR_LEFT: lambda: handle.move_to(handle.share - _MUCH),
                Action.LINE_FAR_RIGHT: lambda: handle.move_to(handle.share + _MUCH),
                Action.LINE_START: partial(handle.move_to, 0.0),
                Action.LINE_END: partial(handle.move_to, 1.0),
                Action.SWAP: self.swap,
                Action.DIFFERENCE: self.change_how,
                Action.BACK: self.closed.emit,
                **canvas_acts(self.canvas),
            },
        )
