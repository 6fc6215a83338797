"""A message that stays beside what it is about: a sign, a word, its text, its detail on demand, its actions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio.ui.actions import Action
from studio.ui.keys import is_pressed, with_key
from studio.ui.widgets import message_parts
from studio.ui.widgets.message_parts import Tone, plain_label, push_button, tone_sign

_WORD = 52  # so that the texts of several messages begin below each other
_MOST_DETAIL, _AROUND_DETAIL = 160, 28  # pixels


class InlineMessage(QFrame):
    """Shows one message until it is dismissed or answered."""

    answered = Signal(int)
    """The number of the action that was chosen."""
    dismissed = Signal()
    """It was read and is to go."""

    def __init__(
        self,
        tone: Tone,
        text: str,
        detail: str = "",
        actions: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail_text = detail
        self.tone: Tone = tone
        self.text = text
        self.setObjectName("message")
        self.setProperty("role", "message")
        word = self._word(tone)
        self.setAccessibleName(f"{word}: {text}")
        self._sign = tone_sign(tone, self)
        self._detail = self._detail_field()
        self._more = push_button(self.tr("Details"), "messageDetailButton", "quiet", self._toggle_detail, self)
        self._more.setCheckable(True)
        self._more.setVisible(bool(detail))
        spoken = self.tr("Dismiss: {message}").format(message=text)
        tip = with_key(self.tr("Dismiss"), Action.BACK)
        self._close = message_parts.close_button("messageCloseButton", spoken, tip, self.dismissed.emit, self)
        self._lay_out(word, [self._action(number, label) for number, label in enumerate(actions)])

    def take_focus(self) -> None:
        """Put the focus on the way out of this message."""
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def has_focus_within(self) -> bool:
        """Whether the focus is on this message or on something in it."""
        return message_parts.has_focus_within(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_pressed(Action.BACK, event):
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._more.isChecked():
            self._toggle_detail()

    def _action(self, number: int, label: str) -> QPushButton:
        return push_button(label, f"messageAction{number}", "chip", partial(self.answered.emit, number), self)

    def _lay_out(self, word: str, actions: Sequence[QPushButton]) -> None:
        kind = plain_label(word, "messageSeverity", self)
        kind.setProperty("role", "muted" if self.tone == "info" else self.tone)
        kind.setMinimumWidth(_WORD)
        text = plain_label(self.text, "messageText", self)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setSpacing(8)
        for label in (self._sign, kind):
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(text, 1, Qt.AlignmentFlag.AlignVCenter)
        for widget in (*actions, self._more, self._close):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._detail)

    def _detail_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit(self._detail_text, self)
        field.setObjectName("messageDetail")
        field.setAccessibleName(self.tr("Details"))
        field.setProperty("role", "field")
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        field.hide()
        return field

    def _toggle_detail(self) -> None:
        lines = self._detail_text.count("\n") + 1
        self._detail.setFixedHeight(min(_MOST_DETAIL, lines * self.fontMetrics().lineSpacing() + _AROUND_DETAIL))
        self._detail.setVisible(self._more.isChecked())

    def _word(self, tone: Tone) -> str:
        return {
            "info": self.tr("Note"),
            "ok": self.tr("Done"),
            "warn": self.tr("Warning"),
            "bad": self.tr("Error"),
        }[tone]
