"""What is to be said of the draft, in a line: what was refused and why, what was dropped, what is too much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.workbench.draft_input import FolderCut, SettingsDropped

if TYPE_CHECKING:
    from studio.ui.words import Words
    from studio.workbench.draft import Draft
    from studio.workbench.draft_input import DraftInput


class Remarks(QWidget):
    """Two lines, each shown only while it has something to say."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._notice = ""
        self._crowd = ""
        self._lack = ""
        self.refused = self._line("refusedLine", "bad")
        self.notice = self._line("noticeLine", "warn")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.refused)
        layout.addWidget(self.notice)
        self.hide()

    def show_draft(self, draft: Draft) -> None:
        """Say what was refused, and whether there are more pictures than the model keeps apart."""
        self._put(self.refused, self._refusals([each for each in draft.inputs if each.failure is not None]))
        row, crowd = draft.row, draft.crowd
        self._crowd = ""
        if row is not None and crowd is not None:
            told = self.tr("{model} keeps up to {crowd} pictures apart well; there are {count}.")
            self._crowd = told.format(model=row.name, crowd=crowd, count=len(draft.inputs))
        self._show_notice()

    def _refusals(self, refused: Sequence[DraftInput]) -> str:
        """Say why the latest picture was refused, and how many there are besides; each chip has its own reason."""
        if not refused:
            return ""
        latest = max(refused, key=lambda each: each.id)
        assert latest.failure is not None
        said = self._words.error(latest.failure)
        text = f"{said.what} {said.advice}".strip()
        others = len(refused) - 1
        if not others:
            return text
        more = self.tr("And 1 more cannot be used: its chip says why.")
        if others > 1:
            more = self.tr("And {count} more cannot be used: their chips say why.").format(count=others)
        return f"{text}\n{more}"

    def set_notice(self, text: str) -> None:
        """Say something that is not about one picture; empty for nothing."""
        self._notice = text
        self._show_notice()

    def set_lack(self, text: str) -> None:
        """Say what kept the draft from being sent."""
        self._lack = text
        self._show_notice()

    def mend_lack(self, text: str) -> None:
        """Be silent about what is lacking no more; `text` is what is lacking now."""
        if self._lack and self._lack != text:
            self.set_lack("")

    def set_fact(self, fact: object) -> None:
        """Say what a draft noticed."""
        if isinstance(fact, SettingsDropped):
            self.set_notice(self._words.tunings.dropped(fact))
        elif isinstance(fact, FolderCut):
            told = self.tr("“{name}” has {found} pictures; the first {taken} were added.")
            self.set_notice(told.format(name=fact.name, found=fact.found, taken=fact.taken))

    def _show_notice(self) -> None:
        self._put(self.notice, "\n".join(text for text in (self._lack, self._notice, self._crowd) if text))
        self.setVisible(bool(self.refused.text() or self.notice.text()))

    def _line(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    def _put(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setAccessibleName(text)
        label.setVisible(bool(text))
