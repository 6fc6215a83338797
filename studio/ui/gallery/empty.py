"""What stands in the gallery where no picture is: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.workbench.gallery_reading import GalleryFilter


class EmptyGallery(QWidget):
    """Explains an empty gallery by what was asked of it."""

    all_wanted = Signal()
    """Show all pictures again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("galleryEmpty")
        self._title = self._label("galleryEmptyTitle", "muted")
        self._advice = self._label("galleryEmptyAdvice", "faint")
        self._all = QPushButton(self)
        self._all.setObjectName("galleryShowAll")
        self._all.setProperty("role", "quiet")
        self._all.clicked.connect(self.all_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 24, 24)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._advice)
        column.addSpacing(4)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def explain(self, asked: GalleryFilter) -> None:
        """Say why nothing is shown for what was asked."""
        title, advice, button = self._words(asked)
        self._title.setText(title)
        self._advice.setText(advice)
        self._all.setText(button)
        self._all.setAccessibleName(button)
        self._all.setVisible(bool(button))

    def _words(self, asked: GalleryFilter) -> tuple[str, str, str]:
        if asked.text.strip():
            title = self.tr("Nothing matches “{text}”").replace("{text}", asked.text.strip())
            advice = self.tr(
                "Every word has to be in the prompt or in the name of the file; their order does not matter."
            )
            return title, advice, self.tr("Clear the filter")
        if asked.starred_only:
            advice = self.tr("Select a picture and press 1 to 5 to give it stars. Here you find those that have some.")
            return self.tr("No stars given yet"), advice, self.tr("Show all pictures")
        if asked.trashed:
            advice = self.tr("What you move to the trash stays here until you take it out again.")
            return self.tr("The trash is empty"), advice, ""
        advice = self.tr("Every picture you make or bring in is shown here, the newest first.")
        return self.tr("No pictures yet"), advice, ""

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label
