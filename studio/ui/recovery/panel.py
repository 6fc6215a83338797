"""What an earlier run left undecided, above everything else until it is dealt with; it stops nobody from working."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.announcing import announce
from studio.ui.recovery.row import RecoveryRow
from studio.ui.widgets.button import Button
from studio.ui.widgets.focus_return import FocusReturn
from studio.ui.widgets.message_parts import has_focus_within, tone_sign
from studio.ui.widgets.rows_area import RowsArea

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio.generation.recover import Recovered
    from studio.ui.sentences.left_behind import LeftBehind
    from studio.ui.widgets.awaited_thumbnails import AwaitedThumbnails
    from studio.workbench.recovery import Recovery

_HIGHEST = 168  # pixels: three rows and a half, so that it is seen when there are more


class RecoveryPanel(QFrame):
    """Shows what a Recovery holds, and nothing when that is nothing."""

    show_wanted = Signal(object)
    """Show the turn of this Recovered."""
    ask_wanted = Signal(tuple)
    """Send these Recovered once more."""
    let_go_wanted = Signal(tuple)
    """Take these Recovered off the list."""
    stop_wanted = Signal(tuple)
    """Fetch no more images for these Recovered."""
    send_wanted = Signal()
    """Send what was queued."""
    drop_wanted = Signal()
    """Cancel what was queued."""
    focus_left_over = Signal()
    """The panel had the focus, and what had it before is not known or gone."""

    def __init__(
        self, recovery: Recovery, words: LeftBehind, thumbnails: AwaitedThumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._recovery = recovery
        self._words = words
        self._thumbnails = thumbnails
        self._said = ""
        self.setObjectName("recoveryPanel")
        self.setAccessibleName(self.tr("Interrupted requests"))
        self._card = QFrame(self)
        self._card.setProperty("role", "message")
        self._head = self._line("leftHeading")
        self._waits = self._line("waitingHeading")
        self._ask_all = self._button("askAllAgainButton", "", self._ask_for_all)
        self._fold = Button("foldLeftButton", self.tr("Hide the list"), "chevron-up", "icon", self._card)
        self._fold.set_compact()
        self._fold.clicked.connect(self._turn)
        self._is_folded = False
        self._go_all = self._button("letGoAllButton", self.tr("Clear the list"), self._let_go_of_all)
        self._send = self._button("sendWaitingButton", self.tr("Send them"), self.send_wanted.emit)
        self._drop = self._button("dropWaitingButton", self.tr("Cancel"), self.drop_wanted.emit)
        self._drop.setAccessibleName(self.tr("Cancel what was queued"))
        self._list: RowsArea[RecoveryRow] = RowsArea("leftBehindList", _HIGHEST, self._card)
        self._list.emptied.connect(self._give_focus_back)
        self._lay_out()
        self._focus = FocusReturn(self.isAncestorOf, self)
        recovery.changed.connect(self._refresh)
        self._refresh()

    @property
    def spare(self) -> int:
        """How many pixels of its height it can do without: the list scrolls."""
        if self._list.isHidden():
            return 0
        return self._list.sizeHint().height() - self._list.minimumSizeHint().height()

    def take_focus(self) -> None:
        """Put the focus on the first thing to decide."""
        rows = self._list.rows
        if rows and self._is_folded:
            self._fold.setFocus(Qt.FocusReason.OtherFocusReason)
        elif rows:
            rows[0].take_focus()
        else:
            self._send.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_all(self) -> None:
        self.ask_wanted.emit(_to_ask_for(self._recovery.left))

    def _let_go_of_all(self) -> None:
        self.let_go_wanted.emit(_to_let_go(self._recovery.left))

    def _turn(self) -> None:
        """Hide the list, or show it: what is undecided may wait, and the line above tells of it."""
        self._is_folded = not self._is_folded
        words = self.tr("Show the list") if self._is_folded else self.tr("Hide the list")
        self._fold.setText(words)
        self._fold.setToolTip(words)
        self._fold.set_drawing("chevron-down" if self._is_folded else "chevron-up")
        self._list.setVisible(not self._is_folded)

    def _refresh(self) -> None:
        left, waiting = self._recovery.left, self._recovery.waiting
        self._list.arrange({f"{each.attempt_id} {each.fate}": each for each in left}, self._row)
        for row in self._list.rows:
            row.set_busy(self._recovery.is_busy(row.left.attempt_id))
        self._tell(left, len(waiting))

    def _give_focus_back(self) -> None:
        if not self._focus.give_back():
            self.focus_left_over.emit()

    def _tell(self, left: Sequence[Recovered], waiting: int) -> None:
        undecided = _to_ask_for(left)
        self._head.setText(self._words.heading(left) if left else "")
        self._waits.setText(self._words.waiting(waiting) if waiting else "")
        self._send.setText(self.tr("Send it") if waiting == 1 else self.tr("Send them"))
        self._ask_all.setText(self.tr("Ask again for {count}").format(count=len(undecided)))
        self._ask_all.setVisible(len(undecided) > 1)
        self._go_all.setVisible(len(_to_let_go(left)) > 1)
        self._upper.setVisible(bool(left))
        self._list.setVisible(bool(left) and not self._is_folded)
        self._lower.setVisible(bool(waiting))
        if not (left or waiting) and has_focus_within(self):
            self._give_focus_back()
        self.setVisible(bool(left or waiting))
        self._announce(" ".join(text for text in (self._head.text(), self._waits.text()) if text))

    def _announce(self, said: str) -> None:
        """Say what is new; that there is less to decide is known to whoever decided."""
        if said and not self._said:
            announce(self, said, urgent=False)
        self._said = said

    def _row(self, each: Recovered) -> RecoveryRow:
        row = RecoveryRow(each, self._words, self._thumbnails, self._list.inside)
        if not each.in_trash:
            row.show_wanted.connect(partial(self.show_wanted.emit, each))
        row.ask_wanted.connect(partial(self.ask_wanted.emit, (each,)))
        gone = self.stop_wanted if each.waits_for_images else self.let_go_wanted
        row.let_go_wanted.connect(partial(gone.emit, (each,)))
        return row

    def _line(self, name: str) -> QLabel:
        label = QLabel(self._card)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, name: str, text: str, act: Callable[[], object]) -> Button:
        button = Button(name, text, role="chip", parent=self._card)
        button.set_compact()
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        self._upper = self._headed(self._head, self._ask_all, self._go_all, self._fold)
        self._lower = self._headed(self._waits, self._send, self._drop)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(4, 8, 4, 8)
        card.setSpacing(4)
        for widget in (self._upper, self._list, self._lower):
            card.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.addWidget(self._card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _headed(self, label: QLabel, *buttons: Button) -> QWidget:
        line = QWidget(self._card)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(tone_sign("info", line))
        layout.addWidget(label, 1)
        for button in buttons:
            layout.addWidget(button)
        return line


def _to_ask_for(left: Sequence[Recovered]) -> tuple[Recovered, ...]:
    return tuple(each for each in left if not (each.fate == "kept" or each.waits_for_images or each.in_trash))


def _to_let_go(left: Sequence[Recovered]) -> tuple[Recovered, ...]:
    """What may still be fetched is nobody's to let go of before it is there; it can be stopped."""
    return tuple(each for each in left if not each.waits_for_images)
