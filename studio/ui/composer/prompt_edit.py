"""The field for the prompt: plain text that grows, with a way back to earlier ones, and open to pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from studio.ui.actions import Action
from studio.ui.composer.prompt_history import PromptHistory
from studio.ui.keys import OwnKeys

_MOST_LINES = 8
_TEXT = 15  # pixels


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
        OwnKeys(
            self,
            {
                Action.GENERATE: self.generate_wanted.emit,
                Action.EARLIER_PROMPT: lambda: self._show(self._history.back(self.toPlainText())),
                Action.LATER_PROMPT: lambda: self._show(self._history.forth(self.toPlainText())),
            },
        )

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
