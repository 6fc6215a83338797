"""A field for plain text that is as high as the text in it, up to a limit; then it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

_MARGIN = 1


class GrowingEdit(QPlainTextEdit):
    """Text stays text; Tab leaves. It has no frame: whoever owns it shows where the focus is."""

    def __init__(self, name: str, text_size: int, parent: QWidget | None = None) -> None:
        """`text_size` in pixels."""
        super().__init__(parent)
        self._most_lines = 8
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(text_size)
        self.setFont(font)
        self.document().setDocumentMargin(_MARGIN)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    @property
    def most_lines(self) -> int:
        """How many lines it grows to."""
        return self._most_lines

    def limit_lines(self, most: int) -> None:
        """Grow to so many lines and no further."""
        self._most_lines = max(1, most)
        self._grow()

    def put(self, text: str) -> None:
        """Show a text in place of the one there, so that it can be undone; the cursor goes behind it."""
        if text == self.toPlainText():
            return
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.setTextCursor(cursor)

    def hint(self, text: str) -> None:
        """Say in the empty field what can be typed."""
        if text != self.placeholderText():
            self.setPlaceholderText(text)
            self.viewport().update()  # Qt paints it anew only where it appears or goes away

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def _grow(self) -> None:
        lines = max(1, min(round(self.document().size().height()), self._most_lines))
        # Qt scrolls what fits to the pixel, and where letters are not bent to pixels the first line takes one more.
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * _MARGIN + 2)
