"""What stands in the gallery where no picture is: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.ui.widgets.empty_state import EmptyState
from studio.workbench.gallery_reading import GalleryFilter


class EmptyGallery(EmptyState):
    """Explains an empty gallery by what was asked of it."""

    all_wanted = Signal()
    """Show all images again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("galleryEmpty", parent)
        self.answered.connect(self.all_wanted)

    def explain(self, asked: GalleryFilter) -> None:
        """Say why nothing is shown for what was asked."""
        drawing, title, advice, button = self._words(asked)
        self.show_words(drawing, title, advice, (button,) if button else ())

    def _words(self, asked: GalleryFilter) -> tuple[str, str, str, str]:
        if asked.text.strip():
            title = self.tr("Nothing matches “{text}”").replace("{text}", asked.text.strip())
            advice = self.tr(
                "Every word has to be in the prompt or in the name of the file; their order does not matter."
            )
            return "search", title, advice, self.tr("Clear the filter")
        if asked.starred_only:
            advice = self.tr("Select a picture and press 1 to 5 to give it stars. Here you find those that have some.")
            return "star", self.tr("No stars given yet"), advice, self.tr("Show all images")
        if asked.trashed:
            advice = self.tr("What you move to the trash stays here until you restore it.")
            return "trash", self.tr("The trash is empty"), advice, self.tr("Show all images")
        advice = self.tr("Every picture you make or bring in is shown here, the newest first.")
        return "image", self.tr("No images yet"), advice, ""
