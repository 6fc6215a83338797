"""The field for the prompt: plain text that grows, with a way back to earlier ones, and open to pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from studio.ui.composer.prompt_history import PromptHistory

_MOST_LINES = 8
_TEXT = 15  # pixels
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PromptEdit(QPlainTextEdit):
    """Text stays text; pictures that are pasted or dropped are handed on."""

    generate_wanted = Signal()
    pictures_given = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history = PromptHistory()
        self.setObjectName("promptEdit")
        self.setAccessibleName(self.tr("Prompt"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setPixelSize(_TEXT)
        self.setFont(font)
        self.document().setDocumentMargin(1)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def set_history(self, earlier: Sequence[str]) -> None:
        """Say which prompts were sent before, in the order they were."""
        self._history.set(earlier)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and keys == Qt.KeyboardModifier.ControlModifier:
            self.generate_wanted.emit()
        elif keys == Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Up:
            self._show(self._history.back(self.toPlainText()))
        elif keys == Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Down:
            self._show(self._history.forth(self.toPlainText()))
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or _holds_pictures(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if _holds_pictures(source):
            self.pictures_given.emit(source)
        elif source.hasText():
            self.insertPlainText(source.text())  # whatever else it came with

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def _show(self, text: str | None) -> None:
        if text is not None:
            self.put(text)

    def _grow(self) -> None:
        """Be as high as the text, from one line to eight; then it scrolls."""
        lines = max(1, min(round(self.document().size().height()), _MOST_LINES))
        line = self.fontMetrics().lineSpacing()
        self.setFixedHeight(lines * line + 4)


def _holds_pictures(mime: QMimeData) -> bool:
    from studio.workbench.intake import holds_pictures  # not needed for the first paint

    return holds_pictures(mime)
