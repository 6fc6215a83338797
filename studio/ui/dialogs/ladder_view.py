"""What a test of a connection asks and finds: the questions in one line as they are asked, what is known below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from studio.ui.widgets.flow_layout import FlowLayout
from studio.ui.widgets.sign import Sign

if TYPE_CHECKING:
    from studio.ui.icons import Tint
    from studio.ui.sentences.ladder_words import Finding, Tone

_DRAWINGS: dict[Tone, str] = {"ok": "check", "warn": "warning", "bad": "close", "faint": "minus"}
_QUESTION_SIDE, _BETWEEN = 12, 16


class LadderView(QWidget):
    """Two lists with marks; the words alone say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._questions, self._findings = QWidget(), QWidget()
        self._flow = FlowLayout(self._questions, _BETWEEN)
        self._column = QVBoxLayout(self._findings)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._findings)
        whole.addWidget(self._questions)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.show_questions(())
        self.show_findings(())

    def show_questions(self, questions: Sequence[Finding]) -> None:
        """Show what was asked, each with what came of it."""
        _empty(self._flow)
        for each in questions:
            self._flow.addWidget(_marked(each, "faint", side=_QUESTION_SIDE))
        self._questions.setVisible(bool(questions))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is known."""
        _empty(self._column)
        for each in findings:
            self._column.addWidget(_marked(each, "muted" if each.tone == "faint" else "value", wraps=True))
        self._findings.setVisible(bool(findings))


def _empty(layout: QLayout) -> None:
    while item := layout.takeAt(0):
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _marked(finding: Finding, role: str, *, side: int = 16, wraps: bool = False) -> QWidget:
    """A mark and its words."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8 if wraps else 4)
    tint: Tint = finding.tone
    label = QLabel(finding.text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    row.addWidget(Sign(_DRAWINGS[finding.tone], tint, side=side), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return whole
