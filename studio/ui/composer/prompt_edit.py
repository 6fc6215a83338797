"""The field for the prompt: it grows, has a way back to earlier ones, and is open to pictures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.actions import Action
from studio.ui.composer.prompt_history import PromptHistory
from studio.ui.keys import OwnKeys
from studio.ui.tokens import tokens_of
from studio.ui.widgets.growing_edit import GrowingEdit


class PromptEdit(GrowingEdit):
    """Pictures that are pasted or dropped are handed on."""

    generate_wanted = Signal()
    pictures_given = Signal(QMimeData)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("promptEdit", tokens_of(QGuiApplication.palette()).title, parent)
        self._history = PromptHistory()
        self.setAccessibleName(self.tr("Prompt"))
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

    def forget_changes(self) -> None:
        """Have nothing to take back: the text belongs to another conversation than what was typed before."""
        self.document().clearUndoRedoStacks()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window for as long as nothing was changed here: its message says Undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves(event):
            event.ignore()
            return False
        return super().event(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or _holds_pictures(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if _holds_pictures(source):
            self.pictures_given.emit(source)
        elif source.hasText():
            self.insertPlainText(source.text())  # whatever else it came with

    def _leaves(self, event: QKeyEvent) -> bool:
        keys, document = QKeySequence.StandardKey, self.document()
        is_changed = document.isUndoAvailable() or document.isRedoAvailable()
        return not is_changed and (event.matches(keys.Undo) or event.matches(keys.Redo))

    def _show(self, text: str | None) -> None:
        if text is not None:
            self.put(text)


def _holds_pictures(mime: QMimeData) -> bool:
    from studio.workbench.intake import holds_pictures  # not needed for the first paint

    return holds_pictures(mime)
