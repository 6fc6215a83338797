"""One picture, large: zoom, pan, its neighbours, and out of the window by dragging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.drag_out import DragOut
from studio.ui.image_actions import BY_STARS, Verb
from studio.ui.keys import OwnKeys
from studio.ui.stage.canvas import Canvas
from studio.ui.stage.canvas_keys import canvas_acts
from studio.ui.stage.notice import Notice
from studio.ui.stage.shown import Shown
from studio.ui.stage.viewer_bar import ViewerBar
from studio.ui.stage.zoom_controls import percent
from studio.ui.tokens import tokens_of
from studio.workbench.pictures import Pictures
from studio.workbench.prompts import Prompts

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.image_actions import ImageActions
    from studio.ui.widgets.awaited_thumbnails import MakesThumbnails
    from studio.ui.words import Words


class Viewer(QWidget):
    """Shows one of a row of pictures."""

    closed = Signal()
    """The user wants to go back to where they came from."""
    turned_to = Signal(object)
    """Image: another one of the row is shown."""

    def __init__(
        self,
        pictures: Pictures,
        thumbnails: MakesThumbnails,
        prompts: Prompts,
        words: Words,
        drag_out: DragOut,
        actions: ImageActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._prompts = prompts
        self._words = words
        self._actions = actions
        self._row: tuple[Image, ...] = ()
        self._place = 0
        self._shown = Shown(pictures, thumbnails, self)
        self.canvas = _ViewerCanvas(self._shown, Notice(words, self), self)
        self._bar = ViewerBar(self.canvas, drag_out, self.selection, self)
        self._lay_out()
        self._shown.changed.connect(self._on_changed)
        prompts.ready.connect(lambda _: self._describe())
        self.canvas.moved.connect(self._describe)
        self.canvas.grabbed.connect(lambda: drag_out.prepare(self.selection()))
        self.canvas.dragged.connect(lambda: drag_out.start_drag(self.canvas, self.selection()))
        actions.attach(self, self.selection)
        self._take_keys()
        self.setObjectName("viewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def image(self) -> Image | None:
        """The picture shown."""
        return self._shown.image

    @property
    def is_whole(self) -> bool:
        """Whether its pixels are there, and not only its thumbnail."""
        return self._shown.is_whole

    @property
    def failure(self) -> Exception | None:
        """Why it cannot be shown."""
        return self._shown.failure

    @property
    def bar_height(self) -> int:
        """How high its bar is, 0 while that is not shown."""
        return self._bar.height() if not self._bar.isHidden() else 0

    def selection(self) -> tuple[Image, ...]:
        """The picture shown, for what can be done with pictures."""
        return (self._row[self._place],) if self._shown.image is not None else ()

    def tell(self, image: Image) -> None:
        """Show what has become of a picture of the row: its rating may be another."""
        self._row = tuple(image if each.id == image.id else each for each in self._row)
        self._tell_rating()

    def show_image(self, image: Image, neighbours: Sequence[Image] = ()) -> None:
        """Show a picture, all of it; `neighbours` is the row it stands in, itself included."""
        row = tuple(neighbours)
        place = next((place for place, each in enumerate(row) if each.id == image.id), None)
        self._row = row if place is not None else (image, *row)
        self.canvas.camera.fit()
        self._turn_to(place or 0)

    def set_bare(self, bare: bool) -> None:
        """Show the picture without the row under it, or with it."""
        self._bar.setVisible(not bare)

    def go(self, by: int) -> None:
        """Show the neighbour so many places on, or the last one in that direction."""
        self._go_to(self._place + by)

    def _go_to(self, place: int) -> None:
        place = max(0, min(place, len(self._row) - 1))
        if self._row and place != self._place:
            self._turn_to(place)
            self.turned_to.emit(self._row[place])

    def _turn_to(self, place: int) -> None:
        self._place = place
        self._shown.show(self._row[place])
        self._pictures.preload(self._row[place + 1 : place + 2] + self._row[max(0, place - 1) : place])

    # --- how it is laid out

    def _lay_out(self) -> None:
        self._bar.step_wanted.connect(self.go)
        self._bar.stars_given.connect(lambda stars: self._actions.choose(BY_STARS[stars], self.selection()))
        self._bar.copy_wanted.connect(lambda: self._actions.choose(Verb.COPY, self.selection()))
        self._bar.close_wanted.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._bar)

    def _on_changed(self) -> None:
        self.canvas.look_again(self._shown.size)

    def _describe(self) -> None:
        image = self._shown.image
        if image is None:
            return
        prompt = self._prompts.get(image) or ""
        size = self._shown.size
        known = self._shown.is_whole or bool(image.width)
        pixels = self._words.pixels(round(size.width()), round(size.height())) if known else ""
        self._tell_rating()
        place, places = self._place + 1, len(self._row)
        self._bar.tell(prompt, pixels, place, places)
        name = self.tr("Image {place} of {places}: {prompt}").format(place=place, places=places, prompt=prompt)
        facts = ", ".join(part for part in (pixels, percent(self.canvas.camera.zoom), self.canvas.complaint) if part)
        name_for_readers(self, name.rstrip(": "), facts)
        name_for_readers(self.canvas, name.rstrip(": "), facts)

    def _tell_rating(self) -> None:
        (image,) = self.selection() or (None,)
        if image is not None:
            self._bar.tell_rating(image.rating or 0)

    # --- keys and the menu

    def _take_keys(self) -> None:
        OwnKeys(
            self,
            {
                Action.PREVIOUS_PICTURE: lambda: self.go(-1),
                Action.NEXT_PICTURE: lambda: self.go(1),
                Action.FIRST_PICTURE: lambda: self._go_to(0),
                Action.LAST_PICTURE: lambda: self._go_to(len(self._row)),
                Action.BACK: self.closed.emit,
                **canvas_acts(self.canvas),
            },
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._actions.menu(self.selection(), self).popup(event.globalPos())


def name_for_readers(widget: QWidget, name: str, description: str) -> None:
    """Tell a screen reader, but not what it knows already."""
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)
    if widget.accessibleDescription() != description:
        widget.setAccessibleDescription(description)


class _ViewerCanvas(Canvas):
    """Paints the picture, or why it is not there."""

    def __init__(self, shown: Shown, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewerCanvas")
        self._shown = shown
        self._notice = notice

    @property
    def complaint(self) -> str:
        """Why the picture cannot be shown; "" when it can."""
        return self._notice.what(self._shown.failure) if self._shown.failure is not None else ""

    def paint(self, painter: QPainter, view: QRectF) -> None:
        tokens, scale = tokens_of(self.palette()), self.devicePixelRatioF()
        if self._shown.failure is None:
            self._shown.paint(painter, self.camera.target, view, tokens, scale)
        else:
            painter.resetTransform()
            self._notice.paint(painter, QRectF(self.rect()), self._shown.failure, tokens)
