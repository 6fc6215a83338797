"""One request that was left behind: what was asked for, what became of it, and what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.widgets.button import Button
from studio.ui.widgets.list_row import ListRow
from studio.ui.widgets.row_picture import RowPicture

if TYPE_CHECKING:
    from studio.generation.recover import Recovered
    from studio.ui.icons import Tint
    from studio.ui.sentences.left_behind import LeftBehind
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails


class RecoveryRow(ListRow):
    """Shows one; what lies in the trash is not asked for again from here."""

    ask_wanted = Signal()
    let_go_wanted = Signal()

    def __init__(self, left: Recovered, words: LeftBehind, thumbnails: AwaitedThumbnails, parent: QWidget) -> None:
        picture = RowPicture(left.images[-1] if left.images else None, _sign_of(left), thumbnails)
        super().__init__(f"leftBehind-{left.attempt_id}", picture, parent)
        self.left = left
        self._spoken = words.prompt(left.turn.prompt)
        self.setAccessibleName(f"{self._spoken}. {words.facts(left)}. {words.fate(left)}")
        self.prompt.set_whole(self._spoken)
        self.facts.set_whole(words.facts(left))
        self.facts_line.insertWidget(0, self._fate(left, words.fate(left)))
        show = self._button("showLeftButton", self.tr("Show"), self.tr("Show: {prompt}"))
        show.clicked.connect(self.show_wanted)
        show.setVisible(not left.in_trash)
        self._ask = self._button("askAgainButton", self.tr("Ask again"), self.tr("Ask again: {prompt}"))
        self._ask.clicked.connect(self.ask_wanted)
        self._ask.setVisible(not (left.fate == "kept" or left.waits_for_images or left.in_trash))
        if left.waits_for_images:
            self._go = self._button("stopFetchingButton", self.tr("Stop"), self.tr("Stop fetching: {prompt}"))
        elif left.fate == "kept":
            self._go = self._button("letGoButton", self.tr("Dismiss"), self.tr("Dismiss: {prompt}"))
        else:
            self._go = self._button("letGoButton", self.tr("Let go"), self.tr("Let go: {prompt}"))
        self._go.clicked.connect(self.let_go_wanted)

    def set_busy(self, busy: bool) -> None:
        """Say that it is being asked for again."""
        self._ask.set_busy(busy)

    def _first_focus(self) -> QWidget:
        return self._go

    def _button(self, name: str, text: str, spoken: str) -> Button:
        button = Button(name, text, role="chip", parent=self)
        button.set_compact()
        button.setAccessibleName(spoken.format(prompt=self._spoken))
        self.add_end(button)
        return button

    def _fate(self, left: Recovered, said: str) -> QLabel:
        fate = QLabel(said, self)
        fate.setObjectName("leftFate")
        may_have_cost = left.fate == "unknown" and not left.free
        fate.setProperty("role", "warn" if may_have_cost else "ok" if left.fate == "kept" else "muted")
        return fate


def _sign_of(left: Recovered) -> tuple[str, Tint]:
    return ("warning", "warn") if left.fate == "unknown" and not left.free else ("info", "muted")
