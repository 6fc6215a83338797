"""What of the conversation so far went along with a prompt, and why not the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from studio.ui.words import Words


class HistoryLine(QLabel):
    """Shows the decisions that were made about a history; nothing where there were none."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName("historyDecision")
        self.setProperty("role", "faint")
        self.setWordWrap(True)
        self.setContentsMargins(4, 0, 4, 0)

    def show_decisions(self, decisions: Iterable[Mapping[str, object]]) -> None:
        """Say what was decided."""
        said = " ".join(self._words.decision(decision) for decision in decisions)
        self.setText(said)
        self.setVisible(bool(said))
