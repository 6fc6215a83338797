"""One request that was left behind: what was asked for, what became of it, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.row_picture import RowPicture
from studio.ui.widgets.button import Button
from studio.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from studio.generation.recover import Recovered
    from studio.ui.icons import Tint
    from studio.ui.sentences.left_behind import LeftBehind
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails


class Row(QFrame):
    """Shows one; what lies in the trash is not asked for again from here."""

    show_wanted = Signal()
    ask_wanted = Signal()
    let_go_wanted = Signal()

    def __init__(self, left: Recovered, words: LeftBehind, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self.left = left
        self._words = words
        self._prompt = words.prompt(left.turn.prompt)
        self.setObjectName(f"leftBehind-{left.attempt_id}")
        self.setAccessibleName(f"{self._prompt}. {words.facts(left)}. {words.fate(left)}")
        self._ask = self._button("askAgainButton", self.tr("Ask again"), self.tr("Ask again: {prompt}"))
        self._ask.clicked.connect(self.ask_wanted)
        self._ask.setVisible(left.fate != "kept" and not left.in_trash)
        picture = RowPicture(left.images[-1] if left.images else None, _sign_of(left), thumbnails, self)
        self._lay_out(picture, self._show_button(), self._go_button())

    def set_busy(self, busy: bool) -> None:
        """Say that it is being asked for again."""
        self._ask.set_busy(busy)

    def take_focus(self) -> None:
        """Put the focus on the last thing that can be done."""
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_button(self) -> Button:
        button = self._button("showLeftButton", self.tr("Show"), self.tr("Show: {prompt}"))
        button.clicked.connect(self.show_wanted)
        button.setVisible(not self.left.in_trash)
        return button

    def _go_button(self) -> Button:
        if self.left.fate == "kept":
            self._go = self._button("letGoButton", self.tr("Dismiss"), self.tr("Dismiss: {prompt}"))
        else:
            self._go = self._button("letGoButton", self.tr("Let go"), self.tr("Let go: {prompt}"))
        self._go.clicked.connect(self.let_go_wanted)
        return self._go

    def _button(self, name: str, text: str, spoken: str) -> Button:
        button = Button(name, text, role="chip", parent=self)
        button.set_compact()
        button.setAccessibleName(spoken.format(prompt=self._prompt))
        return button

    def _lay_out(self, thumb: RowPicture, show: Button, go: Button) -> None:
        prompt = ElidedLabel(self)
        prompt.setObjectName("leftPrompt")
        prompt.set_whole(self._prompt)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(prompt)
        text.addLayout(self._facts())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(8)
        line.addWidget(thumb)
        line.addLayout(text, 1)
        for button in (show, self._ask, go):
            line.addWidget(button)

    def _facts(self) -> QHBoxLayout:
        fate = QLabel(self._words.fate(self.left), self)
        fate.setObjectName("leftFate")
        open_fate = self.left.fate == "unknown" and not self.left.free
        fate.setProperty("role", "warn" if open_fate else "ok" if self.left.fate == "kept" else "muted")
        facts = ElidedLabel(self)
        facts.setObjectName("leftFacts")
        facts.setProperty("role", "muted")
        facts.set_whole(self._words.facts(self.left))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(fate)
        line.addWidget(facts, 1)
        return line


def _sign_of(left: Recovered) -> tuple[str, Tint]:
    return ("warning", "warn") if left.fate == "unknown" and not left.free else ("info", "muted")
