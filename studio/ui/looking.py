"""Which pictures are inspected: those that were looked at last, in the gallery, large, or on the thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from studio.library.records import Image
    from studio.ui.gallery.gallery import GalleryPanel
    from studio.ui.picture_modes import PictureModes
    from studio.ui.stage.stage import Stage
    from studio.ui.window_modes import WindowModes
    from studio.workbench.inspection import Inspection


class Looking(QObject):
    """Lets the inspection follow what is selected in the gallery and what is shown large, and shows or hides it."""

    def __init__(
        self,
        inspection: Inspection,
        stage: Stage,
        gallery: GalleryPanel,
        pictures: PictureModes,
        modes: WindowModes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._inspection = inspection
        self._stage = stage
        self._gallery = gallery
        self._modes = modes
        gallery.selected.connect(lambda: self._inspection.show(gallery.selected_images()))
        pictures.looked_at.connect(self._look_at)

    def toggle(self) -> None:
        """Show what is known of the picture that has the focus, or is selected; hide it when that is shown already."""
        focused = self._stage.focused_image
        if focused is not None:
            is_another = not self._inspection.is_of((focused,))
            self._inspection.show((focused,))
        else:
            is_another = False
        shown = self._gallery.isVisible() and self._gallery.body.is_open and not self._modes.is_picture_alone
        if shown and not is_another:
            self._gallery.body.fold(False)
        else:
            self._modes.inform()
            self._gallery.body.fold(True)

    def _look_at(self, images: tuple[Image, ...]) -> None:
        self._inspection.show(images or self._gallery.selected_images())
