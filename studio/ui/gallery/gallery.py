"""The gallery: all pictures of the library, found by their words and stars, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from studio.ui.gallery.delegate import SaysWhen
from studio.ui.gallery.empty import EmptyGallery
from studio.ui.gallery.grid_and_inspector import GridAndInspector
from studio.ui.gallery.header import GalleryHeader
from studio.ui.gallery.view import GalleryView
from studio.ui.image_actions import ImageActions, Verb, applies
from studio.workbench.gallery import GalleryModel
from studio.workbench.thumbnails import Thumbnails

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.drag_out import DragOut
    from studio.ui.inspector.inspector import Inspector
    from studio.workbench.gallery_reading import GalleryFilter


class GalleryPanel(QFrame):
    """A filter above a grid of pictures, and what is known of them beside it or below."""

    activated_image = Signal(object)
    """This Image is to be shown large."""
    verb = Signal(object, tuple)
    """A Verb, and the images it is for."""
    side_changed = Signal(int)
    """The pictures are of another size, to be remembered; `set_side` brings it back."""
    selected = Signal()
    """Other pictures are selected, or they have changed."""

    def __init__(
        self,
        model: GalleryModel,
        thumbnails: Thumbnails,
        words: SaysWhen,
        drags: DragOut,
        inspector: Inspector,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setProperty("role", "surface")
        self._model = model
        self._drags = drags
        self._header = GalleryHeader(self)
        self._view = GalleryView(model, thumbnails, words, self)
        self._view.setObjectName("galleryView")
        self._view.setAccessibleName(self.tr("Gallery"))
        self._empty = EmptyGallery(self)
        self._inspector = inspector
        self._actions = ImageActions(self)
        self._actions.attach(self._view, self._view.selected_images)
        self._lay_out()
        self._connect()
        self._tell()

    def selected_images(self) -> tuple[Image, ...]:
        """What is selected, newest first."""
        return self._view.selected_images()

    def neighbours(self, image: Image | None = None, reach: int = 50) -> tuple[Image, ...]:
        """The images around one, or around the current one, itself included, as far as their rows are here."""
        row = self._view.currentIndex().row() if image is None else self._model.row_of(image.id)
        if row is None or row < 0:
            return ()
        rows = range(max(0, row - reach), min(self._model.count, row + reach + 1))
        found = (self._model.shown(each) for each in rows)
        return tuple(shown.image for shown in found if shown is not None)

    @property
    def pictures(self) -> QWidget:
        """The grid, which has the focus while pictures are gone through."""
        return self._view

    def focus_filter(self) -> None:
        """Go to the filter."""
        self._header.focus()

    def focus_pictures(self) -> None:
        """Go to the pictures, the first of them when none is selected."""
        self._view.setFocus()
        if self._model.count and not self._view.selectionModel().hasSelection():
            self._view.setCurrentIndex(self._model.index(0))

    @property
    def side(self) -> int:
        """The size of the pictures, in pixels of their square."""
        return self._view.side

    def set_side(self, side: int) -> None:
        """Show the pictures about so large."""
        self._view.set_side(side)

    def _lay_out(self) -> None:
        # The words of an empty gallery lie over the list, which stays there for whoever looks for it.
        grid = QWidget(self)
        body = QGridLayout(grid)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self._view, 0, 0)
        body.addWidget(self._empty, 0, 0)
        self._empty.hide()
        self.body = GridAndInspector(grid, self._inspector, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.body, 1)
        self.setMinimumWidth(120)

    def _connect(self) -> None:
        self._header.filter_changed.connect(self._on_filter)
        self._header.left.connect(self.focus_pictures)
        self._header.side_stepped.connect(self._view.step_side)
        self._empty.all_wanted.connect(self._header.show_all)
        self._model.counted.connect(self._tell)
        self._model.rowsRemoved.connect(self._tell)
        self._model.rowsInserted.connect(self._tell)
        self._actions.chosen.connect(self._on_chosen)
        self._view.selection_settled.connect(self.selected)
        self._model.held.connect(self.selected)
        self._inspector.verb.connect(self._on_chosen)
        self._view.doubleClicked.connect(self._open_current)
        self._view.side_changed.connect(self.side_changed)
        self._view.menu_wanted.connect(self._open_menu)
        self._view.pressed_on_pictures.connect(lambda: self._drags.prepare(self.selected_images()))
        self._view.drag_wanted.connect(lambda: self._drags.start_drag(self._view, self.selected_images()))

    def _on_filter(self, wanted: GalleryFilter) -> None:
        self._model.set_filter(wanted)
        self._tell()

    def _tell(self) -> None:
        """Say what is there, and why if nothing is."""
        self._header.tell(self._model.count, self._model.total, self._model.is_loading)
        is_empty = not self._model.count and not self._model.is_loading and self._model.is_open
        if is_empty:
            self._empty.explain(self._model.filter)
        self._empty.setVisible(is_empty)

    def _on_chosen(self, verb: Verb, images: tuple[Image, ...]) -> None:
        if verb is Verb.OPEN:
            self.activated_image.emit(images[0])
        else:
            self.verb.emit(verb, images)

    def _open_current(self) -> None:
        shown = self._model.shown(self._view.currentIndex().row())
        if shown is not None and applies(Verb.OPEN, (shown.image,)):
            self.activated_image.emit(shown.image)

    def _open_menu(self, place: QPoint) -> None:
        if images := self.selected_images():
            self._actions.menu(images, self).popup(place)
